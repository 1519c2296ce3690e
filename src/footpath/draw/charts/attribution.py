"""Attribution: what each channel is owed by each model, side by side; what it takes away; what an outcome costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from footpath.draw.charts.answer import Answer, Row, groups
from footpath.draw.charts.frame import Body
from footpath.draw.charts.numbers import quantity, share, shown
from footpath.draw.charts.panels import MOST_ROWS, Name, Panel, Value, folded, panels

_SIDE_BY_SIDE = 7
_WITH_MORE = 3
"""Beside so many models there is room for removal effects and costs."""


def attribution(answer: Answer, width: float) -> Body:
    """Return a row a channel and a panel a model, all to one scale, channels by their largest credit."""
    models = groups(answer.rows, "model")
    by_channel = groups(answer.rows, "channel")
    channels = sorted(by_channel, key=lambda name: (-max(r["credit"] for r in by_channel[name]), str(name)))
    kept = channels[:MOST_ROWS]
    given: list[Panel] = []
    for model, rows in list(models.items())[:_SIDE_BY_SIDE]:
        found = {row["channel"]: row for row in rows}
        values = []
        for name in kept:
            row = found.get(name)
            if row is None:
                values.append(Value(None, missing="–"))
                continue
            text = (
                share(row["share"])
                if len(models) > 4
                else f"{quantity(round(row['credit'], 1))} ({share(row['share'])})"
            )
            values.append(Value(row["credit"], text if row["share"] is not None else quantity(row["credit"]), row.get("low"), row.get("high")))  # fmt: skip
        given.append(Panel(model, values, "outcomes" if len(models) <= 4 else "of outcomes", scale="credit"))
    with_more = len(models) <= _WITH_MORE
    if with_more:
        given += _more(answer, models, kept)
    left = [*folded(len(channels), what="channels")]
    if len(models) > _SIDE_BY_SIDE:
        left.append(f"{len(models) - _SIDE_BY_SIDE} models more are in the table.")
    facts = {name: _facts(by_channel[name]) for name in kept}
    names = [Name(str(name) if name is not None else "(none)", facts=facts[name]) for name in kept]
    items, height = panels(names, given, width, title="Channel", tall=True)
    marks = [
        "Removal effect: the part of the chance of the goal that is lost without the channel; effects overlap."
    ]
    has_effect = any(row.get("removal_effect") is not None for row in answer.rows)
    return Body(_claim(models), items, height, left_out=tuple(left), marks=tuple(marks if has_effect and with_more else ()),
                description=f"{len(channels)} channels by {len(models)} models. {_claim(models)}")  # fmt: skip


def _claim(models: Mapping[Any, Sequence[Row]]) -> str:
    tops = {}
    for model, rows in models.items():
        best = max(rows, key=lambda row: row["credit"])
        if not best["credit"]:
            return "No path came to the goal"
        tops[model] = best
    leaders = {row["channel"] for row in tops.values()}
    shares = [row["share"] for row in tops.values() if row["share"] is not None]
    if len(leaders) == 1:
        name = shown(next(iter(leaders)))
        low, high = share(min(shares)), share(max(shares))
        said = low if low == high else f"{low} to {high}"
        if len(tops) == 1:
            return f"{name} is owed most: {said} of outcomes"
        return f"All {len(tops)} models owe most to {name}: {said} of outcomes"
    often: dict[str, int] = {}
    for row in tops.values():
        name = shown(row["channel"])
        often[name] = often.get(name, 0) + 1
    said = ", ".join(
        f"{name} by {many}" for name, many in sorted(often.items(), key=lambda pair: -pair[1])[:3]
    )
    return f"The {len(tops)} models disagree on who is owed most: {said}"


def _more(answer: Answer, models: Mapping[Any, Sequence[Row]], kept: Sequence[Any]) -> list[Panel]:
    out = []
    for model, rows in models.items():
        found = {row["channel"]: row for row in rows}
        if any(row.get("removal_effect") is not None for row in rows):
            effects = [(found.get(name) or {}).get("removal_effect") for name in kept]
            out.append(Panel("Removal effect", [Value(e, share(e), look="lost", missing="–") for e in effects],
                             f"lost of the chance of the goal ({model})"))  # fmt: skip
        if answer.has("cost_per_outcome"):
            each = [found.get(name) or {} for name in kept]
            money = [row.get("currency") or "" for row in each]
            out.append(Panel("Cost", [Value(r.get("cost"), f"{quantity(r.get('cost'))} {m}".strip(), loud=False) for r, m in zip(each, money, strict=True)], kind="text"))  # fmt: skip
            out.append(Panel("For each", [Value(r.get("cost_per_outcome"), quantity(r.get("cost_per_outcome"))) for r in each], "outcome", kind="text"))  # fmt: skip
    return out


def _facts(rows: Sequence[Row]) -> list[tuple[str, str]]:
    out = []
    for row in rows:
        out.append(
            (str(row["model"]), f"{quantity(round(row['credit'], 2))} outcomes, {share(row['share'])}")
        )
        if row.get("removal_effect") is not None:
            out.append((f"Removal effect, {row['model']}", share(row["removal_effect"])))
        if row.get("cost_per_outcome") is not None:
            out.append((f"Cost for each outcome, {row['model']}", f"{quantity(row['cost_per_outcome'])} {row.get('currency') or ''}".strip()))  # fmt: skip
    return out
