"""Cohorts: a row a cohort, a panel a measure, with intervals; cohorts that are not over are hatched."""

from __future__ import annotations

from footpath.draw.charts.answer import Answer, groups
from footpath.draw.charts.frame import Body
from footpath.draw.charts.numbers import quantity, share, shown, whole
from footpath.draw.charts.panels import MOST_ROWS, Name, Panel, Value, folded, panels

_SIDE_BY_SIDE = 5


def cohorts(answer: Answer, width: float) -> Body:
    """Return a row a cohort and a panel a measure."""
    by_cohort = groups(answer.rows, "cohort")
    kept = list(by_cohort)[-MOST_ROWS:]
    measures = list(dict.fromkeys(str(row["measure"]) for row in answer.rows))
    names = [Name(str(name), facts=[("Customers", whole(by_cohort[name][0]["customers"]))]) for name in kept]
    given: list[Panel] = []
    if measures != ["size"] and "size" not in measures:
        given.append(Panel("Customers", [Value(by_cohort[n][0]["customers"], whole(by_cohort[n][0]["customers"]), loud=False) for n in kept], kind="text"))  # fmt: skip
    for measure in measures[:_SIDE_BY_SIDE]:
        say = whole if measure == "size" else share if measure.startswith("share") else quantity
        values = []
        for name in kept:
            row = next((r for r in by_cohort[name] if r["measure"] == measure), None)
            if row is None or row["value"] is None:
                values.append(Value(None, missing="not over yet"))
                continue
            look = "flow" if row["complete"] else "open"
            values.append(Value(row["value"], say(row["value"]), row["low"], row["high"], look=look, loud=row["complete"]))  # fmt: skip
        given.append(Panel(_title(measure), values, "" if measure == "size" else "with 95 % interval"))
    items, height = panels(names, given, width, title="Came first in", tall=True)
    left = [*folded(len(by_cohort), what="cohorts")]
    if len(measures) > _SIDE_BY_SIDE:
        left.append(f"{len(measures) - _SIDE_BY_SIDE} measures more are in the table.")
    is_open = any(not row["complete"] for row in answer.rows)
    marks = (
        ("Hatched: the cohort, or the time of some of its customers, is not over yet.",) if is_open else ()
    )
    return Body(_claim(answer, measures), items, height, left_out=tuple(left), marks=marks,
                description=f"{len(by_cohort)} cohorts, {len(measures)} measures.")  # fmt: skip


def _title(measure: str) -> str:
    return "Customers" if measure == "size" else measure


def _claim(answer: Answer, measures: list[str]) -> str:
    named = next((m for m in measures if m != "size"), None)
    rows = [
        r
        for r in answer.rows
        if r["measure"] == (named or "size") and r["value"] is not None and r["complete"]
    ]
    if not rows:
        return "No cohort is over yet"
    if named is None:
        top = max(rows, key=lambda r: r["value"])
        return f"Most came first in {shown(top['cohort'])}: {whole(top['value'])}"
    say = share if named.startswith("share") else quantity
    best, worst = max(rows, key=lambda r: r["value"]), min(rows, key=lambda r: r["value"])
    if best is worst:
        return f"{named}: {say(best['value'])} in {shown(best['cohort'])}"
    return f"{named}: {say(worst['value'])} in {shown(worst['cohort'])}, {say(best['value'])} in {shown(best['cohort'])}"
