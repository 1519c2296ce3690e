"""Time to an outcome: the share that has reached it, as steps with their band; who is still watched, beneath."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from footpath.draw.charts.answer import Answer, Row, groups
from footpath.draw.charts.frame import Body
from footpath.draw.charts.numbers import (
    between,
    probability,
    share,
    shown,
    tick_time,
    ticks,
    time,
    time_ticks,
    whole,
)
from footpath.draw.charts.panels import Name, Panel, Value, panels
from footpath.draw.charts.parts import (
    FAINT,
    HEAD,
    LABEL,
    NAME_STRONG,
    VALUE,
    cell,
    head,
    line,
    put,
    widest,
)
from footpath.draw.charts.stacked import spread
from footpath.draw.scene import Item, Path
from footpath.draw.styles import Style, measure, write

_HIGH = 250.0
_INKS = (
    ("flow", 2.2, ()),
    ("ink2", 1.6, (6.0, 2.5)),
    ("carry", 2.0, (1.2, 2.6)),
    ("ink3", 1.3, (8.0, 2.0, 1.5, 2.0)),
)
"""Ink, width and dash of each segment's curve: they differ without any colour."""
_MOST = 4
_FEW = 10
"""Where fewer are still watched the curve is thin."""


def outcomes(answer: Answer, width: float) -> Body:
    """Return the curves, or the medians with their intervals."""
    return _curves(answer, width) if answer.has("time_s") else _medians(answer, width)


def _curves(answer: Answer, width: float) -> Body:
    by = groups(answer.rows, "segment")
    kept = dict(sorted(by.items(), key=lambda pair: -(pair[1][0]["at_risk"] or 0))[:_MOST])
    last = max(row["time_s"] for rows in kept.values() for row in rows) or 1.0
    top = max(
        (row["high"] if row["high"] is not None else row["reached"]) or 0.0
        for rows in kept.values()
        for row in rows
    )
    top = 1.0 if top > 0.75 else ticks(0, min(top * 1.3, 1.0), 5)[-1] or 1.0
    names = widest((f"{shown(n)} 100 %" for n in kept), NAME_STRONG, 60, width * 0.24)
    left = (
        max(44.0, min(widest((shown(n) for n in kept), LABEL) + 26, width * 0.2)) if len(kept) > 1 else 44.0
    )
    room = width - left - names - 12
    items, y = head(
        left, 0, room, "Share that has reached it", "with 95 % interval; steps where somebody reaches it"
    )
    base = y + 8 + _HIGH

    def at_x(seconds: float) -> float:
        return left + room * seconds / last

    def at_y(value: float) -> float:
        return base - _HIGH * min(value / top, 1.0)

    for value in ticks(0, top, 6):
        items.append(
            line(
                left,
                at_y(value),
                left + room,
                at_y(value),
                "ink2" if value == 0 else "rule",
                0.9 if value == 0 else 0.6,
            )
        )
        items.append(write(left - 6, at_y(value) + 2.7, share(value), FAINT, anchor="end"))
    moments = time_ticks(last, 7)
    for moment in moments:
        items.append(line(at_x(moment), base, at_x(moment), base + 4, "ink2", 0.8))
        text = tick_time(moment, last)
        half = measure(text, FAINT) / 2
        items.append(write(min(at_x(moment), left + room - half), base + 13, text, FAINT, anchor="middle"))
    ends = []
    for number, (name, rows) in enumerate(kept.items()):
        ink, thick, dash = _INKS[number]
        curve, end = _curve(rows, at_x, at_y, ink, thick, dash)
        facts = _told(rows)
        items.append(cell(curve, (0, number), shown(name), "", facts, None, role="curve"))
        ends.append((end[1], name, rows[-1], ink, end[0]))
    ends.sort(key=lambda e: e[0])
    for (place, name, row, ink, x), label_y in zip(ends, spread([e[0] for e in ends], 22.0), strict=True):
        at = left + room + 10
        items.append(line(x + 2, place, at - 3, label_y - 2, "rule2", 0.7))
        items += put(at, label_y, shown(name), NAME_STRONG.of(ink=ink), names)
        items += put(at, label_y + 9.5, share(row["reached"]), LABEL, names)
    y = base + 30
    items += put(0, y, "Still watched, without it", HEAD.of(), width)
    y += 14
    for number, (name, rows) in enumerate(kept.items()):
        block = put(0, y, shown(name), LABEL, left - 22) if len(kept) > 1 else []
        for moment in moments:
            at_risk = next((row["at_risk"] for row in rows if row["time_s"] >= moment), None)
            text = whole(at_risk) if at_risk is not None else "–"
            half = measure(text, VALUE) / 2
            block.append(
                write(
                    min(at_x(moment), left + room - half), y, text, VALUE.of(face="sans-400"), anchor="middle"
                )
            )
        items.append(
            cell(block, (1 + number, 0), f"Still watched: {shown(name)}", "", [], (0, y - 9, left + room, 12))
        )
        y += 12
    left_out = (f"The {_MOST} largest of {len(by)} segments are drawn; the others are in the table.",) if len(by) > _MOST else ()  # fmt: skip
    said = _half(kept)
    marks = ("Who has not reached it by the end of the data counts as still waiting, never as lost.",
             f"Thin: fewer than {_FEW} are still watched.",
             "Still watched: just before the next time at which somebody reaches it.")  # fmt: skip
    return Body(said, items, y, left_out=left_out, marks=marks, description=said)


