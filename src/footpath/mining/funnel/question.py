"""The question of the funnel: parameters, definition, columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from footpath.base import DAY, MINUTE, format_duration
from footpath.mining.chains import ChainStep, parse_pattern
from footpath.mining.chains.steps import check_steps
from footpath.mining.columns import floats, integers, texts
from footpath.mining.question import bad_parameter
from footpath.mining.walk import Walk
from footpath.mining.within import Of, Within, check_within, in_words
from footpath.rules import equals

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table

Order = Literal["then", "directly", "any"]
Count = Literal["latest", "first"]
Show = Literal["steps", "times", "lost"]
COLUMNS = ("step", "name", "count", "share_of_first", "share_of_previous", "low", "high", "median_s")


TIMES = (
    "step",
    "name",
    "count",
    "p10_s",
    "p25_s",
    "median_s",
    "p75_s",
    "p90_s",
    "step_median_s",
    "step_p90_s",
)
LOST = ("step", "name", "next", "count", "lost", "share", "low", "high", "median_s")

FunnelStep = ChainStep
"""A step of a funnel is a step of a chain."""


@dataclass(frozen=True)
class Funnel:
    """How many go from step to step (rules M60 to M69).

    Result: one row a step, in order: step int64 (from 1), name str, count int64 (customers, cases, sessions or episodes
    that came at least so far), share_of_first and share_of_previous float64 (null where there is nothing to share),
    low and high float64 (Wilson 95 % interval of share_of_first; null at the first step), median_s float64 (from the
    chain's start to this step; null at the first). Counts never rise; an optional step's are beside the row.

    With `by` (rules M131 to M134) each segment has such rows, segment str first: ``(all)``, then the segments, most first,
    the rest as ``(other)``, those without a value as ``(none)``. `show` says what is told:

    - ``times``: step, name, count, p10_s, p25_s, median_s, p75_s, p90_s float64? (from the chain's start),
      step_median_s, step_p90_s float64? (from the step before).
    - ``lost``: of those who came no further than a step, what came next: step, name, next str (``(end)``: nothing;
      ``(open)``: the window of their last start is not over; ``(other)``), count int64, lost int64 (all who came no
      further), share of these with low and high (Wilson 95 %), median_s float64? (until the next event).
    """

    steps: tuple[FunnelStep, ...]
    window_us: int | None = 7 * DAY
    order: Order = "then"
    count: Count = "latest"
    within: Within = "customer"
    gap_us: int = 30 * MINUTE
    walk: Walk | None = None
    of: Of = "event"
    zone: str = "UTC"
    hold: tuple[str, ...] = ()
    by: str | None = None
    top: int = 5
    show: Show = "steps"
    command: ClassVar[str] = "mine funnel"

    def __post_init__(self) -> None:
        check_within(self.within, self.walk)
        if not self.steps:
            raise bad_parameter("a funnel needs steps", "one or more, as in --steps view,basket,purchase")
        if self.order not in get_args(Order):
            raise bad_parameter(f"order cannot be {self.order!r}", ", ".join(get_args(Order)))
        if self.count not in get_args(Count):
            raise bad_parameter(f"count cannot be {self.count!r}", ", ".join(get_args(Count)))
        if self.window_us is not None and self.window_us < 0:
            raise bad_parameter("a window cannot be negative", "a duration such as 7d")
        if self.show not in get_args(Show):
            raise bad_parameter(f"show cannot be {self.show!r}", ", ".join(get_args(Show)))
        if self.top < 1:
            raise bad_parameter(f"top cannot be {self.top}", "1 or more")
        check_steps(self.steps, "a funnel")
        if self.order == "any" and not (
            all(step.is_plain for step in self.steps) and not self.hold and self.show == "steps"
        ):
            raise bad_parameter(
                "in any order there is no step before: no exclusions, optional steps, bounds, held properties, times or "
                "lost",
                "the order then or directly",
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the result's columns."""
        shown = {"steps": COLUMNS, "times": TIMES, "lost": LOST}[self.show]
        return shown if self.by is None else ("segment", *shown)

    @property
    def is_plain(self) -> bool:
        """Return whether nothing is asked but steps in an order inside a window: what every form can do."""
        told = self.hold or self.by is not None or self.show != "steps"
        return not told and all(step.is_plain for step in self.steps)

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one."""
        found: dict[str, str] = {}
        if not self.is_plain:
            return found
        if self.within in ("customer", "session"):
            found["trail"] = "footpath.mining.funnel.trail:trail"
        if self.order == "then":
            found["asof"] = "footpath.mining.funnel.asof:asof"
        return found

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        unit = {"customer": "customers", "case": "cases", "session": "sessions", "episode": "episodes"}[
            self.within
        ]
        chain = {
            "then": "in this order, others may stand between",
            "directly": "in this order, nothing between",
            "any": "in any order (step n: any n of them)",
        }[self.order]
        start = "the chain's first step" if self.order != "any" else "the first of them"
        window = (
            "without a window"
            if self.window_us is None
            else (f"all within {format_duration(self.window_us)} of {start}, the end included")
        )
        starts = (
            "The deepest level over all starts counts; times are those of the chain that came there first, from its "
            "latest start."
            if self.count == "latest"
            else "Only the first start counts."
        )
        return (
            f"How many {unit} came at least so far along {', '.join(str(step) for step in self.steps)}: {chain}, "
            f"{window}. {starts} One event is at most one step of a chain. {self._more_words(unit)}"
            f"{in_words(self.within, self.gap_us)} "
            "low and high: Wilson interval (95 %) of the share of the first step. median_s: elapsed time from the "
            "chain's start, interpolated linearly."
        )

    def _more_words(self, unit: str) -> str:
        """Return the sentences about what goes beyond the plain funnel."""
        words = []
        if not all(step.is_plain for step in self.steps):
            words.append(
                "!x may stand nowhere between the required steps around it; x? may be missing, and the share of the "
                "previous is of the required step before; a bound counts from the step before, its end included."
            )
        if self.hold:
            words.append(
                f"All steps of a chain have the same {' and '.join(self.hold)}; events without a value are no step; a "
                "start is looked for in each value."
            )
        if self.by is not None:
            words.append(
                f"Segments: the first value of {self.by} that the events of each of the {unit} have, the {self.top} most "
                "frequent; (other) are the rest, (none) those without one."
            )
        if self.show == "lost":
            words.append(
                f"next: what came directly after the deepest step, for the {unit} that came no further, the {self.top} "
                "most frequent; (open): the window of the last start is not over at the end of the data. low and high are "
                "of the share of these, median_s is the time until the next."
            )
        return " ".join([*words, ""]) if words else ""

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: one row with reached_N and median_N (us) for each step."""
        if not self.is_plain:
            from footpath.mining.funnel.extended import extended

            return extended(self, table)
        from footpath.mining.funnel.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return a row a step, with shares and intervals."""
        if not self.is_plain:
            from footpath.mining.funnel.views import view

            return view(self, rows)
        import pyarrow as pa

        from footpath.stats import share

        row = rows.to_pylist()[0]
        counts = [row[f"reached_{n}"] for n in range(1, len(self.steps) + 1)]
        shares = [share(count, counts[0]) if counts[0] else None for count in counts]
        medians = [row[f"median_{n}"] for n in range(1, len(self.steps) + 1)]
        return pa.table(
            {
                "step": integers(range(1, len(counts) + 1)),
                "name": texts([step.name for step in self.steps]),
                "count": integers(counts),
                "share_of_first": floats([s.value if s else None for s in shares]),
                "share_of_previous": floats(
                    [
                        _ratio(count, before)
                        for before, count in zip([counts[0], *counts], counts, strict=False)
                    ]
                ),
                "low": floats([None, *(s.low if s else None for s in shares[1:])]),
                "high": floats([None, *(s.high if s else None for s in shares[1:])]),
                "median_s": floats([None, *(None if m is None else m / 1e6 for m in medians[1:])]),
            }
        )


def _ratio(count: int, before: int) -> float | None:
    return count / before if before else None


def funnel(
    steps: str | Sequence[str | FunnelStep],
    *,
    window_us: int | None = 7 * DAY,
    order: Order = "then",
    count: Count = "latest",
    within: Within = "customer",
    gap_us: int = 30 * MINUTE,
    walk: Walk | None = None,
    of: Of = "event",
    zone: str = "UTC",
    hold: Sequence[str] = (),
    by: str | None = None,
    top: int = 5,
    show: Show = "steps",
) -> Funnel:
    """Return the question how many go from step to step.

    Parameters
    ----------
    steps
        Names of events (within episodes: of touchpoints or steps, as `of` says), or steps with rules of their own; or
        one text as `parse_pattern` reads it: ``view, !help, basket?, buy within 2d``. Its ``all within`` is the window.
    window_us
        The whole chain from its first step, the end included; None is no window.
    order
        ``then``: others may stand between; ``directly``: nothing between; ``any``: level n is n different steps
        inside one window. There an event is the first of the steps that it fits.
    count
        ``latest``: the deepest level over all starts; ``first``: of the first start alone.
    within
        What is counted, and what a chain stays inside.
    hold
        Properties whose value is the same in all steps of a chain.
    by
        A property: its values' segments side by side.
    top
        How many segments, and how many next events of the lost; the rest is ``(other)``.
    show
        ``steps``; ``times``: how long it takes; ``lost``: where those went who came no further.

    Raises
    ------
    BadInputError
        question-parameter, question-needs-walk, pattern-syntax.
    """
    column = "event" if within != "episode" else "name"
    if isinstance(steps, str):
        pattern = parse_pattern(steps, column=column)
        steps, window_us = pattern.steps, window_us if pattern.within_us is None else pattern.within_us
    made = tuple(s if isinstance(s, FunnelStep) else FunnelStep(s, equals(column, s)) for s in steps)
    return Funnel(made, window_us, order, count, within, gap_us, walk, of, zone, tuple(hold), by, top, show)
