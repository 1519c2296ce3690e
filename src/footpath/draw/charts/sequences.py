"""Sequences: how often a pattern occurs, in the middle; what stands right before it and right after it, on both sides."""

from __future__ import annotations

from footpath.draw.charts.answer import Answer, Row
from footpath.draw.charts.frame import Body
from footpath.draw.charts.numbers import between, is_ours, share, shown, time, whole
from footpath.draw.charts.parts import (
    HEAD,
    LABEL,
    NAME,
    NAME_OURS,
    NUMBER,
    bar,
    cell,
    fit,
    level_heads,
    put,
)
from footpath.draw.charts.plain import plain
from footpath.draw.scene import Box, Item, Path
from footpath.draw.styles import Style, write

_EACH = 12
_BIG = Style(26, 28, "display-600", "flow")
_PITCH = 24.0


def sequences(answer: Answer, width: float) -> Body:
    """Return the pattern between what comes before and after."""
    pattern = next((row for row in answer.rows if row["what"] == "pattern"), None)
    before = [row for row in answer.rows if row["what"] == "before"]
    after = [row for row in answer.rows if row["what"] == "after"]
    if pattern is None:
        return plain(answer, width)
    side = (width - 60) * 0.34
    centre_x, centre = side + 30, width - 2 * side - 60
    right = centre_x + centre + 30
    items, y = level_heads(
        [
            (0, side, "Right before", "share of those with the pattern"),
            (centre_x, centre, "The pattern", ""),
            (right, side, "Right after", "share of those with the pattern"),
        ],
        0,
    )
    y += 8
    biggest = max((row["share"] or 0 for row in [*before, *after]), default=1.0) or 1.0
    for number, row in enumerate(before[:_EACH]):
        items.append(_side(row, number, 0, 0, y + number * _PITCH, side, biggest, leftwards=True))
    for number, row in enumerate(after[:_EACH]):
        items.append(_side(row, number, 2, right, y + number * _PITCH, side, biggest, leftwards=False))
    block, height = _centre(pattern, centre_x, y, centre)
    items.append(block)
    items += [_arrow(side + 12, y + 22), _arrow(centre_x + centre + 12, y + 22)]
    rows = max(min(len(before), _EACH), min(len(after), _EACH))
    left = [
        f"Of {len(given):,} that stand {where} the first {_EACH} are drawn; the others are in the table."
        for given, where in ((before, "before"), (after, "after"))
        if len(given) > _EACH
    ]
    said = f"{whole(pattern['count'])} of {whole(pattern['n'])} have the pattern: {share(pattern['share'])}"
    return Body(said, items, y + max(rows * _PITCH, height) + 2, left_out=tuple(left), description=said)


def _side(row: Row, number: int, column: int, x: float, y: float, room: float, biggest: float, *, leftwards: bool) -> Item:  # fmt: skip
    style = NAME_OURS if is_ours(row["name"]) else NAME
    text = f"{share(row['share'])} ({whole(row['count'])})"
    long = (room - 4) * (row["share"] or 0) / biggest
    number_room = 74.0
    items: list[Item] = []
    if leftwards:
        items += put(x + room, y + 8, shown(row["name"]), style, room - number_room, anchor="end")
        items += put(x + room - fit(shown(row["name"]), style, room - number_room).width - 7, y + 8, text, NUMBER.of(face="sans-400"), number_room, anchor="end")  # fmt: skip
        items += bar(x + room - long, y + 12, long, 6, "still" if is_ours(row["name"]) else "flow")
    else:
        items += put(x, y + 8, shown(row["name"]), style, room - number_room)
        items += put(x + fit(shown(row["name"]), style, room - number_room).width + 7, y + 8, text, NUMBER.of(face="sans-400"), number_room)  # fmt: skip
        items += bar(x, y + 12, long, 6, "still" if is_ours(row["name"]) else "flow")
    facts = [("Count", whole(row["count"])), ("Share", share(row["share"])),
             ("95 % interval", between(share(row["low"]), share(row["high"]))), ("Away, median", time(row["median_s"]))]  # fmt: skip
    return cell(items, (number, column), shown(row["name"]), "", facts, (x, y - 2, room, _PITCH - 2))


def _centre(row: Row, x: float, y: float, room: float) -> tuple[Item, float]:
    lines = fit(shown(row["name"]), HEAD, room - 24, 6)
    high = 60 + 12 * len(lines.lines) + 11 * (2 + (row["median_s"] is not None))
    items: list[Item] = [Box(x + 0.4, y + 0.4, room - 0.8, high, fill="cool", radius=3)]
    at = y + 20
    for text in lines.lines:
        items.append(write(x + room / 2, at, text, HEAD, anchor="middle"))
        at += 12
    at += 20
    items.append(write(x + room / 2, at, share(row["share"]), _BIG, anchor="middle"))
    said = [
        f"{whole(row['count'])} of {whole(row['n'])}, {between(share(row['low']), share(row['high']))}",
        f"{whole(row['occurrences'])} times in all" if row["occurrences"] is not None else "",
        f"from first to last {time(row['median_s'])}, 9 of 10 within {time(row['p90_s'])}" if row["median_s"] is not None else "",
    ]  # fmt: skip
    at += 16
    for text in said:
        if text:
            items += put(x + room / 2, at, text, LABEL, room - 12, anchor="middle")
            at += 11
    facts = [
        ("Customers", whole(row["customers"])),
        ("95 % interval", between(share(row["low"]), share(row["high"]))),
    ]
    return cell(items, (0, 1), shown(row["name"]), "", facts, (x, y, room, high)), high + 4


def _arrow(x: float, y: float) -> Path:
    return Path((("M", x, y - 4), ("L", x + 6, y), ("L", x, y + 4)), "ink3", 1.2, round=True)
