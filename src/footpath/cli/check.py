"""``footpath check``: the known mistakes of journey mapping, found in an atlas. Exit code 1 where there are errors."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from footpath.cli._output import Output

if TYPE_CHECKING:
    from footpath.atlas import Loaded

FORMATS = ("text", "json", "sarif", "github", "junit")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "atlas", nargs="?", default=".", metavar="ATLAS", help="the atlas's folder (default: this one)"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="how findings are printed (text)")


def run(args: argparse.Namespace, out: Output) -> int:
    """Check the atlas and print what was found."""
    from footpath.atlas import load
    from footpath.lint import FORMATS as WRITERS
    from footpath.lint import check, render_json, render_text

    loaded = load(Path(args.atlas))
    findings = check(loaded)
    has_errors = any(finding.severity == "error" for finding in findings)
    out.put(findings=render_json(findings))
    if args.format == "json":
        out.line(json.dumps(render_json(findings), ensure_ascii=False, indent=2))
    elif args.format == "text":
        out.line(render_text(findings))
        out.next(_next(args.atlas, loaded, has_errors=has_errors))
    else:
        out.line(WRITERS.get(args.format)(findings))
    return 1 if has_errors else 0


def _next(folder: str, loaded: Loaded, *, has_errors: bool) -> str:
    """Return the command that helps most now."""
    if has_errors:
        return f"footpath check {folder}   (after mending the errors)"
    if not loaded.atlas.journeys:
        return f"footpath draft {folder}"
    if not loaded.atlas.sources:
        return f"footpath listen add FILE --atlas {folder}"
    if not loaded.atlas.measures:
        return f"footpath measure {folder}"
    return f"footpath draw {folder} {loaded.atlas.journeys[0].id} -o map.html"
