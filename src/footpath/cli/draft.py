"""``footpath draft``: a journey drafted from evidence; everything in it says that it was drafted."""

from __future__ import annotations

import argparse
from pathlib import Path

from footpath.cli import _journeys
from footpath.cli._context import load_atlas, settings_of
from footpath.cli._output import Output


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "atlas", nargs="?", default=".", metavar="ATLAS", help="the atlas's folder (default: this one)"
    )
    parser.add_argument(
        "--source", action="append", metavar="S", help="only from this source (may be given again)"
    )
    parser.add_argument("--title", help="the journey's title (default: from its sources)")
    parser.add_argument("--dry-run", action="store_true", help="show what would be drafted; write nothing")
    parser.add_argument("--zone", help="the time zone of times without one, and of days")
    parser.add_argument("--memory", metavar="SIZE", help="how much memory before it spills to disk (4GB)")


def run(args: argparse.Namespace, out: Output) -> int:
    """Draft a journey and write it."""
    loaded = load_atlas(args.atlas, out)
    settings = settings_of(args, loaded)
    journey, _ = _journeys.draft(
        loaded, Path(args.atlas), settings, out, only=args.source, title=args.title, dry_run=args.dry_run
    )
    out.next(f"footpath measure {args.atlas} {journey}")
    return 0
