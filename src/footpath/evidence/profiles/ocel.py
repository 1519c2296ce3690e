"""OCEL 2.0: events of several objects. Which type of object is the case is guessed, and is one option to change."""

from __future__ import annotations

from footpath.evidence.guessing import names
from footpath.evidence.guessing.profile import ColumnProfile
from footpath.evidence.profiles.taking import Taking
from footpath.evidence.profiles.types import Profile

OBJECTS = "ocel:type:"


def _fits(columns: frozenset[str]) -> bool:
    return {"ocel:activity", "ocel:timestamp"} <= columns


def _take(take: Taking) -> None:
    take.role("event", "ocel:activity")
    take.role("time", "ocel:timestamp")
    objects = [
        column
        for name in take.names
        if name.startswith(OBJECTS) and (column := take.column(name)) is not None
    ]
    people = [c for c in objects if names.has(c.name.removeprefix(OBJECTS), names.CUSTOMER)]
    if people:
        take.role("customer", people[0].name, why="the type of objects that are people")
    things = [c for c in objects if c not in people] or objects
    if things:
        best = max(things, key=_rank)
        others = ", ".join(_named(c) for c in things if c is not best)
        why = "the type of objects that most events have one of" + (f"; others: {others}" if others else "")
        take.case(best, _named(best), why)
    take.leave("ocel:eid", "an event of several cases stands in each of them")
    for column in objects:
        if column.name not in take.state.used:
            take.leave(column.name, f"another type of objects; as the case: --case '{_named(column)}'")


def _named(column: ColumnProfile) -> str:
    """Return how a source names a type of objects: where events have several of it, each of them."""
    return column.name + ("[]" if any(value.startswith('["') for value, _ in column.top) else "")


def _rank(column: ColumnProfile) -> tuple[bool, float, bool]:
    """Return how well a type is the case: its name, how many events have exactly one of it, and that they come back."""
    single = sum(count for value, count in column.top if value.count('", "') == 0)
    total = sum(count for _, count in column.top) or 1
    return (
        names.has(column.name.removeprefix(OBJECTS), names.CASE),
        round(column.filled / (column.rows or 1) * single / total, 3),
        column.unique < 1,
    )


PROFILE = Profile(
    title="OCEL 2.0",
    fits=_fits,
    take=_take,
    help="Export the log as OCEL 2.0, in JSON, XML or SQLite.",
    note="An event that several cases share counts in each of them.",
)
