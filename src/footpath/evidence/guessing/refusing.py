"""What is no evidence, or not enough of it: said with the step that helps."""

from __future__ import annotations

from footpath.evidence.guessing import names
from footpath.evidence.guessing.profile import ColumnProfile
from footpath.evidence.guessing.state import Deciding
from footpath.evidence.guessing.when import Times
from footpath.evidence.notes import ids_ruined


def nothing_here(state: Deciding, times: Times) -> None:
    """Say what a table lacks to be evidence: customers, times, or what happened beside what was promised."""
    counted = [
        c for c in state.profile.columns if c.is_number and names.has(c.name, names.COUNTS) and c.filled
    ]
    if not state.fields.get("customer") and not state.fields.get("case") and counted and not times.happened:
        return _totals(state, counted)
    who = state.fields.get("case") or state.fields.get("customer")
    if times.promised and not times.happened:
        column = times.promised[0].name
        return state.problem(
            code="promise-alone",
            message=f"{column!r} says when something should happen, and no column says when it did",
            value=column,
            help="Give the table that has the times of the same orders; --times EVENT=COLUMN names a time column here.",
        )
    meant = [
        c
        for c in state.profile.columns
        if c.filled and c.type in ("text", "string") and names.has(c.name, names.TIME)
    ]
    meant = [
        c for c in meant if not (c.is_number or c.is_time or names.has(c.name, names.THING | names.STATUS))
    ]
    if meant and not times.happened:
        return state.problem(
            code="no-time",
            message=f"{meant[0].name!r} should say when, but its values are no dates",
            value=meant[0].examples[0],
            expected="a date such as 2018-05-31 or 31.05.2018 14:30",
            help="Export dates in one usual form; --time COLUMN names another column.",
        )
    if who:
        return state.problem(
            code="no-time",
            message=f"no column says when anything happened: {_some(state)}",
            help=f"Export it with a time in each row (--time COLUMN names one). What it says about {who} cannot be placed on a journey yet.",
        )
    return state.problem(
        code="no-evidence",
        message=f"no column says who, and none says when: {_some(state)}",
        help="A list of products, shops or campaigns is no evidence by itself. Give the export of orders, events, answers or reviews.",
    )


def _totals(state: Deciding, counted: list[ColumnProfile]) -> None:
    state.problem(
        code="report-of-totals",
        message=f"a report of totals ({', '.join(c.name for c in counted[:3])}): it says how often, not who",
        value=_some(state),
        expected="one row an event, with the visitor or customer in it",
        help=(
            "Ask the same tool for the export behind the report: Google Analytics 4 calls it BigQuery export, Matomo the "
            "visits log, shops the list of orders. The totals may be typed into a map's measure cells."
        ),
    )


def need_someone(state: Deciding) -> None:
    """Say where events belong to nobody: a report of totals by day, an empty column, or none at all."""
    if state.fields.get("customer") or state.fields.get("case"):
        return
    counted = [
        c for c in state.profile.columns if c.is_number and names.has(c.name, names.COUNTS) and c.filled
    ]
    if counted and not state.says("event"):
        for role in ("time", "times", "event", "event_name", "properties"):
            state.fields.pop(role, None)
        _totals(state, counted)
        return
    nouns = names.CUSTOMER | names.CASE
    empty = [c for c in state.profile.columns if not c.filled and names.is_id_of(c.name, nouns)]
    if empty:
        state.problem(
            code="customer-empty",
            message=f"the customer column {empty[0].name!r} is empty",
            severity="warning",
            help="Export it with customers in it, or name another column: --customer COLUMN. Without, only totals can be counted.",
        )
        return
    state.problem(
        code="no-customer",
        message=f"no column says whose events these are: {_some(state)}",
        severity="error" if state.fields.get("times") else "warning",
        help="--customer COLUMN names the customer, --case COLUMN the order or ticket. Without either, only totals can be counted.",
    )


def _some(state: Deciding) -> str:
    columns = [column.name for column in state.profile.columns]
    return ", ".join(columns[:5]) + (", …" if len(columns) > 5 else "")


def warn_ids(state: Deciding) -> None:
    """Warn of ids that a spreadsheet turned into 4.57E+11: many customers have become one."""
    identity = state.fields.get("identity")
    roles = [state.fields.get(role) for role in ("case", "customer", "event_id", "session", "remark_id")]
    for name in [*roles, identity.id if identity else None]:
        column = state.profile.get(name or "")
        if column is not None and column.scientific > 0.02:
            example = next((e for e in column.examples if "E+" in e.upper()), column.examples[0])
            state.problems.append(ids_ruined(column.name, example, state.file))
