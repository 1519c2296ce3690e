"""The question of attribution: parameters, definition, columns."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal, get_args

from footpath.base import DAY, MINUTE
from footpath.mining.attribution import markov, places, shapley
from footpath.mining.attribution.costs import Costs, with_costs
from footpath.mining.attribution.counts import NO_CHANNEL, Counts, counts_of, paths_of, whole_of
from footpath.mining.attribution.places import Position
from footpath.mining.attribution.shapley import EXACT_CHANNELS, Shapley, Worth
from footpath.mining.columns import floats, texts
from footpath.mining.question import bad_parameter
from footpath.rules import Rule, equals

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table
    from footpath.mining.result import Result

Model = Literal[
    "first", "last", "linear", "position", "time-decay", "markov", "markov-2", "markov-3", "shapley"
]
Goals = Literal["first", "each"]
MODELS: tuple[str, ...] = get_args(Model)
COLUMNS = ("channel", "model", "credit", "share", "removal_effect")
DRAWN = ("low", "high")
COST = ("cost", "currency", "cost_per_outcome")

_ORDERS = {"markov": 1, "markov-2": 2, "markov-3": 3}
_BY_PLACE = ("first", "last", "linear", "position", "time-decay")


@dataclass(frozen=True)
class Attribution:
    """Which channels the outcomes are owed to, by several models side by side (rules M105 to M119).

    Result: one row a model and channel, models as asked, channels by credit, then by name: channel str (of all paths;
    ``(none)`` where the session's first event has none), model str, credit float64 (outcomes; the credits of a model
    sum to the outcomes), share float64 of the outcomes (0 to 1; null where there are none), removal_effect float64 (of the
    models ``markov``: the part of the chance of the goal that is lost without the channel; null elsewhere, and where
    nobody came to the goal). With Shapley over the chain also low and high float64 (95 % interval of the credit; null
    where it is exact). With costs also cost float64 (null where the table of costs has none for the channel),
    currency str, cost_per_outcome float64 (cost by credit; null without either).
    """

    goal: Rule
    by: str = "channel"
    models: tuple[str, ...] = ("markov",)
    gap_us: int = 30 * MINUTE
    goals: Goals = "first"
    lookback_us: int | None = None
    position: Position = (0.4, 0.2, 0.4)
    half_life_us: int = 7 * DAY
    worth: Worth = "paths"
    orders: int = 1000
    seed: int = 0
    zone: str = "UTC"
    costs: Costs | None = None
    command: ClassVar[str] = "mine attribution"
    forms: ClassVar[Mapping[str, str]] = {"trail": "footpath.mining.attribution.trail:trail"}
    columns: tuple[str, ...] = field(default=COLUMNS, init=False)

    def __post_init__(self) -> None:
        _check(self)
        drawn = DRAWN if self.uses_chain else ()
        object.__setattr__(self, "columns", (*COLUMNS, *drawn, *(COST if self.costs is not None else ())))

    @property
    def uses_chain(self) -> bool:
        """Return whether Shapley values are asked over the chain."""
        return "shapley" in self.models and self.worth == "chain"

    @property
    def markov_orders(self) -> tuple[int, ...]:
        """Return the orders of the chains that are needed."""
        return (
            *(_ORDERS[model] for model in self.models if model in _ORDERS),
            *((1,) if self.uses_chain else ()),
        )

    @property
    def needs_places(self) -> bool:
        """Return whether a model asks where sessions stand in their paths."""
        return any(model in _BY_PLACE for model in self.models)

    @property
    def needs_decay(self) -> bool:
        """Return whether times are needed."""
        return "time-decay" in self.models

    @property
    def needs_sets(self) -> bool:
        """Return whether a model asks for the sets of channels."""
        return "shapley" in self.models and self.worth == "paths"

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        from footpath.mining.attribution.words import definition

        return definition(self)

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: counts of sessions in paths, in parts as the models ask."""
        from footpath.mining.attribution.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return a row a model and channel, without costs (`complete` adds them)."""
        import pyarrow as pa

        counts = counts_of(rows)
        listed = [row for model in self.models for row in self._rows(model, counts)]
        numbers = COLUMNS[2:] + (DRAWN if self.uses_chain else ())
        return pa.table(
            {name: texts([row[name] for row in listed]) for name in COLUMNS[:2]}
            | {name: floats([row[name] for row in listed]) for name in numbers}
        )

    def in_passing(self, rows: ArrowTable) -> dict[str, int]:
        """Return how many customers there are, where each has one path."""
        return {"customers": paths_of(rows)} if self.goals == "first" else {}

    def complete(self, result: Result, rows: ArrowTable) -> Result:
        """Return the result with what its numbers are over, and with the costs."""
        counts = whole_of(rows)
        paths = f"{counts.outcomes:,} of {counts.paths:,} paths came to the goal"
        notes = [f"{paths}: the credits of each model sum to {counts.outcomes:,}."]
        if self.uses_chain and len(counts.channels) > EXACT_CHANNELS:
            notes.append(
                f"{len(counts.channels):,} channels are more than {EXACT_CHANNELS}: Shapley values are means over "
                f"{max(2, self.orders // 2) * 2:,} orders drawn with seed {self.seed}; low and high are their 95 % interval."
            )
        if counts.paths and not counts.outcomes:
            notes.append(f"Nobody came to the goal: no event of a customer is {self.goal}.")
        if counts.channels == (NO_CHANNEL,):
            notes.append(
                f"No session begins with a {self.by}: name its column, or credit another property (--by)."
            )
        elif NO_CHANNEL in counts.channels:
            notes.append(f"{NO_CHANNEL} stands for sessions whose first event has no {self.by}.")
        result = dataclasses.replace(result, notes=(*notes, *result.notes))
        if self.costs is None:
            return result
        return with_costs(result, self.costs, from_us=counts.from_us, to_us=counts.to_us, zone=self.zone)

    def _rows(self, model: str, counts: Counts) -> list[dict[str, Any]]:
        found, effects = self._shared(model, counts)
        rows: list[dict[str, Any]] = [
            {
                "channel": channel,
                "model": model,
                "credit": found.credits.get(channel, 0.0),
                "share": found.credits.get(channel, 0.0) / counts.outcomes if counts.outcomes else None,
                "removal_effect": effects.get(channel),
                "low": found.low[channel] if found.low else None,
                "high": found.high[channel] if found.high else None,
            }
            # Rounded, so that two engines that differ in the last bit order alike.
            for channel in sorted(counts.channels, key=lambda c: (-round(found.credits.get(c, 0.0), 6), c))
        ]
        return rows

    def _shared(self, model: str, counts: Counts) -> tuple[Shapley, dict[str, float | None]]:
        if model in _ORDERS:
            chain = markov.chain_of(counts, _ORDERS[model])
            effects = markov.removal_effects(chain, counts.channels)
            return Shapley(markov.by_removal(effects, counts.outcomes)), effects
        if model == "shapley":
            return self._shapley(counts), {}
        if model == "position":
            return Shapley(places.by_position(counts, self.position)), {}
        if model == "time-decay":
            return Shapley(places.by_decay(counts)), {}
        of = {"first": places.first, "last": places.last, "linear": places.linear}[model]
        return Shapley(of(counts)), {}

    def _shapley(self, counts: Counts) -> Shapley:
        if self.worth == "paths":
            return shapley.over_paths(counts)
        chain = markov.chain_of(counts, 1)
        return shapley.over_chain(chain, counts.channels, counts.outcomes, orders=self.orders, seed=self.seed)


def _check(question: Attribution) -> None:
    if not question.models:
        raise bad_parameter("attribution needs a model", ", ".join(MODELS))
    for model in question.models:
        if model not in MODELS:
            raise bad_parameter(f"model cannot be {model!r}", ", ".join(MODELS))
    if len(set(question.models)) < len(question.models):
        raise bad_parameter("a model is asked twice", "each model once")
    if question.goals not in get_args(Goals):
        raise bad_parameter(f"goals cannot be {question.goals!r}", ", ".join(get_args(Goals)))
    if question.worth not in get_args(Worth):
        raise bad_parameter(f"worth cannot be {question.worth!r}", ", ".join(get_args(Worth)))
    if question.gap_us < 0 or (question.lookback_us is not None and question.lookback_us < 0):
        raise bad_parameter("a gap or a lookback cannot be negative", "a duration such as 30m or 30d")
    if question.half_life_us <= 0:
        raise bad_parameter("a half-life is longer than nothing", "a duration such as 7d")
    if question.orders < 2:
        raise bad_parameter(f"orders cannot be {question.orders}", "2 or more")
    if any(not part >= 0 for part in question.position) or abs(sum(question.position) - 1) > 1e-9:
        raise bad_parameter(
            f"position cannot be {'/'.join(f'{100 * part:g}' for part in question.position)}",
            "three shares that add up to 100, such as 40/20/40",
        )


def attribution(
    goal: str | Rule,
    *,
    by: str = "channel",
    model: str | Sequence[str] = "markov",
    gap_us: int = 30 * MINUTE,
    goals: Goals = "first",
    lookback_us: int | None = None,
    position: Position = (0.4, 0.2, 0.4),
    half_life_us: int = 7 * DAY,
    worth: Worth = "paths",
    orders: int = 1000,
    seed: int = 0,
    zone: str = "UTC",
    costs: Costs | None = None,
) -> Attribution:
    """Return the question which channels the outcomes are owed to.

    Parameters
    ----------
    goal
        The event that is the goal, by name, or a rule.
    by
        The column whose value at a session's first event is its channel.
    model
        One of first, last, linear, position, time-decay, markov, markov-2, markov-3, shapley, or several.
    goals
        ``first``: a customer has one path, to the first goal; ``each``: after a goal a new path begins.
    lookback_us
        Sessions longer before the goal (of a path to null: before its last session) are left out; None: none is.
    position
        The shares of the first session, of those between together, and of the last.
    half_life_us
        A session counts half as much as one that begins so much later.
    worth, orders, seed
        Of Shapley: what a set of channels is worth (``paths`` or ``chain``); over the chain with more than 12
        channels, how many orders are drawn, and from which seed.
    costs
        What the channels cost by day; see `costs_of`.

    Raises
    ------
    BadInputError
        question-parameter.
    """
    models = (model,) if isinstance(model, str) else tuple(model)
    when = goal if isinstance(goal, Rule) else equals("event", goal)
    return Attribution(
        when, by, models, gap_us, goals, lookback_us, position, half_life_us, worth, orders, seed, zone, costs
    )
