"""Paths: each way that is taken as a row of chips, as often as it is walked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from footpath.draw.charts.answer import Answer, Row
from footpath.draw.charts.frame import Body
from footpath.draw.charts.numbers import is_ours, share, shown, whole
from footpath.draw.charts.panels import folded
from footpath.draw.charts.parts import (
    LABEL,
    NAME_OURS,
    NUMBER,
    bar,
    cell,
    fit,
    level_heads,
    put,
    widest,
)
from footpath.draw.scene import Box, Item, Path
from footpath.draw.styles import Style, measure, write

_MOST = 60
_LINES = 2
_CHIP = Style(8, 10)
_HIGH = 14.0
_LOOKS = (
    ("flow-soft", "", "ink"), ("paper", "flow", "flow"), ("cool", "ink3", "ink"), ("warm", "rule2", "ink"),
    ("flow", "", "on-colour"), ("ink2", "", "paper"),
)  # fmt: skip
"""Fill, edge and ink of the chips of the most frequent names; the rest is plain. The name always stands in the chip."""


@dataclass(frozen=True, slots=True)
class _Chip:
    name: str
    times: int


def paths(answer: Answer, width: float) -> Body:
    """Return a row a path, the most walked first."""
    rows = [row for row in answer.rows if list(row["path"]) != ["(other)"]][:_MOST]
    other = next((row for row in answer.rows if list(row["path"]) == ["(other)"]), None)
    looks = _looks(rows)
    counts = widest((whole(r["count"]) for r in answer.rows), NUMBER, 30)
    bar_room = min(120.0, width * 0.18)
    x = counts + 12 + bar_room + 52
    items, y = level_heads(
        [
            (0, x - 18, "How often", "and the share of all paths"),
            (
                x,
                width - x,
                "The way",
                "from first to last; a name several times in a row stands once, with its number",
            ),
        ],
        0,
    )
    y += 8
    most = max((row["count"] for row in answer.rows), default=1) if other is None else max([*(row["count"] for row in rows), 1])  # fmt: skip
    for number, row in enumerate(rows):
        block, high = _chips([str(n) for n in row["path"]], x, y, width - x, looks)
        block += _count(row, y, counts, bar_room, most)
        said = " → ".join(shown(n) for n in row["path"])
        items.append(cell(block, (number, 0), said, "", [("Count", whole(row["count"])), ("Share of all", share(row["share"]))], (-4, y - 2, width + 8, high + 3)))  # fmt: skip
        y += high + 7
    if other is not None:
        block = put(x, y + 10, f"all other paths: {share(other['share'])} of all", NAME_OURS, width - x)
        block.append(write(counts, y + 10, whole(other["count"]), NUMBER.of(ink="ink2"), anchor="end"))
        items.append(cell(block, (len(rows), 0), "other", "", [("Count", whole(other["count"])), ("Share of all", share(other["share"]))], (-4, y - 2, width + 8, 18)))  # fmt: skip
        y += 20
    total = sum(row["share"] for row in rows)
    said = (
        f"{share(rows[0]['share'])} go the most walked way, the first {len(rows)} ways hold {share(total)}"
        if len(rows) > 1
        else f"{share(rows[0]['share']) if rows else 'None'} go the most walked way"
    )
    left = folded(len([r for r in answer.rows if list(r["path"]) != ["(other)"]]), _MOST, "paths")
    return Body(said, items, y, left_out=left, description=said)


def _looks(rows: Sequence[Row]) -> dict[str, tuple[str, str, str]]:
    """Return the look of the most frequent names in the paths that are drawn."""
    often: dict[str, float] = {}
    for row in rows:
        for name in dict.fromkeys(str(n) for n in row["path"]):
            often[name] = often.get(name, 0) + row["count"]
    ranked = sorted(often, key=lambda name: (-often[name], name))
    return dict(zip(ranked, _LOOKS, strict=False))


def _count(row: Row, y: float, counts: float, room: float, most: float) -> list[Item]:
    items: list[Item] = [write(counts, y + 10, whole(row["count"]), NUMBER, anchor="end")]
    long = room * row["count"] / most
    items += bar(counts + 8, y + 2.5, max(long, 0.8), 9, "flow")
    items.append(write(counts + 8 + max(long, 0.8) + 4, y + 10, share(row["share"]), LABEL))
    return items


def _chips(
    path: list[str], x: float, y: float, room: float, looks: dict[str, tuple[str, str, str]]
) -> tuple[list[Item], float]:  # fmt: skip
    folded_path: list[_Chip] = []
    for name in path:
        if folded_path and folded_path[-1].name == name:
            folded_path[-1] = _Chip(name, folded_path[-1].times + 1)
        else:
            folded_path.append(_Chip(name, 1))
    items: list[Item] = []
    at, lines = x, 1
    left = len(folded_path)
    rest_room = measure("and 999 more", LABEL) + 4
    for chip in folded_path:
        text = fit(shown(chip.name), _CHIP, 150)
        times = f"× {chip.times}" if chip.times > 1 else ""
        wide = text.width + 12 + (measure(times, LABEL) + 4 if times else 0)
        is_last_line = lines == _LINES
        needed = wide + (rest_room if is_last_line and left > 1 else 0)
        if at + needed > x + room and at > x:
            if is_last_line:
                items += put(
                    at + 2, y + (lines - 1) * (_HIGH + 3) + 10, f"and {left} more", LABEL, rest_room + 10
                )
                break
            lines += 1
            at = x
        top = y + (lines - 1) * (_HIGH + 3)
        if at > x:
            items.append(_arrow(at - 7, top + _HIGH / 2))
        fill, edge, ink = looks.get(chip.name, ("paper", "rule2", "ink"))
        if is_ours(chip.name):
            fill, edge, ink = "paper", "rule2", "ink2"
        items.append(Box(at + 0.4, top + 0.4, wide - 0.8, _HIGH - 0.8, fill=fill, stroke=edge, line=0.8 if edge else 0, radius=3))  # fmt: skip
        items.append(write(at + 6, top + 10, text.lines[0] if text.lines else "", _CHIP.of(ink=ink)))
        if times:
            items.append(write(at + wide - 5, top + 10, times, LABEL.of(ink=ink), anchor="end"))
        at += wide + 10
        left -= 1
    return items, lines * _HIGH + (lines - 1) * 3


def _arrow(x: float, y: float) -> Path:
    return Path((("M", x, y - 2.6), ("L", x + 3.4, y), ("L", x, y + 2.6)), "ink3", 0.9, round=True)
