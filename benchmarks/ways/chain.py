"""Removal effects from counted moves: one solve for each channel that is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any


def moves_of(rows: Iterable[tuple[Any, ...]], order: int) -> dict[str, float]:
    """Return removal effects from rows of (channels before, channel, is last, came to the goal, count)."""
    import numpy as np

    moves: Counter[tuple[Any, Any]] = Counter()
    for *names, last, converted, count in rows:
        path = [str(name) for name in names if name is not None]
        here, before = tuple(path[-order:]), tuple(path[-order - 1 : -1])
        moves[before or "start", here] += count
        if last:
            moves[here, "goal" if converted else "null"] += count
    states: list[Any] = ["start", *sorted({one for one, _ in moves} - {"start"})]
    at = {state: i for i, state in enumerate(states)}
    chance, goal, total = np.zeros((len(states), len(states))), np.zeros(len(states)), np.zeros(len(states))
    for (one, other), count in moves.items():
        total[at[one]] += count
        if other == "goal":
            goal[at[one]] = count
        elif other != "null":
            chance[at[one], at[other]] = count
    chance, goal = chance / total[:, None], goal / total

    def reached(without: str | None) -> float:
        alive = np.array([state == "start" or state[-1] != without for state in states], float)
        return float(np.linalg.solve(np.eye(len(states)) - alive[:, None] * chance, alive * goal)[0])

    whole = reached(None)
    return {channel: 1 - reached(channel) / whole for channel in sorted({state[-1] for state in states[1:]})}