def _half(kept: Mapping[Any, Sequence[Row]]) -> str:
    said = []
    for name, rows in kept.items():
        row = next((row for row in rows if row["reached"] is not None and row["reached"] >= 0.5), None)
        if row is not None:
            said.append((row["time_s"], name))
    if not said:
        row = max((rows[-1] for rows in kept.values()), key=lambda r: r["reached"] or 0.0)
        return f"{share(row['reached'])} have reached it after {time(row['time_s'])}"
    said.sort(key=lambda pair: pair[0])
    first = f"Half have reached it after {time(said[0][0])}"
    if len(kept) == 1:
        return first
    if len(said) > 1:
        return f"{first} ({shown(said[0][1])}), {time(said[-1][0])} ({shown(said[-1][1])})"
    return f"{first} ({shown(said[0][1])})"


def _told(rows: list[Row]) -> list[tuple[str, str]]:
    out = [("Began", whole(rows[0]["at_risk"])), ("Reached it", whole(rows[-1]["goals"]))]
    for part, text in ((0.25, "A quarter after"), (0.5, "Half after"), (0.75, "Three quarters after")):
        row = next((r for r in rows if r["reached"] is not None and r["reached"] >= part), None)
        if row is not None:
            out.append((text, time(row["time_s"])))
    last = rows[-1]
    if last["low"] is not None:
        out.append(
            ("At the end", f"{share(last['reached'])}, {between(share(last['low']), share(last['high']))}")
        )
    return out


def _curve(
    rows: Sequence[Row],
    at_x: Callable[[float], float],
    at_y: Callable[[float], float],
    ink: str,
    thick: float,
    dash: tuple[float, ...],
) -> tuple[list[Item], tuple[float, float]]:
    points = [(at_x(0), at_y(0))]
    upper, lower = [(at_x(0), at_y(0))], [(at_x(0), at_y(0))]
    for row in rows:
        x = at_x(row["time_s"])
        for line_, value in ((points, row["reached"]), (upper, row["high"]), (lower, row["low"])):
            now = at_y(value) if value is not None else line_[-1][1]
            line_.append((x, line_[-1][1]))
            line_.append((x, now))
    around = [*upper, *reversed(lower)]
    band = Path((*(("M" if i == 0 else "L", round(x, 2), round(v, 2)) for i, (x, v) in enumerate(around)), ("Z",)), fill=ink, opacity=0.13)  # fmt: skip
    firm = 1 + 2 * sum(1 for row in rows if (row["at_risk"] or 0) >= _FEW)
    drawn: list[Item] = [band]
    for part, wide in ((points[:firm], thick), (points[max(firm - 1, 0) :], 0.8)):
        if len(part) > 1:
            way = tuple(("M" if i == 0 else "L", round(x, 2), round(v, 2)) for i, (x, v) in enumerate(part))
            drawn.append(Path(way, ink, wide, dash=dash))
    return drawn, points[-1]


def _medians(answer: Answer, width: float) -> Body:
    rows = list(answer.rows)
    names = [Name(str(r["segment"]), strong=True, facts=_facts(r)) for r in rows]
    high = max((r[k] for r in rows for k in ("median_s", "high_s") if r[k] is not None), default=1.0)
    given = [
        Panel("Began", [Value(r["customers"], whole(r["customers"]), loud=False) for r in rows], kind="text"),
        Panel("Reached", [Value(r["goals"], whole(r["goals"]), loud=False) for r in rows], "while watched", kind="text"),
        Panel("Half reach it within", [_median(r) for r in rows], "median, with 95 % interval", kind="dot", weight=2,
              tick=lambda s: tick_time(s, high), ticks_at=lambda _, end: time_ticks(end, 6)),
        Panel("Share by the last goal", [Value(r["reached"], share(r["reached"]), missing="nobody") for r in rows], weight=1.2),
    ]  # fmt: skip
    items, height = panels(names, given, width, title="Segment", tall=True)
    p = rows[0]["p"]
    if p is not None:
        text = f"Log-rank test over all segments: p {probability(p)}"
        items += put(0, height + 14, text, Style(9, 11, "sans-600"), width)
        height += 18
    told = sorted((r for r in rows if r["median_s"] is not None), key=lambda r: r["median_s"])
    if not told:
        said = "Fewer than half reach it while they are watched"
    elif len(rows) == 1:
        said = f"Half reach it within {time(told[0]['median_s'])}"
    else:
        said = f"Half of {shown(told[0]['segment'])} reach it within {time(told[0]['median_s'])}"
        if len(told) > 1:
            said += f", of {shown(told[-1]['segment'])} within {time(told[-1]['median_s'])}"
    return Body(said, items, height, description=said,
                marks=("An arrow instead of an end: the data do not reach far enough to say.",) if any(r["high_s"] is None and r["median_s"] is not None for r in rows) else ())  # fmt: skip


def _median(row: Row) -> Value:
    if row["median_s"] is None:
        return Value(None, missing="not reached by half")
    low, high = row["low_s"], row["high_s"]
    return Value(row["median_s"], time(row["median_s"]), low, high)


def _facts(row: Row) -> list[tuple[str, str]]:
    out = [("Still waiting", whole(row["censored"]))]
    if row["expected"] is not None:
        out.append(("Goals if all waited alike", whole(round(row["expected"]))))
    if row["low_s"] is not None or row["high_s"] is not None:
        out.append(("95 % interval of the median", between(time(row["low_s"]), time(row["high_s"]))))
    return out
