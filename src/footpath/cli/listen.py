"""``footpath listen``: sources of evidence. ``add`` guesses and shows, ``show`` lists, ``check`` reads everything again."""

from __future__ import annotations

import argparse
from pathlib import Path

from footpath.cli import _sources
from footpath.cli._context import load_atlas, settings_of
from footpath.cli._options import common
from footpath.cli._output import Output


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    add = verbs.add_parser(
        "add", help="add a source; several files without a NAME are named after themselves"
    )
    add.add_argument(
        "names",
        nargs="+",
        metavar="[NAME] FILE",
        help="a name (optional), then one or more files or patterns",
    )
    add.add_argument(
        "--table",
        metavar="CATALOG.SCHEMA.NAME",
        help="in place of files: a table by its name in an engine (with --time, --event and --customer)",
    )
    add.add_argument("--dry-run", action="store_true", help="show the guesses; write nothing")
    _sources.arguments(add)
    show = verbs.add_parser("show", help="every source and how its columns read")
    check = verbs.add_parser("check", help="read every source again and say what was found")
    check.add_argument("--fresh", action="store_true", help="read the files even where they have not changed")
    for verb in (add, show, check):
        verb.add_argument(
            "--atlas", default=".", metavar="ATLAS", help="the atlas's folder (default: this one)"
        )
        common(verb, after_verb=True)
        verb.add_argument("--zone", help="time zone of times without one")


def run(args: argparse.Namespace, out: Output) -> int:
    """Add, show or check sources."""
    loaded = load_atlas(args.atlas, out)
    folder = Path(args.atlas)
    settings = settings_of(args, loaded)
    if args.verb == "add":
        from footpath.atlas import commit

        added = _sources.add(args, folder, loaded.atlas, settings, out)
        if args.dry_run:
            out.line("nothing written (--dry-run)")
            return 0
        commit(folder, loaded, added.operations)
        out.made(folder / "sources.yaml", ", ".join(source.id for source in added.sources))
        out.next(f"footpath draft {args.atlas}")
        return 0
    if not loaded.atlas.sources:
        out.line("no source yet")
        out.next(f"footpath listen add FILE --atlas {args.atlas}")
        return 0
    if args.verb == "show":
        _sources.show(loaded.atlas.sources, out)
        out.next(f"footpath listen check --atlas {args.atlas}")
        return 0
    prepared = _sources.prepare_all(loaded.atlas.sources, folder, settings, out, fresh=args.fresh)
    for one in prepared:
        out.line(one.report.render())
        out.line()
    out.put(sources=[{"id": one.source.id, "report": one.report.to_json()} for one in prepared])
    out.next(f"footpath draft {args.atlas}")
    return 0
