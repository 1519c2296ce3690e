"""What the models of attribution are made from: small counts of sessions in paths, whichever engine counted them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable

NO_CHANNEL = "(none)"
"""The name of sessions whose first event has no channel."""

State = tuple[str, ...]


class Move(NamedTuple):
    """A session of a path: the channels before it and its own (as many as the order of the chain asks, fewer at the
    beginning), whether it begins the path, whether it ends it, and whether the path came to the goal."""

    channels: State
    is_first: bool
    is_last: bool
    converted: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a channel stands in a path to the goal: first, last, and of how many sessions."""

    channel: str
    is_first: bool
    is_last: bool
    length: int


@dataclass(frozen=True)
class Counts:
    """How often each move, spot and set of channels is in the paths.

    Attributes
    ----------
    moves
        Sessions of all paths.
    spots
        Sessions of paths to the goal; empty unless a model asks.
    decay
        Channel to the sum of its sessions' shares by decay, over paths to the goal; empty unless asked.
    sets
        Paths to the goal by their channels in order of name; empty unless asked.
    from_us, to_us
        When the first and the last event of a customer was; None unless asked, or where there is none.
    """

    moves: Mapping[Move, int]
    spots: Mapping[Spot, int]
    decay: Mapping[str, float]
    sets: Mapping[State, int]
    from_us: int | None = None
    to_us: int | None = None

    @cached_property
    def paths(self) -> int:
        """Return how many paths there are."""
        return sum(count for move, count in self.moves.items() if move.is_last)

    @cached_property
    def outcomes(self) -> int:
        """Return how many paths came to the goal."""
        return sum(count for move, count in self.moves.items() if move.is_last and move.converted)

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """Return the channels of all paths, to the goal or not, by name."""
        return tuple(sorted({move.channels[-1] for move in self.moves}))


_COLUMNS = ("part", "channels", "place", "length", "last", "converted", "count", "decay")


def counts_of(rows: ArrowTable) -> Counts:
    """Return the counts in the rows that `portable` makes."""
    moves: dict[Move, int] = {}
    spots: Counter[Spot] = Counter()
    sets: Counter[State] = Counter()
    decay: dict[str, float] = {}
    period: tuple[int | None, int | None] = (None, None)
    columns = [rows[name].to_pylist() for name in _COLUMNS]
    for part, channels, place, length, last, converted, count, share in zip(*columns, strict=True):
        if part == "moves":
            # Engines disagree about what stands before the first; the place says how much of it to believe.
            known = channels if place >= len(channels) else channels[len(channels) - place :]
            move = Move(tuple(known), place == 1, last, converted)
            moves[move] = moves.get(move, 0) + count
        elif part == "period":
            period = (place, length) if count else period
        elif not converted:
            continue  # models by place and sets share out what paths to the goal have brought
        elif part == "places":
            spots[Spot(channels[0], place == 1, last, length)] += count
            decay[channels[0]] = decay.get(channels[0], 0.0) + (share or 0.0)
        else:
            sets[tuple(channels)] += count
    return Counts(moves, spots, decay, sets, *period)


def whole_of(rows: ArrowTable) -> Counts:
    """Return the counts in the same rows as far as they speak of the whole: paths, outcomes, channels and the period."""
    moves: Counter[Move] = Counter()
    period: tuple[int | None, int | None] = (None, None)
    columns = [rows[name].to_pylist() for name in _COLUMNS[:-1]]
    for part, channels, place, length, last, converted, count in zip(*columns, strict=True):
        if part == "moves":
            moves[Move((channels[-1],), place == 1, last, converted)] += count
        elif part == "period" and count:
            period = (place, length)
    return Counts(moves, {}, {}, {}, *period)


def paths_of(rows: ArrowTable) -> int:
    """Return how many paths the rows of `portable` count."""
    columns = [rows[name].to_pylist() for name in ("part", "last", "count")]
    return sum(count for part, last, count in zip(*columns, strict=True) if part == "moves" and last)
