"""A journey bound to its evidence: visits, episodes and passages, made once and asked by every measure.

The engine reads the events once to make the passages (one row an episode and step); they are kept as a temporary
table, and every measure is a small question to it. Only aggregates come out of the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from footpath.atlas import Journey, MeasureRow
from footpath.base import BadInputError, Problem, us_to_datetime

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from footpath.engines import SourceFacts
    from footpath.insight.bind.evidence import Evidence
    from footpath.mining import Walk

_SURE = 200
"""So many persons by estimate are more than any floor in use: estimates are off by a few in a hundred."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What measures ask.

    Attributes
    ----------
    touchpoints
        One row a touchpoint that was seen: touchpoint, visits, people.
    passages
        One row an episode and step: episode, person, step, first_us, since_begin_us, previous (step) and wait_us, next
        (step, but for those that undo the journey), went_on, open, lost (exactly one of the three is true), late (null
        without a promise).
    placed
        A function that returns the visits of episodes that name a case and are at a step.
    episodes
        One row an episode: episode, person, case_id, begin_us, end_us, outcome, kind, events (from its first to its last), matched
        (those of them that its visits are made of).
    floor
        Numbers over fewer customers than this are not told. `person` is the customer, or the case where nobody
        knows whose it is.

    Where there are words and no events, walk, touchpoints, episodes, passages and placed are None.
    """

    evidence: Evidence
    journey: Journey
    walk: Walk | None
    touchpoints: ir.Table
    episodes: ir.Table
    passages: ir.Table
    placed: Callable[[], ir.Table]
    facts: SourceFacts
    floor: int
    source: str
    _known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, made: Callable[[], Any]) -> Any:
        """Return what several measures ask alike, found when the first of them asks."""
        if name not in self._known:
            self._known[name] = made()
        return self._known[name]

    def groups(self, table: ir.Table, by: Sequence[str], **numbers: Any) -> list[dict[str, Any]]:
        """Return a row a group of a table with the numbers asked for, and `people`: how many persons stand behind it.

        A floor asks no more than whether those are enough, and counting different persons costs more than all else. So
        they are estimated, and counted where the estimate is not far beyond the floor: what is hidden is right, `people`
        of large groups is about right.
        """
        grouped = table.group_by(list(by)) if by else table
        rows = self.fetch(grouped.aggregate(**numbers, people=table.person.approx_nunique()))
        few = [row for row in rows if row["people"] < max(_SURE, 4 * self.floor)]
        if not few:
            return rows
        counted = self._people(table, by, few)
        for row in few:
            row["people"] = counted[tuple(row[name] for name in by)]
        return rows

    def _people(
        self, table: ir.Table, by: Sequence[str], rows: Sequence[dict[str, Any]]
    ) -> dict[tuple[Any, ...], int]:
        """Return how many different persons stand behind each of some groups."""
        if not by:
            return {(): int(self.fetch(table.aggregate(n=table.person.nunique()))[0]["n"])}
        import pyarrow as pa

        few = self.evidence.workspace.load(
            pa.table({f"few_{name}": pa.array([row[name] or "" for row in rows], pa.string()) for name in by})
        )
        alike = [table[name].fill_null("") == few[f"few_{name}"] for name in by]
        joined = table.inner_join(few, alike)
        counted = self.fetch(joined.group_by(list(by)).aggregate(n=joined.person.nunique()))
        return {tuple(row[name] for name in by): int(row["n"]) for row in counted}

    def fetch(self, expression: ir.Table) -> list[dict[str, Any]]:
        """Return the rows of a small aggregate as dictionaries."""
        rows = self.evidence.workspace.fetch(expression).to_pylist()
        return [{name: _plain(value) for name, value in row.items()} for row in rows]

    @property
    def period(self) -> tuple[date | None, date | None]:
        """Return the first and the last day of the events, in the atlas's zone."""
        zone = self.evidence.settings["zone"]
        return day(self.facts.from_us, zone), day(self.facts.to_us, zone)

    def row(
        self,
        on: str,
        id_: str,
        measure: str,
        value: float | None,
        unit: str,
        n: int,
        *,
        low: float | None = None,
        high: float | None = None,
        among: str = "",
        customers: int | None = None,
        source: str | None = None,
    ) -> MeasureRow:
        """Return a measure's row, empty where it is over fewer customers than the floor.

        `customers` is how many people stand behind the number, where that is not `n`.
        """
        first, last = self.period
        people = n if customers is None else customers
        hidden = 0 < people < self.floor
        return MeasureRow(
            on=on,  # type: ignore[arg-type]  # checked by pydantic; callers pass literals
            id=id_,
            measure=measure,
            value=None if hidden else value,
            unit=unit,
            n=0 if hidden else n,
            low=None if hidden else low,
            high=None if hidden else high,
            from_=first,
            to=last,
            source=self.source if source is None else source,
            among=among,
            floor=hidden,
        )


