"""What became of a map on its way into or out of another format: kept, lost, assumed. Frozen data."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from footpath.base import Problem

Direction = Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class Counted:
    """So many of one thing; `why` says why they were lost (empty where they were kept)."""

    what: str
    count: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The report of one conversion.

    `kept` and `lost` count things in the user's words, never with a count of 0; `assumed` are sentences about what the
    other format made us choose; `problems` are those of reading.
    """

    format: str
    direction: Direction
    kept: tuple[Counted, ...] = ()
    lost: tuple[Counted, ...] = ()
    assumed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_lossless(self) -> bool:
        """Return whether nothing was lost."""
        return not self.lost

    def render(self) -> str:
        """Return the report as people read it."""
        return "\n".join(self.lines())

    def lines(self) -> tuple[str, ...]:
        """Return a line for what was kept, one for each loss, one for each assumption."""
        verb = {"in": "Read from", "out": "Written as"}[self.direction]
        lines = [f"{verb} {self.format}: {_listed(self.kept) or 'nothing'}."]
        lines += [
            f"  lost: {one.what} ({one.count})" + (f": {one.why}" if one.why else "") for one in self.lost
        ]
        lines += [f"  assumed: {sentence}" for sentence in self.assumed]
        lines += [problem.render() for problem in self.problems]
        return tuple(lines)

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {
            "format": self.format,
            "direction": self.direction,
            "kept": [dataclasses.asdict(one) for one in self.kept],
            "lost": [dataclasses.asdict(one) for one in self.lost],
            "assumed": list(self.assumed),
            "problems": [problem.to_json() for problem in self.problems],
        }


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of a file in another format, and the report of what they hold."""

    data: bytes
    report: Report

    @property
    def text(self) -> str:
        """Return the file as text, for formats that are text (all that are written here)."""
        return self.data.decode("utf-8")


def counted(pairs: Iterable[tuple[str, int] | tuple[str, int, str]]) -> tuple[Counted, ...]:
    """Return what there is at least one of."""
    return tuple(Counted(*pair) for pair in pairs if pair[1])


def several(count: int, one: str, many: str) -> str:
    """Return a count with its noun: 1 step, 2 steps."""
    return f"{count} {one if count == 1 else many}"


def _listed(kept: Iterable[Counted]) -> str:
    return ", ".join(
        f"{one.count} {one.what.removesuffix('s') if one.count == 1 else one.what}" for one in kept
    )
