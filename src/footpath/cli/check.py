"""``footpath check``: the known mistakes of journey mapping, found in an atlas. Exit code 1 where there are errors."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from footpath.cli._output import Output

if TYPE_CHECKING:
    from footpath.atlas import Loaded
    from footpath.lint import Finding, Fixed, Standing

FORMATS = ("text", "json", "sarif", "github", "junit")
_DEFINITION = "the known mistakes of journey mapping, in the document and its newest measures"
_OF_A_CHANGE = ("sarif", "github", "junit")
"""Formats whose readers know files by their place under the folder in which the command runs."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "atlas", nargs="?", default=".", metavar="ATLAS", help="the atlas's folder (default: this one)"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="how findings are printed (text)")
    parser.add_argument(
        "--select", metavar="CODES", default="", help="only these rules: codes, names or families (F,S001)"
    )
    parser.add_argument(
        "--ignore", metavar="CODES", default="", help="all rules but these: codes, names or families"
    )
    parser.add_argument("--fix", action="store_true", help="mend what can be mended without a judgement")
    parser.add_argument(
        "--dry-run", action="store_true", help="with --fix: say what would be done, write nothing"
    )
    parser.add_argument(
        "--paper",
        metavar="SIZE",
        default="",
        help="draw each map on this paper, and tell what does not fit (A3)",
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Check the atlas, mend where that is asked for, and print what was found and where the team stands."""
    from footpath.atlas import load
    from footpath.base import Problem, UsageError
    from footpath.lint import standing

    if args.dry_run and not args.fix:
        raise UsageError(
            Problem(
                code="needs-option",
                message="--dry-run says what --fix would do, and --fix was not asked for",
                help="footpath check ATLAS --fix --dry-run",
            )
        )
    today = date.today()
    loaded = load(Path(args.atlas))
    findings: Sequence[Finding]
    if args.fix:
        loaded, findings = _mend(args, loaded, today, out)
    else:
        findings = _found(args, loaded, today)
    has_errors = any(finding.severity == "error" for finding in findings)
    stands = standing(loaded, today=today)
    _print(args, findings, stands, out)
    if args.format == "text":
        out.next(_next(args.atlas, loaded, stands, has_errors=has_errors))
    return 1 if has_errors else 0


def _found(args: argparse.Namespace, loaded: Loaded, today: date) -> list[Finding]:
    from footpath.cli._layout import layout_of
    from footpath.lint import check

    layout = layout_of(loaded, args.paper)
    return check(loaded, only=_codes(args.select), without=_codes(args.ignore), today=today, layout=layout)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in text.split(",") if code.strip())


# ---------------------------------------------------------------- mending


def _mend(
    args: argparse.Namespace, before: Loaded, today: date, out: Output
) -> tuple[Loaded, Sequence[Finding]]:
    """Mend, write (unless it is a dry run), say what was done, and return what is left."""
    from footpath.atlas import commit
    from footpath.lint import fix

    fixed = fix(before, lambda loaded: _found(args, loaded, today))
    if fixed.operations:
        commit(Path(args.atlas), before, fixed.operations, dry_run=args.dry_run)
    _say(fixed, out, dry_run=args.dry_run)
    return fixed.loaded, fixed.left


def _say(fixed: Fixed, out: Output, *, dry_run: bool) -> None:
    from footpath.lint import render_json

    out.put(mended=render_json(fixed.mended), dry_run=dry_run)
    verb = "would mend" if dry_run else "mended"
    for one in fixed.mended:
        out.line(f"{verb} {one.place} {one.code}: {one.fix}")
    if fixed.mended:
        files = len({one.place.file for one in fixed.mended})
        out.line(f"{verb} {len(fixed.mended)} in {files} file{'' if files == 1 else 's'}; what is left:")
    else:
        out.line("nothing here can be mended without a judgement")
    out.line()


# ---------------------------------------------------------------- printing


def _print(args: argparse.Namespace, findings: Sequence[Finding], stands: Standing, out: Output) -> None:
    from footpath.lint import FORMATS as WRITERS
    from footpath.lint import render_json, render_standing, render_text

    data = {
        "definition": _DEFINITION,
        "source": {},
        "rows": render_json(findings),
        "notes": [render_text(findings).splitlines()[-1]],
        "standing": stands.to_json(),
    }
    out.put(**data)
    if args.format == "json":
        out.line(json.dumps({"command": "check", **data}, ensure_ascii=False, indent=2))
    elif args.format == "text":
        out.line(render_text(findings))
        if not out.quiet and not args.select:
            out.line("\n" + render_standing(stands))
    else:
        shown = [_from_here(args.atlas, one) for one in findings] if args.format in _OF_A_CHANGE else findings
        out.line(WRITERS.get(args.format)(shown).rstrip("\n"))


def _from_here(folder: str, finding: Finding) -> Finding:
    """Return the finding with its file as it is called from the folder in which the command runs."""
    file = finding.place.file
    path = Path(folder)
    if file is None or path == Path() or path.is_absolute():
        return finding
    return dataclasses.replace(
        finding, place=dataclasses.replace(finding.place, file=(path / file).as_posix())
    )


def _next(folder: str, loaded: Loaded, stands: Standing, *, has_errors: bool) -> str:
    """Return the command that helps most now: it follows from the station that the team comes to next."""
    if has_errors:
        return f"footpath check {folder}   (after mending the errors)"
    station = stands.next
    atlas = loaded.atlas
    if not atlas.journeys and atlas.sources:
        return f"footpath draft {folder}"
    if not atlas.journeys or (station and station.name == "research" and not atlas.sources):
        return f"footpath listen add FILE --atlas {folder}"
    if station and atlas.sources and station.name == "test with customers and numbers":
        return f"footpath measure {folder}"
    if station is None:
        return f"footpath draw {folder} {atlas.journeys[0].id} -o map.html"
    return f"footpath check {folder}   (first: {station.next})"
