"""The life cycle by rules over customers: who is in which state at the end of each period, and who moved."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from footpath.base import BadInputError, Problem
from footpath.mining.lifecycle.question import COLUMNS, by_period
from footpath.mining.periods import Calendar, Period, Scope, all_periods
from footpath.mining.question import bad_parameter
from footpath.mining.transitions import BEGIN
from footpath.rules import Aggregate, Rule, columns, operands, rule

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import ArrowTable, Table

MOVES = ("period", "from", "to", "customers", "complete")
NONE = "(none)"


@dataclass(frozen=True)
class State:
    """A state and the rule over customers that puts them there."""

    name: str
    when: Rule


@dataclass(frozen=True)
class LifecycleStates:
    """How many customers are in each state at the end of each period, or how many moved (rules M98 and M99).

    Result: one row a period and state, states as given and last ``(none)``: period str, state str, customers int64,
    complete bool. With `moves` one row a period and move that somebody made: period str, from str (``(begin)`` for whom
    the data first tell of), to str, customers int64, complete bool; who stays is a row from a state to itself.
    """

    states: tuple[State, ...]
    period: Period = "week"
    moves: bool = False
    scope: Scope = field(default_factory=Scope)
    people: Any = field(default=None, compare=False, repr=False)
    command: ClassVar[str] = "mine lifecycle"
    columns: tuple[str, ...] = field(default=COLUMNS, init=False)

    def __post_init__(self) -> None:
        self.calendar  # noqa: B018  # unknown periods and zones are said now
        object.__setattr__(self, "columns", MOVES if self.moves else COLUMNS)
        names = [state.name for state in self.states]
        if not names or len(set(names)) < len(names) or {NONE, BEGIN} & set(names):
            raise bad_parameter("states need names of their own", "one or more, as in 'new: count() = 1'")
        for state in self.states:
            for operand in operands(state.when.tree):
                if isinstance(operand, Aggregate) and operand.kind == "first" and operand.within is not None:
                    raise bad_parameter(
                        f"the state {state.name!r} asks for the first event within a time before each period's end",
                        "first(...) without within; count(...) and last(...) may have it",
                    )

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one: a trail does not hold customers' traits."""
        if any(columns(state.when, of="customers") for state in self.states):
            return {}
        return {"trail": "footpath.mining.lifecycle.moves_trail:trail"}

    @property
    def calendar(self) -> Calendar:
        """Return the calendar that cuts the periods."""
        return self.scope.calendar(self.period)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a look at the source told."""
        return self.scope.notes

    def looked(self, workspace: Workspace, *, where: Rule | None, zone: str) -> LifecycleStates:
        """Return the question with the span of the source, the part asked for, and the customers' traits.

        Raises
        ------
        BadInputError
            rule-needs-customers where a state names a trait and no source gives customers.
        """
        people = None
        traits = sorted(frozenset[str]().union(*(columns(s.when, of="customers") for s in self.states)))
        if traits:
            people = workspace.customers
            if people is None:
                raise BadInputError(
                    Problem(
                        code="rule-needs-customers",
                        message=f"a state asks for {', '.join(traits)}, and no source gives a table of customers",
                        help="Inside count, first and last a rule may ask for columns of the events.",
                    )
                )
        scope = self.scope.looked(workspace, where=where, zone=zone)
        return dataclasses.replace(self, scope=scope, people=people)

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        rules = "; ".join(f"{state.name}: {state.when}" for state in self.states)
        what = (
            f"Customers by the states that they were in at the end of one {self.period} and of the next; "
            f"{BEGIN} is whom the data first tell of"
            if self.moves
            else f"Customers by the state that they are in at the end of each {self.period}"
        )
        part = " in the part asked for" if self.scope.part is not None else ""
        return (
            f"{what}. A customer is in the first state whose rule holds for the events{part} up to then, from the first "
            f"of them on; in {NONE} where no rule holds. {rules}. Within a time means before the end of the "
            f"{self.period}, or of the data where they end in it. {self.scope.in_words}"
        )

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: period, before, after (numbers of states), customers; only who moved."""
        from footpath.mining.lifecycle.moves import moves

        return moves(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return a row a period and state, or a row a move, from the moves."""
        names = [state.name for state in self.states] + [NONE]
        moved: dict[int, list[tuple[int, int, int]]] = {}
        for row in rows.to_pylist():
            moved.setdefault(row["period"], []).append((row["before"], row["after"], row["customers"]))
        now: Counter[int] = Counter()
        found: list[Any] = []
        for number in all_periods(self.scope, self.calendar) if moved else ():
            steps = moved.get(number, [])
            staying = now.copy()
            for before, after, count in steps:
                now[after] += count
                if before >= 0:
                    now[before] -= count
                    staying[before] -= count
            if not self.moves:
                found += [(number, name, now[place]) for place, name in enumerate(names)]
                continue
            steps = sorted(steps + [(place, place, n) for place, n in staying.items() if n])
            found += [
                (number, BEGIN if before < 0 else names[before], names[after], count)
                for before, after, count in steps
            ]
        return by_period(self.scope, self.calendar, found, ("from", "to") if self.moves else ("state",))


def state(text: str) -> State:
    """Return the state of a text ``NAME: RULE``.

    Raises
    ------
    BadInputError
        question-parameter where there is no name; the problems of the rule.
    """
    name, colon, when = text.partition(":")
    if not colon or not name.strip() or not when.strip():
        raise bad_parameter(
            f"{text!r} is no state", "NAME: RULE, such as 'loyal: count(event = \"ordered\") >= 3'"
        )
    return State(name.strip(), rule(when.strip(), over="customers"))


def lifecycle_states(
    states: Sequence[str | State],
    *,
    period: Period = "week",
    moves: bool = False,
    scope: Scope | None = None,
) -> LifecycleStates:
    """Return the question in which state customers are at the end of each period.

    Parameters
    ----------
    states
        In order: a customer is in the first that holds. Texts are ``NAME: RULE`` with a rule over customers.
    moves
        From which state to which they moved, instead.

    Raises
    ------
    BadInputError
        question-parameter; the problems of the rules.
    """
    made = tuple(state(one) if isinstance(one, str) else one for one in states)
    return LifecycleStates(made, period, moves, scope or Scope())
