"""The customers behind a count, as a file (``--who FILE --cell step=2``)."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem, UsageError

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.mining import Question
    from footpath.rules import Rule


def cell_of(args: argparse.Namespace) -> dict[str, str] | None:
    """Return which count is meant, or None where nobody asks who is behind one."""
    asks = args.who is not None or args.save is not None
    if args.who is None and (args.label or args.own_ids):
        raise UsageError(
            Problem(
                code="bad-option",
                message="--label and --own-ids are of a list of customers",
                expected="--who customers.csv with them",
            )
        )
    if not asks and not args.cell:
        return None
    parts = [text.partition("=") for text in args.cell]
    if not asks or not parts or not all(name and sign for name, sign, _ in parts):
        raise UsageError(
            Problem(
                code="bad-option",
                message="--who (or --save) needs the count that is meant, and --cell the file to write",
                expected="--who customers.csv --cell step=2, or --cell from=view --cell to=basket",
            )
        )
    return {name.strip(): value.strip() for name, _, value in parts}


def labels_of(args: argparse.Namespace) -> dict[str, str]:
    """Return the columns that ``--label`` adds."""
    parts = [text.partition("=") for text in args.label]
    if not all(name.strip() and sign for name, sign, _ in parts):
        raise UsageError(
            Problem(
                code="bad-option",
                message="--label names a column and its value",
                value=", ".join(args.label),
                expected="lost_at=payment",
            )
        )
    return {name.strip(): value.strip() for name, _, value in parts}


def who_is_behind(
    question: Question,
    workspace: Workspace,
    cell: Mapping[str, str],
    where: Rule | None,
    zone: str,
    floor: int | None,
) -> Any:
    """Return the customers as an Arrow table; BadInputError where they are fewer than the floor."""
    from footpath.mining import who

    people = who(question, workspace, cell, where=where, zone=zone)
    if floor is not None and people.num_rows < floor:
        raise BadInputError(
            Problem(
                code="count-under-floor",
                message=f"fewer than {floor} are behind {in_words(cell)}, and --floor hides such counts",
                help="Ask of a larger count.",
            )
        )
    return people


def quoted_ids(people: Any, path: Path) -> list[Problem]:
    """Return a warning where ids of a CSV would be formulas to a spreadsheet, and so have an apostrophe before them."""
    if path.suffix.lower() != ".csv":
        return []
    quoted = [
        value for name in people.column_names for value in people[name].to_pylist() if _cell(value) != value
    ]
    if not quoted:
        return []
    return [
        Problem(
            code="id-like-formula",
            severity="warning",
            message=f"{len(quoted):,} ids would be formulas to a spreadsheet and have an apostrophe before them",
            value=quoted[0],
            help="Write .json or .parquet to have them exactly as they are.",
        )
    ]


def _cell(value: Any) -> Any:
    if not isinstance(value, str) or value[:1] not in ("=", "+", "-", "@", "\t", "\r"):
        return value
    try:
        float(value)
    except ValueError:
        return "'" + value
    return value


def in_words(cell: Mapping[str, str]) -> str:
    """Return a count as it was named."""
    return ", ".join(f"{name}={value}" for name, value in cell.items())


def bytes_of(people: Any, path: Path) -> bytes:
    """Return the file that its ending says. Ids stand in it exactly as they are, but for formulas in a CSV."""
    ending = path.suffix.lower()
    if ending == ".csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(people.column_names)
        columns = ([_cell(value) for value in people[name].to_pylist()] for name in people.column_names)
        writer.writerows(zip(*columns, strict=True))
        return out.getvalue().encode("utf-8")
    if ending == ".json":
        return json.dumps(people.to_pylist(), ensure_ascii=False, indent=2).encode("utf-8")
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(people, sink)
    return sink.getvalue()
