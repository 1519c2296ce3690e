"""A walk's episodes and passages as tables of a workspace, made once: by a pass over the trail, or by the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from footpath.engines import HasTrail
from footpath.mining.walks.episodes import episodes
from footpath.mining.walks.passages import passages, placed_visits
from footpath.mining.walks.visits import visits

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.walk import Walk


@dataclass(frozen=True)
class WalkTables:
    """What a walk comes to.

    Attributes
    ----------
    touchpoints
        One row a touchpoint that was seen: touchpoint str, visits int64, people int64 (customers, or the cases of those
        whom nobody knows).
    episodes, passages
        As `episodes` and `passages` give them.
    placed
        A function that returns the visits of episodes that name a case and are at a step: case_id, step, episode, late,
        occurred_us, place.
    """

    touchpoints: Table
    episodes: Table
    passages: Table
    placed: Callable[[], Table]


def walk_tables(
    workspace: Workspace, walk: Walk, *, zone: str = "UTC", until_us: int | None = None
) -> WalkTables:
    """Return a walk as tables of the workspace; the events are read once.

    Parameters
    ----------
    until_us
        The end of the data; the last event's time where it is None.

    Raises
    ------
    EngineError
        Where the engine fails.
    """
    found = _on_trail(workspace, walk, zone, until_us)
    if found is not None:
        return found
    events: Any = workspace.events
    seen = workspace.keep(visits(events, walk, zone=zone))
    walked = workspace.keep(episodes(seen, events, walk, until_us=until_us))
    passed = workspace.keep(passages(seen, walked, walk))

    def placed() -> Table:
        every = placed_visits(seen, walked, walk)
        return every.filter(every.case_id.notnull() & every.step.notnull())

    return WalkTables(_touchpoints(seen, walk), walked, passed, placed)


def _touchpoints(seen: Table, walk: Walk) -> Table:
    known = seen.filter(seen.touchpoint.notnull())  # where only the rule of an end was met there is none
    known = known.mutate(person=person(known, walk))
    return known.group_by("touchpoint").agg(visits=known.count(), people=known.person.nunique())


def person(table: Table, walk: Walk) -> Table:
    """Return whose a row is: the customer, or the case where nobody knows whose that is."""
    import ibis

    if walk.follows == "customer":
        return table.customer_key
    return table.customer_key.cast("string").fill_null(ibis.literal("case ") + table.key)


def _on_trail(workspace: Workspace, walk: Walk, zone: str, until_us: int | None) -> WalkTables | None:
    if walk.follows != "customer" or not isinstance(workspace, HasTrail):
        return None
    view = workspace.view(zone=zone)
    if view is None:
        return None
    from footpath.mining.walks import trail_tables as made

    wanted = ["promised_us", "case_id"]
    if any(end.status is not None for end in walk.ends):
        wanted.append("case_status")
    events: Any = workspace.events
    has = [name for name in wanted if _holds(workspace, events, name)]
    until = view.trail.facts.to_us if until_us is None else until_us
    tables = made.walk_tables(view, walk, zone, until_us=until, has=has)
    if tables is None:
        return None

    def placed() -> Table:
        rows = made.placed(view, walk, zone, until_us=until, has=has)
        return workspace.load(rows)

    touchpoints, walked, passed = (workspace.load(table) for table in tables)
    return WalkTables(touchpoints, walked, passed, placed)


def _holds(workspace: Workspace, events: Any, name: str) -> bool:
    """Return whether a column of the events has any value; engines see at once that one is null throughout."""
    return bool(workspace.fetch(events.filter(events[name].notnull()).select(name).limit(1)).num_rows)
