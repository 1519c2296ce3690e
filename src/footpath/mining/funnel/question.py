"""The question of the funnel: parameters, definition, columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from footpath.base import DAY, MINUTE, format_duration
from footpath.mining.columns import floats, integers, texts
from footpath.mining.question import bad_parameter
from footpath.mining.walk import Walk
from footpath.mining.within import Of, Within, check_within, in_words
from footpath.rules import Rule, equals

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table

Order = Literal["then", "directly", "any"]
Count = Literal["latest", "first"]
COLUMNS = ("step", "name", "count", "share_of_first", "share_of_previous", "low", "high", "median_s")


@dataclass(frozen=True)
class FunnelStep:
    """A step of a funnel: its name, and the rule of the events that are it."""

    name: str
    when: Rule


@dataclass(frozen=True)
class Funnel:
    """How many go from step to step (rules M60 to M69).

    Result: one row a step, in order: step int64 (from 1), name str, count int64 (customers, cases, sessions or episodes
    that came at least so far), share_of_first and share_of_previous float64 (null where there is nothing to share),
    low and high float64 (Wilson 95 % interval of share_of_first; null at the first step), median_s float64 (from the
    chain's start to this step; null at the first). Counts never rise.
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
    command: ClassVar[str] = "mine funnel"
    columns: tuple[str, ...] = COLUMNS

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

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one; only the order ``then`` has any."""
        return {"asof": "footpath.mining.funnel.asof:asof"} if self.order == "then" else {}

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
            f"How many {unit} came at least so far along {', '.join(step.name for step in self.steps)}: {chain}, "
            f"{window}. {starts} One event is at most one step of a chain. {in_words(self.within, self.gap_us)} "
            "low and high: Wilson interval (95 %) of the share of the first step. median_s: elapsed time from the "
            "chain's start, interpolated linearly."
        )

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: one row with reached_N and median_N (us) for each step."""
        from footpath.mining.funnel.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return a row a step, with shares and intervals."""
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
    steps: Sequence[str | FunnelStep],
    *,
    window_us: int | None = 7 * DAY,
    order: Order = "then",
    count: Count = "latest",
    within: Within = "customer",
    gap_us: int = 30 * MINUTE,
    walk: Walk | None = None,
    of: Of = "event",
    zone: str = "UTC",
) -> Funnel:
    """Return the question how many go from step to step.

    Parameters
    ----------
    steps
        Names of events (within episodes: of touchpoints or steps, as `of` says), or steps with rules of their own.
    window_us
        The whole chain from its first step, the end included; None is no window.
    order
        ``then``: others may stand between; ``directly``: nothing between; ``any``: level n is n different steps
        inside one window. There an event is the first of the steps that it fits.
    count
        ``latest``: the deepest level over all starts; ``first``: of the first start alone.
    within
        What is counted, and what a chain stays inside.

    Raises
    ------
    BadInputError
        question-parameter, question-needs-walk.
    """
    column = "event" if within != "episode" else "name"
    made = tuple(s if isinstance(s, FunnelStep) else FunnelStep(s, equals(column, s)) for s in steps)
    return Funnel(made, window_us, order, count, within, gap_us, walk, of, zone)
