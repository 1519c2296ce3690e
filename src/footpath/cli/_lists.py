"""Lists of customers, as options: ``--list NAME`` (one that was kept) and ``--list NAME=FILE``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem
from footpath.cli._output import Output

if TYPE_CHECKING:
    from footpath.engines import Workspace


def arguments(group: Any) -> None:
    """Declare the option."""
    group.add_argument(
        "--list",
        action="append",
        default=[],
        metavar="NAME[=FILE]",
        help="a list of customers, kept with --save or a file of ids: a column of yes and no for --where NAME, --by NAME and "
        "rules (several)",
    )


def names_of(args: argparse.Namespace) -> tuple[str, ...]:
    """Return the names of the lists that are given."""
    return tuple(text.partition("=")[0].strip() for text in args.list)


def with_given(workspace: Workspace, args: argparse.Namespace, out: Output) -> Workspace:
    """Return the workspace with the lists that are given, saying how many of each are there."""
    if not args.list:
        return workspace
    from footpath.engines import with_lists
    from footpath.evidence import kept_list, read_list

    lists = []
    for text in args.list:
        name, sign, file = (part.strip() for part in text.partition("="))
        if not sign:
            lists.append(kept_list(name))
        elif Path(file).suffix or Path(file).is_file():
            lists.append(read_list(name, Path(file)))
        else:
            lists.append(type(kept := kept_list(file))(name, kept.ids))
    if len({one.name for one in lists}) < len(lists):
        raise BadInputError(
            Problem(code="bad-option", message="two lists have one name", expected="a name for each")
        )
    with out.progress("looking up lists"):
        listed = with_lists(workspace, lists)
        found = listed.found
    for one in lists:
        there = found.get(one.name, 0)
        out.aside(f"list {one.name}: {there:,} of its {len(one.ids):,} customers are in this source")
    empty = [one.name for one in lists if one.ids and not found.get(one.name)]
    out.problems(
        Problem(
            code="list-empty",
            severity="warning",
            message=f"nobody of the list {name!r} is in this source",
            value=name,
            help="A list means people by the ids of the same source, or by pseudonyms of the same key.",
        )
        for name in empty
    )
    return listed
