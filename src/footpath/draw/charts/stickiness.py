"""Stickiness: on how many days of a week or month customers are active, or the share of a day in a week or month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from footpath.draw.charts.answer import Answer, Row, groups
from footpath.draw.charts.frame import Body
from footpath.draw.charts.heat import Cell, heat
from footpath.draw.charts.numbers import between, quantity, share, shown, whole
from footpath.draw.charts.panels import MOST_ROWS, Name, Panel, Value, folded, panels

_FEW = 3


def stickiness(answer: Answer, width: float) -> Body:
    """Return the days of each period, or its ratio."""
    if answer.has("ratio"):
        return _ratio(answer, width)
    periods = groups(answer.rows, "period")
    kept = dict(list(periods.items())[-MOST_ROWS:])
    days = list(dict.fromkeys(row["days"] for row in answer.rows))
    unit = "month" if len(days) > 7 else "week"
    if len(kept) <= _FEW:
        return _bars(answer, kept, unit, width)
    names = [(shown(p), whole(sum(r["customers"] for r in rows))) for p, rows in kept.items()]
    cells = []
    for rows in kept.values():
        found = {row["days"]: row for row in rows}
        cells.append([_cell(found.get(day)) for day in days])
    items, height = heat(names, [str(day) for day in days], cells, width, title=unit.capitalize(), under="customers",
                         across=f"Days of the {unit} on which they are active", across_under="per cent of those active in it")  # fmt: skip
    told = [rows for rows in periods.values() if rows[0]["complete"]] or list(periods.values())
    return Body(_claim(told[-1], unit), items, height, left_out=folded(len(periods), what=f"{unit}s"),
                marks=("Hatched: the data do not tell of the whole period.",), description=_claim(told[-1], unit))  # fmt: skip


def _claim(rows: Sequence[Row], unit: str) -> str:
    one = next((r for r in rows if r["days"] == 1), None)
    if one is None or one["share"] is None:
        return f"Nobody was active in the last {unit}"
    return f"In {shown(one['period'])} {share(one['share'])} of the active came on one day of the {unit} only"


def _cell(row: Row | None) -> Cell | None:
    if row is None or row["share"] is None:
        return None
    facts = [("Customers", whole(row["customers"])), ("Share", share(row["share"])),
             ("95 % interval", between(share(row["low"]), share(row["high"])))]  # fmt: skip
    label = f"{row['share'] * 100:.0f}" if row["customers"] else ""
    return Cell(
        row["share"], label, not row["complete"], f"{shown(row['period'])}, {row['days']} days", facts
    )


def _bars(answer: Answer, kept: Mapping[Any, Sequence[Row]], unit: str, width: float) -> Body:
    days = list(dict.fromkeys(row["days"] for row in answer.rows))
    names = [Name(f"{day} day{'' if day == 1 else 's'}") for day in days]
    given = []
    for period, rows in kept.items():
        found = {row["days"]: row for row in rows}
        values = [
            Value(r["share"], f"{share(r['share'])} ({whole(r['customers'])})", r["low"], r["high"], look="flow" if r["complete"] else "open", missing="nobody")
            for r in (found[day] for day in days)
        ]  # fmt: skip
        given.append(Panel(shown(period), values, "of those active in it", scale="share"))
    items, height = panels(names, given, width, title=f"Active on so many days of the {unit}", tall=True)
    rows = list(kept.values())[-1]
    return Body(_claim(rows, unit), items, height, description=_claim(rows, unit))


def _ratio(answer: Answer, width: float) -> Body:
    rows = list(answer.rows)[-MOST_ROWS:]
    names = [Name(str(r["period"])) for r in rows]
    given = [
        Panel("Customers", [Value(r["customers"], whole(r["customers"]), loud=False) for r in rows], "in the period", kind="text"),
        Panel("On a day", [Value(r["mean_daily"], quantity(round(r["mean_daily"], 1)) if r["mean_daily"] is not None else "–", loud=False) for r in rows], "on average", kind="text"),
        Panel("Stickiness", [Value(r["ratio"], share(r["ratio"]), r["low"], r["high"], look="flow" if r["complete"] else "open", loud=r["complete"], missing="nobody") for r in rows],
              "who is active on a day, of those active in the period, with 95 % interval", weight=3),
    ]  # fmt: skip
    items, height = panels(names, given, width, title="Period")
    told = [r for r in rows if r["complete"] and r["ratio"] is not None] or [
        r for r in rows if r["ratio"] is not None
    ]
    said = f"On a day of {shown(told[-1]['period'])} {share(told[-1]['ratio'])} of its customers are active" if told else "Nobody is active"  # fmt: skip
    return Body(said, items, height, left_out=folded(len(answer.rows), what="periods"),
                marks=("Hatched: the data do not tell of the whole period.",), description=said)  # fmt: skip
