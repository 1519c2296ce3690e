"""Segments side by side: each group (a customer, a session ...) in the segment of the first value that its events have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import ibis

from footpath.base import BadInputError, Problem, did_you_mean
from footpath.mining.paths.question import OTHER

if TYPE_CHECKING:
    from footpath.engines.types import Table

sql: Any = ibis

ALL = "(all)"
NONE = "(none)"
_LAST = {ALL: 0, OTHER: 2, NONE: 3}


def check_properties(table: Table, names: Sequence[str]) -> None:
    """Raise BadInputError (rule-unknown-column) for each name that is no column."""
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise BadInputError(
            *(
                Problem(
                    code="rule-unknown-column",
                    message=f"the events have no column {name!r}",
                    value=name,
                    help=did_you_mean(name, table.columns, what="there are"),
                )
                for name in missing
            )
        )


def with_segments(table: Table, placed: Table, keys: Sequence[str], by: str) -> Table:
    """Return a table with segment str: of each row's group the first value of a property; ``(none)`` without one.

    Parameters
    ----------
    table
        Rows with the keys.
    placed
        All rows of the groups, with the keys, place and the property.
    """
    value = placed[by].cast("string")
    valued = placed.group_by(list(keys)).agg(
        segment=value.argmin(placed.place, where=value.notnull() & (value != ""))
    )
    joined = table.left_join(valued, list(keys))
    return joined.select(*table.columns, segment=joined.segment.fill_null(NONE))


def with_most_frequent(
    table: Table, name: str, top: int, *, within: Sequence[str] = (), stays: Sequence[str] = (NONE,)
) -> Table:
    """Return the table with all but the `top` most frequent values of a column as ``(other)``, equal ones by name.

    `within` names columns in each of whose values apart is counted; what `stays` is neither counted nor renamed.
    """
    counted = table.filter(~table[name].isin(stays))
    sums = counted.group_by([*within, name]).agg(times_seen=counted.count())
    order = [sums.times_seen.desc(), sums[name].asc()]
    ranked = sums.mutate(rank=sql.row_number().over(sql.window(group_by=list(within), order_by=order)))
    kept = ranked.filter(ranked["rank"] < top)
    kept = kept.select(**{f"kept_{column}": kept[column] for column in (*within, name)})
    # By names: of columns of a table and of one made from it Ibis would take both for the latter's.
    joined = table.view().left_join(kept, [(column, f"kept_{column}") for column in (*within, name)])
    columns = {column: joined[column] for column in table.columns}
    is_shown = joined[f"kept_{name}"].notnull() | joined[name].isin(stays)
    columns[name] = sql.ifelse(is_shown, joined[name], OTHER)
    return joined.select(**columns)


def order_of_segment(segment: str, size: int) -> tuple[int, int, str]:
    """Return the sort key of segments: all, then the largest first, then the rest and those without a value."""
    return _LAST.get(segment, 1), -size, segment
