"""``footpath mine``: questions to events, over files as they are or over a source of an atlas (``ATLAS:NAME``)."""

from __future__ import annotations

import argparse
from pathlib import Path

from footpath.cli import _customer, _lists, _period, _sources
from footpath.cli._options import common
from footpath.cli._output import Output
from footpath.cli.asking import VERBS, asking


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    verbs = parser.add_subparsers(dest="verb", metavar="QUESTION", required=True)
    for verb, line in VERBS.items():
        sub = verbs.add_parser(verb, help=line, description=line[:1].upper() + line[1:] + ".")
        sub.add_argument(
            "source",
            nargs="+",
            metavar="SOURCE",
            help="ATLAS:NAME, or files as they are, or table:NAME in the engine",
        )
        _sources.arguments(sub)
        group = sub.add_argument_group("the question")
        group.add_argument("--where", metavar="RULE", help="only these events")
        _period.arguments(group)
        group.add_argument(
            "--within",
            choices=("customer", "case", "session", "episode"),
            help="what an order of events is within",
        )
        group.add_argument(
            "--journey",
            metavar="ID",
            help="over an atlas: whose episodes (default: the one that uses the source)",
        )
        group.add_argument(
            "--beside",
            action="append",
            metavar="NAME",
            help="over an atlas: a further source read with it, such as its reviews (several)",
        )
        group.add_argument("--gap", metavar="DURATION", help="a longer silence begins a new session (30m)")
        group.add_argument("--zone", help="the time zone of times without one, and of days")
        group.add_argument("--floor", type=int, metavar="N", help="hide rows over fewer customers than this")
        asking(verb).arguments(group)
        group.add_argument(
            "--explain",
            action="store_true",
            help="show the query (and those that must run before it); do not run it",
        )
        sub.add_argument(
            "-o",
            "--output",
            type=Path,
            metavar="FILE",
            help="write the rows (.csv, .json, .parquet) or the picture of them (.svg, .html)",
        )
        sub.add_argument(
            "--theme", default="light", help="of a picture: light, dark, contrast, print (light)"
        )
        group.add_argument(
            "--who",
            type=Path,
            metavar="FILE",
            help="write the customers behind a count (--cell) instead: .csv, .json, .parquet",
        )
        group.add_argument(
            "--cell",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="which count, as its row says: step=2, lost=2, from=A, to=B, path='A > B', segment=2 (several)",
        )
        group.add_argument(
            "--save",
            metavar="NAME",
            help="keep the customers behind a count (--cell) on this machine, as pseudonyms, for --list NAME",
        )
        group.add_argument(
            "--label",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="with --who: a column with this value, for a CRM or mail tool: lost_at=payment (several)",
        )
        group.add_argument(
            "--own-ids",
            action="store_true",
            help="with --who, over an atlas: the customers' own ids, read from the source again; it is logged",
        )
        _lists.arguments(group)
        sub.add_argument(
            "--engine",
            metavar="URL",
            help="what counts: auto:// (the default), trail://, duckdb://, clickhouse://user@host/db, spark://host:port, "
            "sc://host:port (Spark Connect); the numbers are the same",
        )
        sub.add_argument("--memory", metavar="SIZE", help="how much memory before it spills to disk (4GB)")
        common(sub, after_verb=True)
    sub = verbs.add_parser("customer", help=_customer.LINE, description=f"{_customer.LINE.capitalize()}.")
    _customer.arguments(sub)


def run(args: argparse.Namespace, out: Output) -> int:
    """Ask, and print the answer."""
    from footpath.cli._mine import ask

    return _customer.show(args, out) if args.verb == "customer" else ask(args, out)
