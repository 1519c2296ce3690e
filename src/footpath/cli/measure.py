"""``footpath measure``: numbers for every stage, step and touchpoint of a map, kept in a dated file."""

from __future__ import annotations

import argparse
from pathlib import Path

from footpath.cli import _journeys, _period
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
    _period.arguments(parser)
    parser.add_argument(
        "--explain",
        action="store_true",
        help="show each query before it runs; write nothing, show no numbers",
    )
    parser.add_argument("--zone", help="the time zone of times without one, and of days")
    parser.add_argument(
        "--floor", type=int, metavar="N", help="hide numbers over fewer customers than this (5)"
    )
    parser.add_argument("--memory", metavar="SIZE", help="how much memory before it spills to disk (4GB)")
    parser.add_argument(
        "--engine",
        metavar="URL",
        help="what counts: auto://, trail://, duckdb://, clickhouse://user@host/db, spark://host:port (auto://)",
    )


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
        measured = _journeys.measure(
            loaded,
            Path(args.atlas),
            journey,
            settings,
            out,
            dry_run=args.dry_run,
            period=_period.period_of(args.since, args.until, settings["zone"]),
            explain=args.explain,
        )
        if measured is None or args.explain:
            continue
        run_, loaded = measured
        rows += [row.model_dump(mode="json", by_alias=True) for row in run_.rows]
        _journeys.show(run_, journey, out)
    if args.explain:
        return 0
    out.put(rows=rows)
    out.next(f"footpath draw {args.atlas} -o map.html")
    return 0
