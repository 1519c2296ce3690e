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
from footpath.engines import compile_rule
from footpath.mining.result import Result, notes_about

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import ArrowTable, Table
    from footpath.rules import Rule


class Question(Protocol):
    """A question to events.

    `forms` maps the name of a form to ``"module:function"``, a function from (question, workspace, events) to a lazy
    table of the rows that `finish` takes, or to those rows; "portable" needs none.
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
    events = events_of(workspace, where=where, zone=zone)
    notes = [f"Only events where {where}."] if where is not None else []
    form = form_of(question, workspace)
    made = _in_form(form, question, workspace, events)
    rows = workspace.fetch(made) if _is_lazy(made) else made
    if form not in workspace.forms:
        notes.append(
            f"Answered by the portable form: {workspace.forms[0]} has none of its own for this question."
        )
    if where is None and isinstance(question, CountsInPassing):
        workspace.learn(**question.in_passing(rows))
    facts = workspace.facts
    return Result(
        question.command,
        question.definition,
        facts,
        question.finish(rows),
        (*notes, *notes_about(facts)),
    )


def explain(question: Question, workspace: Workspace, *, where: Rule | None = None, zone: str = "UTC") -> str:
    """Return the query that `run` would run, without running it; "" where the engine needs no query.

    The facts of the source may be counted for it, where a form depends on them.
    """
    events = events_of(workspace, where=where, zone=zone)
    made = _in_form(form_of(question, workspace), question, workspace, events)
    return workspace.explain(made) if _is_lazy(made) else ""


def form_of(question: Question, workspace: Workspace) -> str:
    """Return the name of the form that answers: the engine's best that the question has, else the portable one."""
    has = (*question.forms, "portable")
    return next((name for name in workspace.forms if name in has), "portable")


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
