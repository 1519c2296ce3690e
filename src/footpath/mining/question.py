"""What a question is, and how it is asked.

A question is frozen data: its parameters, its definition in words, its result columns. It has one portable form, lazy
Ibis over canonical events, and may have others, each in a file of its folder; an engine names those that it runs, best
first (`Workspace.forms`).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from footpath.base import BadInputError, Problem
from footpath.engines import HasTrail, compile_rule
from footpath.mining.result import Result, notes_about

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable, Table
    from footpath.rules import Rule

TRAIL = "trail"


class Question(Protocol):
    """A question to events.

    `forms` maps the name of a form to ``"module:function"``, a function from (question, workspace, events) to a lazy
    table of the rows that `finish` takes, or to those rows; "portable" needs none. The form "trail" is a function from
    (question, view of the trail) to those rows, or to None where the trail cannot answer.
    """

    command: ClassVar[str]

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one that can answer this question with these parameters."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the result's columns, in order."""

    @property
    def definition(self) -> str:
        """Return in words what is counted."""

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form over canonical events: small aggregates that `finish` turns into rows."""

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the result's rows from what `portable` fetched."""


@runtime_checkable
class CountsInPassing(Protocol):
    """A question whose rows tell something about the source that would have to be counted otherwise."""

    def in_passing(self, rows: ArrowTable) -> dict[str, int]:
        """Return what the fetched rows tell of all events: some of customers and ties."""


@runtime_checkable
class Completes(Protocol):
    """A question that says more than its rows: notes of its own, columns that need the facts of the source."""

    def complete(self, result: Result, rows: ArrowTable) -> Result:
        """Return the finished result with what the fetched rows tell beside."""


@runtime_checkable
class LooksFirst(Protocol):
    """A question that must know its source before it is asked: over which time it tells, what lies outside a part of it.

    It takes the rule of the part itself; its forms are given all events.
    """

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a reader should know of what was seen."""

    def looked(self, workspace: Workspace, *, where: Rule | None, zone: str) -> Question:
        """Return the question with what a look at the source told."""


def run(question: Question, workspace: Workspace, *, where: Rule | None = None, zone: str = "UTC") -> Result:
    """Ask a question and return its result.

    Parameters
    ----------
    where
        Only events that this rule means; the facts of the source still speak of all of them.
    zone
        The time zone of days in `where`.

    Raises
    ------
    BadInputError
        no-events where no source gives events; rule-unknown-column for `where` and the question's own rules.
    EngineError
        Where the engine fails.
    """
    question, part = _looked(question, workspace, where, zone)
    notes = [f"Only events where {where}."] if where is not None else []
    if isinstance(question, LooksFirst):
        notes += question.notes
    rows = _on_trail(question, workspace, part, zone)
    if rows is None:
        form = form_of(question, workspace)
        made = _in_form(form, question, workspace, events_of(workspace, where=part, zone=zone))
        rows = workspace.fetch(made) if _is_lazy(made) else made
        if form not in workspace.forms:
            notes.append(
                f"Answered by the portable form: {workspace.forms[0]} has none of its own for this question."
            )
        elif workspace.forms[0] == TRAIL:
            notes.append("Answered by DuckDB: the trail has no form of its own for this question.")
    if where is None and isinstance(question, CountsInPassing):
        workspace.learn(**question.in_passing(rows))
    facts = workspace.facts
    result = Result(
        question.command,
        question.definition,
        facts,
        question.finish(rows),
        (*notes, *notes_about(facts)),
    )
    return question.complete(result, rows) if isinstance(question, Completes) else result


def explain(question: Question, workspace: Workspace, *, where: Rule | None = None, zone: str = "UTC") -> str:
    """Return the query that `run` would run, without running it; "" where the engine needs no query.

    The facts of the source may be counted for it, where a form depends on them.
    """
    question, part = _looked(question, workspace, where, zone)
    if TRAIL in question.forms and _view(workspace, part, zone) is not None:
        return f"No query: the trail answers by a pass of its own over its arrays, {question.forms[TRAIL]}."
    events = events_of(workspace, where=part, zone=zone)
    made = _in_form(form_of(question, workspace), question, workspace, events)
    return workspace.explain(made) if _is_lazy(made) else ""


def _looked(
    question: Question, workspace: Workspace, where: Rule | None, zone: str
) -> tuple[Question, Rule | None]:
    """Return the question and the rule of the events that its form is given; one that looks first is given all."""
    if isinstance(question, LooksFirst):
        events_of(workspace)
        return question.looked(workspace, where=where, zone=zone), None
    return question, where


def form_of(question: Question, workspace: Workspace) -> str:
    """Return the name of the form that answers from tables: the engine's best that the question has, else the portable one."""
    has = {*question.forms, "portable"} - {TRAIL}
    return next((name for name in workspace.forms if name in has), "portable")


def _view(workspace: Workspace, where: Rule | None, zone: str) -> View | None:
    if TRAIL not in workspace.forms or not isinstance(workspace, HasTrail):
        return None
    return workspace.view(where, zone=zone)


def _on_trail(question: Question, workspace: Workspace, where: Rule | None, zone: str) -> Any:
    """Return the rows that `finish` takes from the trail; None where there is no trail, no kernel, or no answer there."""
    if TRAIL not in question.forms:
        return None
    view = _view(workspace, where, zone)
    return None if view is None else kernel_of(question)(question, view)


def kernel_of(question: Question) -> Any:
    """Return the function that answers a question over a trail."""
    module, _, function = question.forms[TRAIL].partition(":")
    return getattr(import_module(module), function)


def _in_form(name: str, question: Question, workspace: Workspace, events: Table) -> Any:
    if name == "portable":
        return question.portable(events)
    module, _, function = question.forms[name].partition(":")
    return getattr(import_module(module), function)(question, workspace, events)


def _is_lazy(made: Any) -> bool:
    import ibis

    return isinstance(made, ibis.Table)


def events_of(workspace: Workspace, *, where: Rule | None = None, zone: str = "UTC") -> Table:
    """Return a workspace's events, or those that a rule means; BadInputError (no-events) where there are none."""
    events = workspace.events
    if events is None:
        raise BadInputError(
            Problem(
                code="no-events",
                message="the source holds no events",
                help="Name an export with a time in each row: orders with their dates, clicks, tickets.",
            )
        )
    return events if where is None else events.filter(compile_rule(where, events, zone=zone))


def bad_parameter(message: str, expected: str) -> BadInputError:
    """Return the error for a parameter that a question cannot use."""
    return BadInputError(Problem(code="question-parameter", message=message, expected=expected))
