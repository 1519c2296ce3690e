"""``footpath fmt``: the files of an atlas put in form. Exit code 1 under --check where some are not."""

from __future__ import annotations

import argparse
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from footpath.cli._output import Output

if TYPE_CHECKING:
    from footpath.atlas import Loaded
    from footpath.base import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "atlas", nargs="?", default=".", metavar="ATLAS", help="the atlas's folder (default: this one)"
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit with 1 where a file is not in form"
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")


def run(args: argparse.Namespace, out: Output) -> int:
    """Put the files in form, or say which are not."""
    from footpath.atlas import FormatFile, edit, load

    folder = Path(args.atlas)
    loaded = load(folder)
    tidy, problems = _tidy(loaded)
    changed = [file for file, text in tidy.items() if text != loaded.texts[file]]
    out.put(changed=changed, files=len(loaded.texts), written=not (args.check or args.dry_run))
    if args.dry_run:
        for file in changed:
            lines = unified_diff(
                loaded.texts[file].splitlines(), tidy[file].splitlines(), file, file, lineterm=""
            )
            for line in lines:
                out.line(line)
    elif args.check:
        for file in changed:
            out.line(f"{file} is not in form")
    elif changed:
        edit(folder, lambda now: [FormatFile(file) for file in changed if file in now.texts])
        for file in changed:
            out.line(f"{file} put in form")
    if not changed:
        out.line(f"all {len(tidy)} files are in form")
    out.problems(problems)
    if changed and (args.check or args.dry_run):
        out.next(f"footpath fmt {args.atlas}")
    if problems:
        return 3
    return 1 if args.check and changed else 0


def _tidy(loaded: Loaded) -> tuple[dict[str, str], list[Problem]]:
    """Return the tidy text of every file that can be put in form, and why others cannot."""
    from footpath.atlas import formatted

    lanes = {str(lane.id): lane.role for lane in loaded.atlas.lanes}
    tidy: dict[str, str] = {}
    problems: list[Problem] = []
    for file, text in loaded.texts.items():
        made = formatted(text, file, lanes=lanes)
        problems += made.problems
        if not made.problems:
            tidy[file] = made.text
    return tidy, problems
