"""The models that share out each outcome by where a session stands: first, last, linear, position, time-decay."""

from __future__ import annotations

import math
from collections.abc import Callable

from footpath.mining.attribution.counts import Counts, Spot

Position = tuple[float, float, float]
"""The shares of the first session, of all between together, and of the last."""

Credits = dict[str, float]
"""Channel to its part of the outcomes; what is missing has none."""


def first(counts: Counts) -> Credits:
    """Return all of each outcome for the path's first session."""
    return _shared(counts, lambda spot: float(spot.is_first))


def last(counts: Counts) -> Credits:
    """Return all of each outcome for the path's last session."""
    return _shared(counts, lambda spot: float(spot.is_last))


def linear(counts: Counts) -> Credits:
    """Return an equal part for each session."""
    return _shared(counts, lambda spot: 1 / spot.length)


def by_position(counts: Counts, position: Position) -> Credits:
    """Return the parts of first, middle and last; of two sessions first and last stand to each other as given."""
    return _shared(counts, lambda spot: _part_at(spot, position))


def by_decay(counts: Counts) -> Credits:
    """Return the parts by decay, which the engine has summed up."""
    total = math.fsum(counts.decay.values())
    scale = counts.outcomes / total if total else 0.0  # rounding over millions of paths, nothing else
    # Thirteen digits: engines add parts up in no fixed order, and the last ones are not theirs to tell.
    return {channel: float(f"{part * scale:.13g}") for channel, part in counts.decay.items()}


def _part_at(spot: Spot, position: Position) -> float:
    begin, middle, end = position
    if spot.length == 1:
        return 1.0
    if spot.length == 2:
        ends = begin + end
        return (begin if spot.is_first else end) / ends if ends else 0.5
    if spot.is_first:
        return begin
    return end if spot.is_last else middle / (spot.length - 2)


def _shared(counts: Counts, part: Callable[[Spot], float]) -> Credits:
    parts: dict[str, list[float]] = {}
    for spot, count in counts.spots.items():
        parts.setdefault(spot.channel, []).append(count * part(spot))
    # fsum: the same to the last bit in whichever order an engine gave the counts.
    return {channel: math.fsum(found) for channel, found in parts.items()}
