"""A step of a chain: which events it is, and what must hold between it and the step before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from footpath.base import format_duration
from footpath.mining.question import bad_parameter
from footpath.rules import Rule


@dataclass(frozen=True)
class ChainStep:
    """A step of a chain or of a funnel: its name, and the rule of the events that are it.

    Attributes
    ----------
    optional
        It may be passed over; never the first or the last.
    directly
        Nothing stands between it and the step before.
    within_us
        At most this much time after the step before, the end included; None is no bound.
    without
        What may not stand between: (name, rule) each. It holds for the whole stretch between the required steps
        around it.
    """

    name: str
    when: Rule
    optional: bool = False
    directly: bool = False
    within_us: int | None = None
    without: tuple[tuple[str, Rule], ...] = ()

    @property
    def is_plain(self) -> bool:
        """Return whether the step asks nothing but its rule."""
        return not (self.optional or self.directly or self.without or self.within_us is not None)

    def __str__(self) -> str:
        text = "directly " * self.directly + self.name + "?" * self.optional
        if self.within_us is not None:
            text += f" within {format_duration(self.within_us)}"
        return ", ".join([*(f"!{name}" for name, _ in self.without), text])


def check_steps(steps: Sequence[ChainStep], what: str) -> None:
    """Raise BadInputError (question-parameter) for steps that no chain can have."""
    if steps[0].optional or steps[-1].optional:
        raise bad_parameter(f"the first and the last step of {what} cannot be optional", "a step without ?")
    if not steps[0].is_plain:
        raise bad_parameter(
            f"nothing stands before the first step of {what}: it takes no exclusion, bound or directly",
            "these at a later step",
        )
    for step in steps:
        if step.within_us is not None and step.within_us < 0:
            raise bad_parameter("a bound cannot be negative", "a duration such as 10m")


def before(steps: Sequence[ChainStep], n: int) -> tuple[int, ...]:
    """Return the numbers (from 1) of the steps that may stand before step n: those to the last required one."""
    found = []
    for m in range(n - 1, 0, -1):
        found.append(m)
        if not steps[m - 1].optional:
            break
    return tuple(found)


def excluded(steps: Sequence[ChainStep], n: int) -> tuple[Rule, ...]:
    """Return what may not stand before step n: what is excluded between the required steps around it."""
    first = min(before(steps, n)) + 1
    last = next(m for m in range(n, len(steps) + 1) if not steps[m - 1].optional)
    return tuple(rule for step in steps[first - 1 : last] for _, rule in step.without)
