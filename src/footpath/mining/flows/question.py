"""The question of flows: parameters, definition, columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from footpath.base import MINUTE
from footpath.mining.chains import ChainStep, step_of
from footpath.mining.columns import integers, texts
from footpath.mining.question import bad_parameter
from footpath.mining.walk import Walk
from footpath.mining.within import Of, Within, check_within, in_words

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table

COLUMNS = ("step", "from", "to", "customers", "occurrences")
MOST_STEPS = 50


@dataclass(frozen=True)
class Flows:
    """Who goes where, step by step (rules M124 and M125).

    Result: one row a flow: step int64 (1, 2, 3 ... onward from the start; -1, -2, -3 ... back from the end, the
    earliest first), from str, to str, customers int64 (distinct), occurrences int64 (walks); in a step most first,
    equal ones by name. Names beyond the `top` of a column are ``(other)``; where a walk is over stands ``(end)``, where
    one had not begun ``(begin)``.
    """

    start: ChainStep | None = None
    end: ChainStep | None = None
    backward: bool = False
    steps: int = 5
    top: int = 10
    within: Within = "customer"
    gap_us: int = 30 * MINUTE
    walk: Walk | None = None
    of: Of = "event"
    fold: bool = False
    loops: bool = True
    zone: str = "UTC"
    command: ClassVar[str] = "mine flows"
    columns: ClassVar[tuple[str, ...]] = COLUMNS

    def __post_init__(self) -> None:
        check_within(self.within, self.walk)
        if not 1 <= self.steps <= MOST_STEPS:
            raise bad_parameter(f"steps cannot be {self.steps}", f"1 to {MOST_STEPS}")
        if self.top < 1:
            raise bad_parameter(f"top cannot be {self.top}", "1 or more")
        if self.backward and self.start is not None:
            raise bad_parameter("flows from a start go forward", "an end to look back from, or no backward")

    @property
    def is_backward(self) -> bool:
        """Return whether the flows lead back from an end."""
        return self.start is None and (self.backward or self.end is not None)

    @property
    def is_between(self) -> bool:
        """Return whether the flows are those from a start to an end."""
        return self.start is not None and self.end is not None

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one: a trail is in the order of customers."""
        if self.within not in ("customer", "session"):
            return {}
        return {"trail": "footpath.mining.flows.trail:trail"}

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        unit = {"customer": "customer", "case": "case", "session": "session", "episode": "episode"}[
            self.within
        ]
        if self.is_between and self.start is not None and self.end is not None:
            walks = (
                f"from a {unit}'s first {self.start.name} to the first {self.end.name} after it; "
                "walks that never come there are left out"
            )
        elif self.start is not None:
            walks = f"onward from a {unit}'s first {self.start.name}"
        elif self.end is not None:
            walks = f"back from a {unit}'s last {self.end.name}"
        else:
            walks = f"back from a {unit}'s end" if self.backward else f"onward from a {unit}'s beginning"
        loops = "" if self.loops else " The same name several times in a row stands once."
        return (
            f"Who goes where, step by step, {walks}, {self.steps} steps far. Each {unit} is one walk (occurrences); "
            f"customers are distinct. Of each step the {self.top} names with most walks are shown, the others are "
            f"(other): all walks are counted, none is left out for being rare.{loops} "
            f"{in_words(self.within, self.gap_us, fold=self.fold)}"
        )

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form."""
        from footpath.mining.flows.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the rows, each from left to right."""
        import pyarrow as pa

        found: list[dict[str, Any]] = rows.to_pylist()
        for row in found:
            sides = ("far", "near") if self.is_backward else ("near", "far")
            row["from"], row["to"] = (row[side] for side in sides)
            row["step"] = -row["step"] if self.is_backward else row["step"]
        found.sort(key=lambda row: (row["step"], -row["occurrences"], row["from"], row["to"]))
        make = {"from": texts, "to": texts}
        return pa.table({name: make.get(name, integers)([row[name] for row in found]) for name in COLUMNS})


def flows(
    *,
    start: str | ChainStep | None = None,
    end: str | ChainStep | None = None,
    backward: bool = False,
    steps: int = 5,
    top: int = 10,
    within: Within = "customer",
    gap_us: int = 30 * MINUTE,
    walk: Walk | None = None,
    of: Of = "event",
    fold: bool = False,
    loops: bool = True,
    zone: str = "UTC",
) -> Flows:
    """Return the question who goes where, step by step.

    Parameters
    ----------
    start, end
        A name, or a ``{rule}``. From `start` the flows lead onward from its first event; to `end` alone they lead back
        from its last; from `start` to `end` they are what happens between. With neither they lead onward from the
        beginning, `backward` from the end.
    steps
        How many steps far.
    top
        How many names a step shows; the rest is ``(other)``.
    within, gap_us, walk, of, fold
        As for `transitions`.
    loops
        False takes the same name several times in a row as once, sessions or not.

    Raises
    ------
    BadInputError
        question-parameter, question-needs-walk, pattern-syntax.
    """
    column = "event" if within != "episode" else "name"
    one, other = (step_of(s, column=column) if isinstance(s, str) else s for s in (start, end))
    return Flows(one, other, backward, steps, top, within, gap_us, walk, of, fold, loops, zone)
