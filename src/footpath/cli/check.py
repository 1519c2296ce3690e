"""``footpath check``: the known mistakes of journey mapping, found in an atlas. Exit code 1 where there are errors."""

from __future__ import annotations

import argparse
from pathlib import Path

from footpath.cli._output import Output


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "atlas", nargs="?", default=".", metavar="ATLAS", help="the atlas's folder (default: this one)"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how findings are printed")


def run(args: argparse.Namespace, out: Output) -> int:
    """Check the atlas and print what was found."""
    from footpath.atlas import load
    from footpath.lint import check, render_json, render_text

    loaded = load(Path(args.atlas))
    findings = check(loaded)
    out.put(findings=render_json(findings))
    if args.format == "json" and not out.as_json:
        import json

        print(json.dumps(render_json(findings), ensure_ascii=False, indent=2))
    else:
        out.line(render_text(findings))
    if args.format == "text":
        out.next(f"footpath measure {args.atlas}")
    return 1 if any(finding.severity == "error" for finding in findings) else 0