def bind(evidence: Evidence, journey: Journey, walk: Walk, *, floor: int) -> Bound:
    """Return the journey bound to the evidence; reads the events once.

    Raises
    ------
    BadInputError
        Where the sources hold no events (nothing-to-count).
    """
    from footpath.mining import walk_tables

    workspace = evidence.workspace
    if workspace.events is None:
        raise BadInputError(
            Problem(
                code="nothing-to-count",
                message=f"the sources of journey {journey.id} hold no events",
                help="Add an export with a time in each row: orders with their dates, clicks, tickets.",
            )
        )
    facts = workspace.facts
    zone = evidence.settings["zone"]
    found = walk_tables(workspace, walk, zone=zone, until_us=facts.to_us)
    names = ", ".join(sorted(str(one.source.id) for one in evidence.prepared if one.events is not None))
    return Bound(
        evidence,
        journey,
        walk,
        found.touchpoints,
        _with_person(found.episodes, walk),
        _going_on(_with_person(found.passages, walk), walk),
        found.placed,
        facts,
        floor,
        names,
    )


def bind_words(evidence: Evidence, journey: Journey, *, floor: int) -> Bound:
    """Return the journey bound to words alone: remarks and answers that say what they are about."""
    return Bound(evidence, journey, None, None, None, None, _nothing, evidence.workspace.facts, floor, "")


def _nothing() -> ir.Table:
    raise LookupError("words alone have no visits")


def _with_person(table: ir.Table, walk: Walk) -> ir.Table:
    """Return the table with whose it is: the customer, or the case where nobody knows whose that is (I2)."""
    from footpath.mining import person

    return table.mutate(person=person(table, walk))


def _going_on(passed: ir.Table, walk: Walk) -> ir.Table:
    """Return passages with `next`, and whether the walk went on from here, is open, or was lost.

    A step at which a journey is undone leads nowhere: whoever comes to it was lost at the step before (I11).
    """
    undone = undoing(walk)
    following: Any = passed.following
    table = passed.mutate(next=_without(following, undone) if undone else following)
    went_on = table.next.notnull() | (table.kind == "wanted")
    is_open = ~went_on & (table.kind == "censored")
    return table.mutate(went_on=went_on, open=is_open, lost=~went_on & ~is_open)


def undoing(walk: Walk) -> frozenset[str]:
    """Return the steps at which nothing stands but unwanted ends."""
    ends = {end.touchpoint for end in walk.ends if end.kind == "unwanted" and end.touchpoint}
    return frozenset(step.id for step in walk.steps if step.touchpoints and ends.issuperset(step.touchpoints))


def _without(step: Any, undone: frozenset[str]) -> Any:
    import ibis

    return ibis.ifelse(step.isin(sorted(undone)), ibis.null("string"), step)


def _plain(value: Any) -> Any:
    """Return an engine's number as a Python one: sums of integers come back as decimals."""
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value


def day(us: int | None, zone: str) -> date | None:
    """Return the day of an instant in a zone."""
    from zoneinfo import ZoneInfo

    return None if us is None else us_to_datetime(us).astimezone(ZoneInfo(zone)).date()
