"""The question what goes with conversion: parameters, definition, columns."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from footpath.base import DAY, format_duration
from footpath.mining.columns import floats, integers, texts
from footpath.mining.named import Named, named
from footpath.mining.part import Part, part_of
from footpath.mining.question import bad_parameter

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import ArrowTable, Table
    from footpath.mining.result import Result
    from footpath.rules import Rule

COLUMNS = (
    "property",
    "value",
    "customers_with",
    "customers_without",
    "rate_with",
    "rate_without",
    "difference",
    "low",
    "high",
    "p",
    "q",
    "tests",
)
FOUND = 0.05


@dataclass(frozen=True)
class Conversion:
    """What goes with reaching a goal (rules M180 to M186): associations, not effects.

    Result: one row an event name (property ``event``) or property value that was looked at, the least q first, then the
    largest difference, then by name: property str, value str, customers_with and customers_without int64 (who had it
    before the goal, or, without one, within the window), rate_with and rate_without float64 (share of them who
    reached the goal, 0..1), difference float64 with low and high (95 % interval), p and q float64 (q up to 0.05 holds
    false discoveries to 5 %), tests int64 (over how many rows q is held, the same in all).
    """

    goal: Named
    window_us: int = 30 * DAY
    properties: tuple[str, ...] | None = None
    least: int = 100
    early_us: int | None = None
    part: Part = field(default_factory=Part)
    known: tuple[str, ...] | None = field(default=None, compare=False, repr=False)
    command: ClassVar[str] = "mine conversion"
    columns: ClassVar[tuple[str, ...]] = COLUMNS
    notes: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        if self.window_us <= 0:
            raise bad_parameter("a window is longer than nothing", "a duration such as 30d")
        if self.early_us is not None and not 0 < self.early_us <= self.window_us:
            raise bad_parameter(
                "what is early lies inside the window", "a duration such as 1d, up to the window"
            )
        if self.least < 1:
            raise bad_parameter(f"least cannot be {self.least}", "1 or more")

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one: a trail does not know which columns there are."""
        if self.properties is None and self.known is None:
            return {}
        return {"trail": "footpath.mining.conversion.trail:trail"}

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        looked = "all texts and yes-or-no values" if self.properties is None else ", ".join(self.properties)
        window = format_duration(self.window_us)
        if self.early_us is None:
            when = (
                f"A customer is looked at from their first event up to, and without, the instant of the first "
                f"{self.goal.name}; one who does not reach it, for {window}. Who reaches it soon has less time for other "
                "things: looking at an early part alone takes that away."
            )
        else:
            when = (
                f"Looked at is the first {format_duration(self.early_us)} of each customer, the end not included, of "
                f"those who have not reached {self.goal.name} by then."
            )
        return (
            f"What customers had before they reached {self.goal.name} ({self.goal.when}), and how many of those with it "
            f"and without it reached it within {window} of their first event, the end included. {when} Left out are "
            "customers whose window is not over at the end of the data, those whose goal came with their first event, "
            "and events without a customer. Looked at: events, and of properties "
            f"{looked}, each where at least {self.least} customers have it and at least {self.least} have not. low and "
            "high: Newcombe's interval (95 %) of the difference. p: Fisher's exact test where by chance a cell holds "
            "fewer than 5, else the score test. q: p adjusted by Benjamini and Hochberg over all rows: of those with q "
            f"up to {FOUND} at most 5 % are found by chance. These are associations: what makes customers reach the "
            "goal, an experiment tells."
        )

    def looked(self, workspace: Workspace, *, where: Rule | None, zone: str) -> Conversion:
        """Return the question with the part asked for; the data end where those of the whole source do."""
        from footpath.mining.conversion.portable import looked_at

        events = workspace.events
        known = None if events is None or self.properties is not None else looked_at(self, events)
        return dataclasses.replace(self, part=part_of(workspace, where, zone), known=known)

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: counts of customers, and of goals, by what they had before."""
        from footpath.mining.conversion.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the rates, differences, and what of them is more than chance."""
        import pyarrow as pa

        from footpath.stats import benjamini_hochberg, difference_of_shares, shares_differ

        found: list[dict[str, Any]] = []
        every = rows.to_pylist()
        total, goals = _whole(every)
        for row in every:
            if row["property"] is None:
                continue
            n, hits = row["customers"], row["goals"]
            other, other_hits = total - n, goals - hits
            estimate = difference_of_shares(hits, n, other_hits, other)
            found.append(
                {
                    "property": row["property"],
                    "value": row["value"],
                    "customers_with": n,
                    "customers_without": other,
                    "rate_with": hits / n,
                    "rate_without": other_hits / other,
                    "difference": estimate.value,
                    "low": estimate.low,
                    "high": estimate.high,
                    "p": shares_differ(hits, n, other_hits, other).p,
                    "tests": 0,
                }
            )
        for row, q in zip(found, benjamini_hochberg([row["p"] for row in found]), strict=True):
            row["q"], row["tests"] = q, len(found)
        found.sort(key=lambda r: (r["q"], r["p"], -abs(r["difference"]), r["property"], r["value"]))
        kinds: dict[str, Any] = dict.fromkeys(COLUMNS, floats) | {"property": texts, "value": texts}
        kinds |= dict.fromkeys(("customers_with", "customers_without", "tests"), integers)
        return pa.table({name: kinds[name]([row[name] for row in found]) for name in COLUMNS})

    def complete(self, result: Result, rows: ArrowTable) -> Result:
        """Return the result with who was looked at, who was left out, and how much was found."""
        from footpath.mining.conversion.portable import AT_ONCE, OPEN

        every = rows.to_pylist()
        total, goals = _whole(every)
        left = {row["value"]: row["customers"] for row in every if row["property"] is None}
        answers = result.to_dicts()
        said = [
            f"{total:,} customers, {goals:,} of whom reached the goal; looked at {len(answers)} events and values, "
            f"{sum(row['q'] <= FOUND for row in answers)} of them with q up to {FOUND}."
        ]
        if left.get(OPEN):
            said.append(
                f"{left[OPEN]:,} customers are left out: their window is not over at the end of the data."
            )
        if left.get(AT_ONCE):
            early = (
                "with their first event"
                if self.early_us is None
                else f"in their first {format_duration(self.early_us)}"
            )
            said.append(f"{left[AT_ONCE]:,} customers are left out: the goal came {early}.")
        return dataclasses.replace(result, notes=(*said, *result.notes))


def _whole(rows: list[dict[str, Any]]) -> tuple[int, int]:
    """Return how many customers were looked at, and how many of them reached the goal."""
    from footpath.mining.conversion.portable import ALL

    for row in rows:
        if row["property"] is None and row["value"] == ALL:
            return row["customers"], row["goals"]
    return 0, 0


def conversion(
    goal: str | Named,
    *,
    window_us: int = 30 * DAY,
    properties: Sequence[str] | None = None,
    least: int = 100,
    early_us: int | None = None,
) -> Conversion:
    """Return the question what goes with reaching a goal.

    Parameters
    ----------
    goal
        An event by its name, ``NAME: RULE``, or a named rule.
    window_us
        The goal counts for so long after a customer's first event, and what comes before it.
    properties
        The columns of events whose values are looked at; None is all texts and yes-or-no values but ids and the status
        of a case, which is of today.
    least
        So many customers have to have something, and so many not, for it to be looked at.
    early_us
        Look at this first part of each customer alone, and at those who have not reached the goal in it.

    Raises
    ------
    BadInputError
        question-parameter, and what `rule` raises.
    """
    looked = None if properties is None else tuple(properties)
    return Conversion(named(goal), window_us, looked, least, early_us)
