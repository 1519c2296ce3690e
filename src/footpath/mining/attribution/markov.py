"""Paths as an absorbing chain, and what is lost when a channel is taken out of it: exact, by a linear solve.

A state is the last channels of a path, as many as the order (fewer at its beginning). Source of the removal effect:
Anderl, Becker, von Wangenheim and Schumann (2016), Mapping the customer journey, section 3.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from footpath.base import BadInputError, Problem
from footpath.mining.attribution.counts import Counts, State

MOST_STATES = 5_000
"""More states than this are not solved: the matrix would outgrow a laptop's memory."""


@dataclass(frozen=True)
class Chain:
    """An absorbing chain over states.

    `start` float64 (n,): the chance to begin at a state. `moves` float64 (n, n): the chance to go from one to another.
    `goal` float64 (n,): the chance to go from a state to the goal at once; what is left goes to null.
    """

    states: tuple[State, ...]
    start: Any
    moves: Any
    goal: Any

    @cached_property
    def _solved(self) -> tuple[Any, Any, Any]:
        """Return visits of each state from each other, from the start, and the chance of the goal from each."""
        import numpy as np

        visits = np.linalg.inv(np.eye(len(self.states)) - self.moves)
        return visits, self.start @ visits, visits @ self.goal

    @property
    def reaches_goal(self) -> float:
        """Return the chance to come to the goal."""
        _, from_start, _ = self._solved
        return float(from_start @ self.goal)

    def removal_effect(self, channel: str) -> float | None:
        """Return the part of the chance that is lost when all moves from a channel go to null; None without a chance.

        Lost is whoever comes to a state of the channel at all and then to the goal: the chance to come first to each of
        them (visits from the start are first arrivals times visits among them), times the chance to go on to the goal.
        """
        import numpy as np

        visits, from_start, to_goal = self._solved
        chance = self.reaches_goal
        if chance <= 0:
            return None
        of = np.array([place for place, state in enumerate(self.states) if state[-1] == channel], dtype=int)
        if not len(of):
            return 0.0
        arrivals = np.linalg.solve(visits[np.ix_(of, of)].T, from_start[of])
        return min(1.0, max(0.0, float(arrivals @ to_goal[of]) / chance))

    def reached_with(self, channels: list[frozenset[str]]) -> Any:
        """Return the chance of the goal when the moves of all but these channels go to null, for each set of them."""
        import numpy as np

        own = [state[-1] for state in self.states]
        alive = np.array([[channel in some for channel in own] for some in channels], dtype=float)
        moves = np.eye(len(own)) - alive[:, :, None] * self.moves[None, :, :]
        goal = (alive * self.goal[None, :])[:, :, None]
        return np.linalg.solve(moves, goal)[:, :, 0] @ self.start


def chain_of(counts: Counts, order: int) -> Chain:
    """Return the chain of an order from counts of at least that order.

    Raises
    ------
    BadInputError
        question-too-large where there are more than `MOST_STATES` states.
    """
    import numpy as np

    pairs: Counter[tuple[State, State]] = Counter()
    starts: Counter[State] = Counter()
    goals: Counter[State] = Counter()
    leaving: Counter[State] = Counter()
    for move, count in counts.moves.items():
        here = move.channels[-order:]
        leaving[here] += count
        if move.is_last and move.converted:
            goals[here] += count
        if move.is_first:
            starts[here] += count
        else:
            pairs[_before(move.channels, order), here] += count
    states = tuple(sorted(leaving))
    if len(states) > MOST_STATES:
        raise BadInputError(
            Problem(
                code="question-too-large",
                message=f"order {order} over {len(counts.channels):,} channels makes {len(states):,} states",
                value=str(order),
                expected=f"at most {MOST_STATES:,}",
                help="Ask a lower order, or a property with fewer values (--by).",
            )
        )
    at = {state: place for place, state in enumerate(states)}
    out = np.array([leaving[state] for state in states], dtype=float)
    moves = np.zeros((len(states), len(states)))
    for (one, other), count in pairs.items():
        moves[at[one], at[other]] = count / leaving[one]
    goal = np.array([goals[state] for state in states], dtype=float) / out
    start = np.array([starts[state] for state in states], dtype=float) / max(1, counts.paths)
    return Chain(states, start, moves, goal)


def _before(channels: State, order: int) -> State:
    """Return the state before: what the path showed of itself without its last session.

    A place at or beyond the order shows order + 1 channels; an earlier one shows the whole path so far.
    """
    return channels[-order - 1 : -1]


def removal_effects(chain: Chain, channels: tuple[str, ...]) -> dict[str, float | None]:
    """Return each channel's removal effect; None for all where no path comes to the goal."""
    return {channel: chain.removal_effect(channel) for channel in channels}


def by_removal(effects: dict[str, float | None], outcomes: int) -> dict[str, float]:
    """Return the outcomes shared out in proportion to the effects, which overlap and add up to more than 1."""
    total = sum(effect or 0.0 for effect in effects.values())
    return {
        channel: outcomes * (effect or 0.0) / total if total else 0.0 for channel, effect in effects.items()
    }
