"""A journey bound to its evidence: visits, episodes and passages, made once and asked by every measure.

The engine reads the events once to make the passages (one row an episode and step); they are kept as a temporary
table, and every measure is a small question to it. Only aggregates come out of the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Bound:
    """What measures ask.

    Attributes
    ----------
    visits
        One row a visit: key, touchpoint, occurred_us, person.
    passages
        One row an episode and step: episode, person, step, first_us, since_begin_us, previous (step) and wait_us, next
        (step, but for those that undo the journey), went_on, open, lost (exactly one of the three is true), late (null
        without a promise).
    episodes
        One row an episode: episode, person, case_id, begin_us, end_us, outcome, kind, events (from its first to its last), matched
        (those of them that its visits are made of).
    floor
        Numbers over fewer customers than this are not told. `person` is the customer, or the case where nobody
        knows whose it is.

    Where there are words and no events, walk, visits, episodes and passages are None.
    """

    evidence: Evidence
    journey: Journey
    walk: Walk | None
    visits: ir.Table
    episodes: ir.Table
    passages: ir.Table
    facts: SourceFacts
    floor: int
    source: str

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
    from footpath.mining import episodes, passages, visits

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
    seen = workspace.keep(_with_person(visits(workspace.events, walk, zone=zone), walk))
    walked = workspace.keep(_with_person(episodes(seen, workspace.events, walk, until_us=facts.to_us), walk))
    passed = workspace.keep(_with_neighbours(_with_person(passages(seen, walked, walk), walk), walked, walk))
    names = ", ".join(sorted(str(one.source.id) for one in evidence.prepared if one.events is not None))
    return Bound(evidence, journey, walk, seen, walked, passed, facts, floor, names)


def bind_words(evidence: Evidence, journey: Journey, *, floor: int) -> Bound:
    """Return the journey bound to words alone: remarks and answers that say what they are about."""
    return Bound(evidence, journey, None, None, None, None, evidence.workspace.facts, floor, "")


def _with_person(table: ir.Table, walk: Walk) -> ir.Table:
    """Return the table with whose it is: the customer, or the case where nobody knows whose that is (I2)."""
    import ibis

    if walk.follows == "customer":
        return table.mutate(person=table.customer_key)
    case: Any = ibis.literal("case ") + table.key
    return table.mutate(person=table.customer_key.cast("string").fill_null(case))


def _with_neighbours(passed: ir.Table, walked: ir.Table, walk: Walk) -> ir.Table:
    """Return passages with the step before and after in the same episode, and whether the walk went on from here.

    A step at which a journey is undone leads nowhere: whoever comes to it was lost at the step before (I11).
    """
    import ibis

    order = ibis.window(group_by="episode", order_by="position")
    joined = passed.join(walked.select("episode", "begin_us", "kind"), "episode")
    following: Any = joined.step.lead().over(order)
    undone = undoing(walk)
    table = joined.mutate(
        previous=joined.step.lag().over(order),
        wait_us=joined.first_us - joined.first_us.lag().over(order),
        next=_without(following, undone) if undone else following,
        since_begin_us=joined.first_us - joined.begin_us,
    )
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
