"""Waits and durations: where the elapsed time goes, by share of all of it, and how long one wait is."""

from __future__ import annotations

from footpath.draw.charts.answer import Answer, Row
from footpath.draw.charts.frame import Body
from footpath.draw.charts.numbers import share, shown, time, whole
from footpath.draw.charts.panels import Name, Panel, Value, folded, panels

_MOST = 30


def waits(answer: Answer, width: float) -> Body:
    """Return a row a wait, most time first."""
    rows = list(answer.rows)
    kept = rows[:_MOST]
    names = [
        Name(shown(row["from"]) if row["to"] == "(any)" else f"{shown(row['from'])} → {shown(row['to'])}",
             facts=_facts(row))
        for row in kept
    ]  # fmt: skip
    given = [
        Panel("Share of all time", [Value(r["share"], share(r["share"]), r["low"], r["high"], missing="no time") for r in kept], "with its 95 % interval", weight=3),
        Panel("One wait", [Value(r["median_s"], time(r["median_s"])) for r in kept], "median", kind="text"),
        Panel("9 of 10", [Value(r["p90_s"], time(r["p90_s"]), loud=False) for r in kept], "within", kind="text"),
        Panel("Times", [Value(r["occurrences"], whole(r["occurrences"]), loud=False) for r in kept], kind="text"),
    ]  # fmt: skip
    items, height = panels(names, given, width, title="After this, until that")
    top = rows[0]
    to = "" if top["to"] == "(any)" else f" and {shown(top['to'])}"
    said = f"{share(top['share'])} of all time passes {'between' if to else 'after'} {shown(top['from'])}{to}"
    if top["share"] is None:
        said = "No time elapses between events"
    return Body(said, items, height, left_out=folded(len(rows), _MOST, "waits"), description=said)


def durations(answer: Answer, width: float) -> Body:
    """Return a row a touchpoint, most time first, then the whole."""
    rows = list(answer.rows)
    parts = [row for row in rows if not str(row["name"]).startswith("(whole")]
    wholes = [row for row in rows if str(row["name"]).startswith("(whole")]
    kept = [*parts[:_MOST], *wholes]
    names = [Name(str(row["name"]), strong=row in wholes, facts=_facts(row)) for row in kept]
    given = [
        Panel("Share of all time", [Value(None if r in wholes else r["share"], share(r["share"]), missing="first to last") for r in kept], weight=3),
        Panel("Median", [Value(r["median_s"], time(r["median_s"])) for r in kept], kind="text"),
        Panel("9 of 10", [Value(r["p90_s"], time(r["p90_s"]), loud=False) for r in kept], "within", kind="text"),
        Panel("Times", [Value(r["occurrences"], whole(r["occurrences"]), loud=False) for r in kept], kind="text"),
    ]  # fmt: skip
    items, height = panels(names, given, width, title="After")
    top = parts[0] if parts else kept[0]
    said = f"{share(top['share'])} of all time passes after {shown(top['name'])}"
    return Body(said, items, height, left_out=folded(len(parts), _MOST, "names"), description=said)


def _facts(row: Row) -> list[tuple[str, str]]:
    return [("Customers", whole(row["customers"])), ("Time in all", time(row["total_s"]))]
