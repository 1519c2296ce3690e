"""``footpath mine customer``: one customer's own path, or those of a few by chance."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import write_whole
from footpath.cli import _lists, _period, _sources
from footpath.cli._mine import ENDINGS, check_ending, open_source
from footpath.cli._options import common, duration
from footpath.cli._output import Output

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.mining import Journal

LINE = "one customer's own path: what they did, scored and said, in order"


def arguments(sub: argparse.ArgumentParser) -> None:
    """Declare the options."""
    sub.add_argument("source", nargs="+", metavar="SOURCE", help="ATLAS:NAME, or files as they are")
    _sources.arguments(sub)
    group = sub.add_argument_group("which customer")
    group.add_argument(
        "--id", action="append", default=[], metavar="ID", help="by their id, own or pseudonym (several)"
    )
    group.add_argument(
        "--number", type=int, default=1, metavar="N", help="without --id: so many by chance (1)"
    )
    group.add_argument("--seed", type=int, default=0, metavar="N", help="another seed, others by chance (0)")
    _lists.arguments(group)
    _period.arguments(group)
    group.add_argument(
        "--beside", action="append", metavar="NAME", help="over an atlas: a further source (several)"
    )
    group.add_argument(
        "--journey", metavar="ID", help="over an atlas: whose touchpoints, steps and walks are told"
    )
    group.add_argument("--gap", metavar="DURATION", help="a longer silence begins a new session (30m)")
    group.add_argument("--zone", help="the time zone in which times are shown")
    sub.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="write the rows (.csv, .json, .parquet)"
    )
    sub.add_argument(
        "--engine", metavar="URL", help="what reads: trail://, duckdb:// or auto:// (the default)"
    )
    sub.add_argument("--memory", metavar="SIZE", help="how much memory before it spills to disk (4GB)")
    common(sub, after_verb=True)


def show(args: argparse.Namespace, out: Output) -> int:
    """Read, and print or write."""
    from footpath.mining import journal

    if args.output is not None:
        check_ending(args.output, ENDINGS)
    settings, opening, walk = open_source(args, out)
    gap_us = duration(args.gap or settings["gap"], "--gap")
    with opening as opened:
        workspace = _lists.with_given(opened.workspace, args, out)
        with out.progress("reading"):
            found = [
                journal(
                    workspace,
                    id_,
                    walk=walk,
                    gap_us=gap_us,
                    zone=settings["zone"],
                    also=_also(id_, opened.origin.source),
                )
                for id_ in args.id or _by_chance(workspace, args)
            ]
    out.put(
        definition=found[0].definition if found else "",
        rows=[row for one in found for row in one.rows().to_pylist()],
    )
    if args.output is not None:
        write_whole(args.output, _bytes(found, args.output))
        out.made(args.output, f"{sum(len(one.entries) for one in found):,} entries of {len(found):,}")
        return 0
    for one in found:
        out.line(one.to_text())
    if found:
        out.text(found[0].definition)
    return 0


def _by_chance(workspace: Workspace, args: argparse.Namespace) -> tuple[str, ...]:
    from footpath.mining import draw_customers

    names = _lists.names_of(args)
    return draw_customers(workspace, args.number, seed=args.seed, among=names[0] if names else None)


def _also(id_: str, source: Any) -> tuple[str, ...]:
    """Return the pseudonym of an own id, where the source has pseudonyms."""
    from footpath.evidence import Pseudonyms, is_pseudonym

    return () if is_pseudonym(id_) or not source.pseudonyms else (Pseudonyms.of_user().one(id_),)


def _bytes(found: list[Journal], path: Path) -> bytes:
    import pyarrow as pa

    from footpath.cli._who import bytes_of

    return bytes_of(pa.concat_tables([one.rows() for one in found]), path)
