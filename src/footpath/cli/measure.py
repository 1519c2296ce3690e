"""``footpath measure``: numbers for every stage, step and touchpoint of a map, kept in a dated file."""

from __future__ import annotations

import argparse
from pathlib import Path

from footpath.cli import _journeys
from footpath.cli._context import load_atlas, settings_of, the_journey
from footpath.cli._output import Output


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "atlas", nargs="?", default=".", metavar="ATLAS", help="the atlas's folder (default: this one)"
    )
    parser.add_argument(
        "journey", nargs="?", metavar="JOURNEY", help="its id (default: every journey that has evidence)"
    )
    parser.add_argument("--dry-run", action="store_true", help="show the numbers; write nothing")
    parser.add_argument("--zone", help="the time zone of times without one, and of days")
    parser.add_argument(
        "--floor", type=int, metavar="N", help="hide numbers over fewer customers than this (5)"
    )
    parser.add_argument("--memory", metavar="SIZE", help="how much memory before it spills to disk (4GB)")


def run(args: argparse.Namespace, out: Output) -> int:
    """Measure and show."""
    loaded = load_atlas(args.atlas, out)
    settings = settings_of(args, loaded)
    wanted = (
        [the_journey(loaded, args.journey)]
        if args.journey
        else list(loaded.atlas.journeys) or [the_journey(loaded, None)]
    )
    rows: list[dict[str, object]] = []
    for journey in wanted:
        measured = _journeys.measure(loaded, Path(args.atlas), journey, settings, out, dry_run=args.dry_run)
        if measured is None:
            continue
        run_, loaded = measured
        rows += [row.model_dump(mode="json", by_alias=True) for row in run_.rows]
        _journeys.show(run_, journey, out)
    out.put(rows=rows)
    out.next(f"footpath draw {args.atlas} -o map.html")
    return 0
