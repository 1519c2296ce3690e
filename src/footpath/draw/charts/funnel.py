"""The funnel: how many come to each step, who is lost between, how long it takes, and where the lost go."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import log
from typing import Any

from footpath.draw.charts.answer import Answer, Row, groups
from footpath.draw.charts.frame import Body
from footpath.draw.charts.numbers import (
    between,
    is_ours,
    log_time_ticks,
    share,
    shown,
    tick_time,
    time,
    time_ticks,
    whole,
)
from footpath.draw.charts.panels import Name, Panel, Value, panels
from footpath.draw.charts.parts import (
    FAINT,
    LABEL,
    LOST,
    NAME_STRONG,
    NUMBER,
    UNDER,
    VALUE,
    bar,
    cell,
    level_heads,
    line,
    over_bar,
    put,
    widest,
)
from footpath.draw.scene import Item, Path
from footpath.draw.styles import measure, write

_BAR = 17.0
_PITCH = 21.0
_SIDE_BY_SIDE = 3
_WIDE = 60.0
"""Times that differ by more than this factor stand on a logarithmic axis."""
_UNDER_TIMES = "line: 8 of 10; bar: half of them; mark: median"
_LOG_UNDER = f"{_UNDER_TIMES}; the axis is logarithmic"
_LOOKS = ("flow", "soft", "still")


def funnel(answer: Answer, width: float) -> Body:
    """Return the funnel: its steps, its times, or where the lost went."""
    if answer.has("next"):
        return _lost(answer, width)
    if answer.has("p10_s"):
        return _times(answer, width)
    parts = groups(answer.rows, "segment") if answer.has("segment") else {"": list(answer.rows)}
    named = {name: rows for name, rows in parts.items() if name != "(all)"} or parts
    if len(named) > _SIDE_BY_SIDE:
        return _many(answer, parts, width)
    drawn = named if len(named) > 1 else parts if len(parts) == 1 else named
    return _steps(answer, parts, drawn, width)


def claim(rows: Sequence[Row]) -> str:
    """Return what a funnel says in one sentence."""
    if not rows or not rows[0]["count"]:
        return "Nobody came to the first step"
    first, last = rows[0], rows[-1]
    said = f"{whole(last['count'])} of {whole(first['count'])} come from {shown(first['name'])} to {shown(last['name'])}"
    falls = [(a["count"] - b["count"], a, b) for a, b in itertools.pairwise(rows)]
    worst = max(falls, key=lambda fall: fall[0], default=None)
    if worst is None or worst[0] <= 0:
        return said
    if len(rows) == 2:
        return said
    return f"{said}; most are lost between {shown(worst[1]['name'])} and {shown(worst[2]['name'])}"


def _steps(answer: Answer, parts: dict[Any, list[Row]], drawn: dict[Any, list[Row]], width: float) -> Body:
    several = len(drawn) > 1
    whole_funnel = parts.get("(all)") or next(iter(drawn.values()))
    names = [str(row["name"]) for row in whole_funnel]
    name_width = min(widest((shown(n) for n in names), NAME_STRONG, 90) + 20, width * 0.27)
    tail = 128.0 if not several else 190.0
    bars_x = name_width + 24
    bars = width - bars_x - tail
    items, y = level_heads(
        [
            (0, name_width, "Step", "median time from the start"),
            (bars_x, bars, "How many get there", "and how many are lost on the way"),
            (bars_x + bars + 18, tail - 18, "Share", "of the first; of the step before"),
        ],
        0,
    )
    y += 8
    tops = {name: rows[0]["count"] or 0 for name, rows in drawn.items()}
    # With segments each is drawn to its own first step: their shares are compared, their sizes are written.
    most = max([*tops.values(), 1])
    for number, name in enumerate(names):
        block: list[Item] = []
        block += [write(0, y + 12, str(number + 1), NAME_STRONG.of(ink="ink3", face="sans-400"))]
        block += put(14, y + 12, shown(name), NAME_STRONG, name_width - 14, lines=2)
        facts: list[tuple[str, str]] = []
        at = y
        lost_said = []
        for place, (segment, rows) in enumerate(drawn.items()):
            row, before = rows[number], rows[number - 1] if number else None
            scale = bars / ((tops[segment] if several else most) or 1)
            block += _bar(row, before, bars_x, at, scale, bars, _LOOKS[place])
            block += _shares(row, bars_x + bars + 18, at, is_first=number == 0, segment=shown(segment) if several else "", room=tail - 18)  # fmt: skip
            facts += _facts(row, shown(segment) if several else "")
            if before is not None:
                lost_said.append((shown(segment), before["count"] - row["count"]))
            at += _PITCH
        bottom = at + 2
        nxt = [rows[number + 1] if number + 1 < len(names) else None for rows in drawn.values()]
        if nxt[0] is not None:
            bottom = _between(block, items, drawn, number, bars_x, bars, y, bottom, several=several)
        items.append(cell(block, (number, 0), shown(name), "", facts, (-4, y - 4, width + 8, bottom - y)))
        y = bottom
    marks = _marks(answer, several=several)
    sizes = ", ".join(f"{shown(name)} {whole(tops[name])}" for name in drawn) if several else ""
    said = claim(whole_funnel) if not several else _segments_claim(drawn) or claim(whole_funnel)
    return Body(said, items, y, scope=f"At the first step: {sizes}" if sizes else "", marks=marks,
                description=f"A funnel of {len(names)} steps. {claim(whole_funnel)}")  # fmt: skip


def _segments_claim(drawn: dict[Any, list[Row]]) -> str:
    ends = [(rows[-1]["share_of_first"], name, rows) for name, rows in drawn.items() if rows[-1]["share_of_first"] is not None and not is_ours(name)]  # fmt: skip
    if len(ends) < 2:
        return ""
    best, worst = max(ends, key=lambda e: e[0]), min(ends, key=lambda e: e[0])
    if share(best[0]) == share(worst[0]):
        return ""
    last = shown(best[2][-1]["name"])
    return f"{share(best[0])} of {shown(best[1])} come to {last}, of {shown(worst[1])} {share(worst[0])}"


def _marks(answer: Answer, *, several: bool) -> tuple[str, ...]:
    said = ["Hatched: lost since the step before."]
    if any(row.get("low") is not None for row in answer.rows):
        said.append("Whisker: 95 % interval of the share of the first step.")
    if several:
        said.append("Each segment is drawn to its own first step.")
    return tuple(said)


def _bar(
    row: Row, before: Row | None, x: float, y: float, scale: float, room: float, look: str
) -> list[Item]:
    long = row["count"] * scale
    items: list[Item] = bar(x, y, room, _BAR, "empty")
    items += bar(x, y, long, _BAR, look)
    if before is not None and before["count"] > row["count"]:
        items += bar(x + long, y, (before["count"] - row["count"]) * scale, _BAR, "lost")
    text = whole(row["count"])
    wide = measure(text, VALUE)
    if long > wide + 14:
        items.append(write(x + 6, y + 12, text, VALUE.of(ink="on-colour" if look == "flow" else "ink")))
    else:
        items.append(write(x + long + 5, y + 12, text, VALUE, halo=True))
    if row.get("low") is not None and before is not None and row["share_of_first"]:
        first = row["count"] / row["share_of_first"] if row["share_of_first"] else 0
        low, high = x + row["low"] * first * scale, x + row["high"] * first * scale
        at_number = low < x + long + wide + 9 and long <= wide + 14
        if not at_number:
            items += over_bar(low, min(high, x + room), x + long, y + _BAR / 2, look)
    return items


def _shares(row: Row, x: float, y: float, *, is_first: bool, segment: str, room: float) -> list[Item]:
    items: list[Item] = [write(x, y + 12, share(row["share_of_first"]), NUMBER)]
    if not is_first:
        items.append(write(x + 40, y + 12, share(row["share_of_previous"]), LABEL))
    if segment:
        items += (
            put(x + 74, y + 12, segment, LABEL, room - 74)
            if not is_first
            else put(x + 40, y + 12, segment, LABEL, room - 40)
        )
    return items


def _facts(row: Row, segment: str) -> list[tuple[str, str]]:
    of = f" ({segment})" if segment else ""
    out = [(f"Count{of}", whole(row["count"])), (f"Of the first step{of}", share(row["share_of_first"]))]
    if row.get("low") is not None:
        out.append((f"95 % interval{of}", between(share(row["low"]), share(row["high"]))))
    out.append((f"Of the step before{of}", share(row["share_of_previous"])))
    if row.get("median_s") is not None:
        out.append((f"Median time from the start{of}", time(row["median_s"])))
    return out


def _between(
    block: list[Item], items: list[Item], drawn: dict[Any, list[Row]], number: int, x: float, room: float,
    top: float, bottom: float, *, several: bool,
) -> float:  # fmt: skip
    """Draw what stands between two steps: an arrow with the time, who is lost; return where the next step begins."""
    lost = [(shown(s), rows[number]["count"] - rows[number + 1]["count"]) for s, rows in drawn.items()]
    total = sum(n for _, n in lost)
    at = bottom + 8
    block.append(write(x, at + 2, f"{whole(total)} lost", LOST))
    if several:
        said = ", ".join(f"{name} {whole(n)}" for name, n in lost)
        start = x + measure(f"{whole(total)} lost", LOST) + 7
        block += put(start, at + 2, said, UNDER, x + room - start)
    first = next(iter(drawn.values()))[number + 1]
    height = max(26.0, 14.0 if several else 22.0)
    end = bottom + height
    stem = top + 22
    block += [line(3, stem, 3, end - 6, "rule2", 0.9), _arrow(3, end - 4)]
    if first.get("median_s") is not None:
        times = sorted(rows[number + 1]["median_s"] for rows in drawn.values() if rows[number + 1].get("median_s") is not None)  # fmt: skip
        ends = dict.fromkeys((time(times[0]), time(times[-1])))
        block += put(14, at + 2, " to ".join(ends), LABEL, x - 34)
    return end


def _arrow(x: float, y: float) -> Path:
    return Path((("M", x - 2.6, y - 4), ("L", x + 2.6, y - 4), ("L", x, y), ("Z",)), fill="rule2")


def _many(answer: Answer, parts: dict[Any, list[Row]], width: float) -> Body:
    """Return many segments as panels: one column a segment, one row a step."""
    steps = next(iter(parts.values()))
    drawn = dict(list(parts.items())[:6])
    counts = [[(shown(segment), f"{whole(rows[i]['count'])} came so far") for segment, rows in parts.items()] for i in range(len(steps))]  # fmt: skip
    names = [Name(str(row["name"]), facts=counts[i]) for i, row in enumerate(steps)]
    given = [
        Panel(
            shown(segment),
            [
                Value(row["share_of_first"], share(row["share_of_first"]), row["low"], row["high"], look="pale" if segment == "(all)" else "flow", missing="nobody")
                for row in rows
            ],
            f"of {whole(rows[0]['count'])}",
            scale="share",
        )
        for segment, rows in drawn.items()
    ]  # fmt: skip
    items, height = panels(names, given, width, title="Step", under="", tall=True)
    left = tuple([f"{len(parts) - 6} segments more are in the table."] if len(parts) > 6 else [])
    named = {name: rows for name, rows in parts.items() if name != "(all)"}
    said = _segments_claim(named) or claim(steps)
    return Body(said, items, height, left_out=left,
                marks=("Bars: share of the segment's first step, with its 95 % interval.",), description=said)  # fmt: skip


def _times(answer: Answer, width: float) -> Body:
    """Return how long it takes to each step: from 10th to 90th percentile, the quarters, the median."""
    rows = list(answer.rows)
    later = [row for row in rows if row.get("median_s") is not None]
    high = max((row["p90_s"] for row in later), default=1.0) or 1.0
    least = min((row["p10_s"] for row in later), default=1.0)
    is_log = high / max(least, 1.0) > _WIDE
    name_width = min(widest((_step(row) for row in rows), NAME_STRONG, 90) + 8, width * 0.3)
    x, label = name_width + 20, 150.0
    room = width - x - label
    items, y = level_heads(
        [
            (0, name_width, "Step", "how many came there"),
            (x, room, "How long it takes from the start", _LOG_UNDER if is_log else _UNDER_TIMES),
            (x + room + 18, label - 18, "Median", "from the start; from the step before"),
        ],
        0,
    )
    low = max(min(least, 60.0), 1.0)

    def place(value: float) -> float:
        return x + room * (log(max(value, low) / low) / log(high / low) if is_log else value / high)

    end = -1e9
    for value in log_time_ticks(low, high) if is_log else time_ticks(high, 6):
        at = place(value)
        items.append(line(at, y + 12, at, y + 16 + 30 * len(rows), "rule"))
        text = time(value) if is_log else tick_time(value, high)
        half = measure(text, FAINT) / 2
        at = min(max(at, x + half), x + room - half)
        if at - half > end + 5:
            items.append(write(at, y + 8, text, FAINT, anchor="middle"))
            end = at + half
    y += 16
    for number, row in enumerate(rows):
        block = put(0, y + 12, _step(row), NAME_STRONG, name_width)
        block += put(0, y + 22, whole(row["count"]), LABEL, name_width)
        if row.get("median_s") is not None:
            marks = {k: place(row[k]) for k in ("p10_s", "p25_s", "median_s", "p75_s", "p90_s")}
            block.append(line(marks["p10_s"], y + 12, marks["p90_s"], y + 12, "flow", 1.2))
            block += bar(marks["p25_s"], y + 7, marks["p75_s"] - marks["p25_s"], 10, "soft")
            block.append(line(marks["median_s"], y + 4, marks["median_s"], y + 20, "flow", 2.4))
            block.append(write(x + room + 18, y + 15, time(row["median_s"]), NUMBER))
            block += put(x + room + 76, y + 15, time(row["step_median_s"]), LABEL, label - 76)
        facts = [("Count", whole(row["count"]))]
        told = (("p10_s", "1 of 10 within"), ("p25_s", "1 of 4 within"), ("median_s", "Half within"), ("p75_s", "3 of 4 within"), ("p90_s", "9 of 10 within"))  # fmt: skip
        facts += [(said, time(row[key])) for key, said in told if row.get(key) is not None]
        items.append(cell(block, (number, 0), _step(row), "", facts, (-4, y, width + 8, 28)))
        y += 30
    said = (
        f"Half of those who come to {shown(rows[-1]['name'])} take {time(rows[-1]['median_s'])} or less"
        if later
        else claim(rows)
    )
    return Body(said, items, y, description=said)


def _step(row: Row) -> str:
    segment = row.get("segment")
    name = shown(row["name"])
    return f"{shown(segment)}: {name}" if segment is not None and segment != "(all)" else name


def _lost(answer: Answer, width: float) -> Body:
    """Return where those went who came no further than a step."""
    names: list[Name] = []
    values: list[Value] = []
    counts: list[Value] = []
    times: list[Value] = []
    before = ""
    for row in answer.rows:
        step = _step(row)
        is_new = step != before
        names.append(Name(str(row["next"]), section=f"after {step}" if is_new else "",
                          section_under=f"{whole(row['lost'])} came no further" if is_new else ""))  # fmt: skip
        before = step
        look = "open" if row["next"] == "(open)" else "still" if row["next"] == "(end)" else "flow"
        counts.append(Value(row["count"], whole(row["count"])))
        values.append(Value(row["share"], share(row["share"]), row["low"], row["high"], look=look, loud=not is_ours(row["next"])))  # fmt: skip
        times.append(Value(row["median_s"], time(row["median_s"]), loud=False))
    given = [
        Panel("Count", counts, kind="text"),
        Panel("Share", values, "of those who came no further", weight=3),
        Panel("Until then", times, "median", kind="text"),
    ]
    items, height = panels(names, given, width, title="What came next")
    named = [row for row in answer.rows if not is_ours(row["next"])]
    top = max(named, key=lambda row: row["count"], default=None)
    said = (
        f"Of those who come no further than {shown(top['name'])}, {whole(top['count'])} of {whole(top['lost'])} went on to {shown(top['next'])}"
        if top
        else "Where the lost went"
    )
    marks = (
        "open: the window of their last start is not over, so they are not lost yet.",
        "end: nothing came after.",
    )
    return Body(said, items, height, marks=marks, description=said)
