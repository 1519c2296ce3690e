"""The order of a customer's events: by time, then the source's sequence, then arrival (rule M1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from footpath.engines.types import Table


def ordering(table: Table) -> tuple[str, ...]:
    """Return the columns that order a customer's rows, most telling first; together they order totally.

    A table of an engine without arrival is ordered by event_id and event instead, as bytes.
    """
    names = ["occurred_us"]
    if "sequence" in table.columns:
        names.append("sequence")
    names.extend(["arrival"] if "arrival" in table.columns else ["event_id", "event"])
    return tuple(names)


def order_keys(table: Table) -> list[Any]:
    """Return `ordering` as sort keys; an event without a sequence stands after those that have one."""
    return [table[name].asc(nulls_first=False) for name in ordering(table)]
