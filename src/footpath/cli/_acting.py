"""What is done with the customers behind a count: a file of them, labels for another tool, a list that is kept."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem, Settings, state_folder, write_whole
from footpath.cli import _sources
from footpath.cli._output import Output
from footpath.cli._who import bytes_of, in_words, labels_of, quoted_ids

if TYPE_CHECKING:
    from footpath.atlas import Source


@dataclass(frozen=True)
class Origin:
    """Where the events come from: their source, as it is read, what it is called, and where its files start from."""

    source: Source
    name: str
    root: Path


def act(
    args: argparse.Namespace,
    out: Output,
    people: Any,
    *,
    cell: Mapping[str, str],
    origin: Origin,
    settings: Settings,
) -> int:
    """Write the file, keep the list, and say both."""
    labels = labels_of(args)
    out.put(cell=dict(cell), customers=people.num_rows)
    if args.save is not None:
        _keep(args, out, people, cell=cell, origin=origin)
    if args.who is None:
        return 0
    made = _with_own_ids(people, args, out, cell, origin, settings) if args.own_ids else people
    if labels:
        made = _labelled(made, labels, origin, own=args.own_ids or not origin.source.pseudonyms)
    write_whole(args.who, bytes_of(made, args.who))
    out.problems(quoted_ids(made, args.who))
    out.made(args.who, f"{made.num_rows:,} behind {in_words(cell)}")
    return 0


def _keep(
    args: argparse.Namespace, out: Output, people: Any, *, cell: Mapping[str, str], origin: Origin
) -> None:
    from footpath.evidence import keep_list

    if "customer" not in people.column_names:
        raise BadInputError(
            Problem(
                code="count-of-cases",
                message="cases are counted, and a list holds customers",
                help="Ask within customers, or write the cases with --who.",
            )
        )
    ids = {id_ for id_ in people["customer"].to_pylist() if id_ is not None}
    told = {"question": f"mine {args.verb}", "count": in_words(cell), "source": origin.name}
    path = keep_list(args.save, ids, told=told)
    out.made(
        path,
        f"{len(ids):,} customers, as pseudonyms; --list {args.save} asks by them, deleting the file forgets them",
    )


def _with_own_ids(
    people: Any,
    args: argparse.Namespace,
    out: Output,
    cell: Mapping[str, str],
    origin: Origin,
    settings: Settings,
) -> Any:
    """Return the rows with customers' own ids in place of pseudonyms, and write down that they were looked up."""
    if not origin.source.pseudonyms or "customer" not in people.column_names:
        return people
    import pyarrow as pa

    from footpath.engines import own_ids

    names = people["customer"].to_pylist()
    with out.progress(f"reading the ids of {origin.name} again"):
        known = own_ids(
            origin.source,
            origin.root,
            {name for name in names if name is not None},
            zone=settings["zone"],
            limits=_sources.limits_of(settings),
            memory=settings["memory"],
        )
    missing = sum(name not in known for name in names)
    if missing:
        raise BadInputError(
            Problem(
                code="own-ids-missing",
                message=f"{missing:,} of {len(names):,} customers were not found in the source again",
                help="Its files, or the key of the pseudonyms, have changed: run footpath listen check.",
            )
        )
    _log(args, people.num_rows, cell, origin)
    out.aside(
        f"own ids of {len(set(names)):,} customers of {origin.name} were looked up in the source; written down in "
        f"{_log_file()}"
    )
    place = people.column_names.index("customer")
    own = pa.array([known.get(name) for name in names], pa.string())
    made = people.set_column(place, "customer", own)
    return made.sort_by([(name, "ascending") for name in made.column_names])


def _labelled(people: Any, labels: Mapping[str, str], origin: Origin, *, own: bool) -> Any:
    """Return one row a customer (or case): their id, called as in the source where it is their own, and the labels."""
    import pyarrow as pa

    by = "customer" if "customer" in people.column_names else "case"
    column = {"customer": origin.source.customer, "case": origin.source.case}[by]
    name = column if column and (own or by == "case") else by
    if name in labels:
        raise BadInputError(
            Problem(
                code="bad-option",
                message=f"the label {name!r} is called like the column of ids",
                value=name,
                expected="another name",
            )
        )
    ids = list(dict.fromkeys(id_ for id_ in people[by].to_pylist() if id_ is not None))
    return pa.table(
        {name: pa.array(ids, pa.string())} | {one: [value] * len(ids) for one, value in labels.items()}
    )


def _log_file() -> Path:
    return state_folder() / "own-ids.log"


def _log(args: argparse.Namespace, rows: int, cell: Mapping[str, str], origin: Origin) -> None:
    told = {
        "at": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "source": origin.name,
        "question": f"mine {args.verb}",
        "count": in_words(cell),
        "rows": rows,
        "file": str(args.who.resolve()),
    }
    with _log_file().open("a", encoding="utf-8") as file:
        file.write(json.dumps(told, ensure_ascii=False) + "\n")
