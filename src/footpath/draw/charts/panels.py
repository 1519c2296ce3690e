"""Rows of names with panels beside them: bars, dots with intervals, texts; each panel with its own head and scale.

Most answers are read like this: one row a thing, one panel a number, the number written beside its mark.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from footpath.draw.charts.numbers import is_ours, shown, ticks
from footpath.draw.charts.parts import (
    FAINT,
    HEAD,
    LABEL,
    LOST,
    NAME,
    NAME_OURS,
    NAME_STRONG,
    NUMBER,
    SAID,
    VALUE,
    Fact,
    bar,
    cell,
    dot,
    fit,
    level_heads,
    line,
    middle,
    over_bar,
    put,
    whisker,
    widest,
)
from footpath.draw.scene import Item, Path
from footpath.draw.styles import measure, write

GAP = 20.0
MOST_ROWS = 60
"""What a picture shows of a long table: the rest is counted, and stands in the table."""
_NAME_SHARE = 0.34
_NAME_MOST = 250.0
_LEAST = 90.0
"""A panel of bars or dots is not narrower, as long as texts beside it can be left to the table."""
_ONE_LINE = 13
"""Heads of so many characters stand on one line."""


@dataclass(frozen=True, slots=True)
class Value:
    """One number of a panel.

    `label` is how it is written; `loud` marks what an answer is about (a dot is filled, a label strong);
    `look` is one of `parts.bar`'s.
    """

    value: float | None
    label: str = ""
    low: float | None = None
    high: float | None = None
    loud: bool = True
    look: str = "flow"
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One column of numbers. `weight` is its part of the width; panels with the same `scale` are drawn to one scale."""

    title: str
    values: Sequence[Value]
    under: str = ""
    kind: Literal["bar", "dot", "text"] = "bar"
    weight: float = 1.0
    scale: str = ""
    tick: Callable[[float], str] | None = None
    ticks_at: Callable[[float, float], list[float]] | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """One row: its name, a second line in small, what a page tells of it, and the section that it begins."""

    name: str
    under: str = ""
    strong: bool = False
    facts: Sequence[Fact] = ()
    section: str = ""
    section_under: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    panel: Panel
    x: float
    width: float
    low: float
    high: float
    label: float

    def at(self, value: float) -> float:
        """Return where a value stands."""
        room = self.width - self.label
        return self.x + room * (value - self.low) / ((self.high - self.low) or 1.0)


def panels(
    names: Sequence[Name],
    given: Sequence[Panel],
    width: float,
    *,
    title: str = "",
    under: str = "",
    tall: bool = False,
) -> tuple[list[Item], float]:
    """Return rows with panels, and their height."""
    is_double = any(name.under for name in names)
    name_width = _name_width(names, given, width, title)
    row_height = 30.0 if is_double else 20.0 if tall or len(names) <= 30 else 15.0
    given = _that_fit(given, width - name_width)
    placed = _placed(given, name_width, width)
    columns = [(0.0, name_width, title, under)]
    columns += [(p.x, p.width, p.panel.title, p.panel.under) for p in placed]
    items, y = level_heads(columns, 0.0)
    y += 2
    with_ticks = [p for p in placed if p.panel.kind == "dot"]
    if with_ticks:
        for p in with_ticks:
            items += _tick_labels(p, y + 8)
        y += 13
    top, blocks = y, []
    for number, name in enumerate(names):
        if name.section:
            y += 12 if number else 4
            blocks += put(0, y + 9, name.section, SAID, width * 0.7)
            under_x = fit(name.section, SAID, width * 0.7).width + 8
            blocks += put(under_x, y + 9, name.section_under, LABEL, width - under_x)
            y += 17
        blocks.append(_row(number, name, placed, y, row_height, name_width))
        y += row_height
    for p in placed:
        if p.panel.kind == "dot":
            items += _grid(p, top, y)
        elif p.panel.kind == "bar" and p.low < 0:
            items.append(line(p.at(0), top, p.at(0), y, "rule2", 0.8))
    return [*items, *blocks], y + 2


def _that_fit(given: Sequence[Panel], room: float) -> Sequence[Panel]:
    """Return the panels without the last ones of text, where a narrow picture has no room for them beside its marks."""
    kept = list(given)
    while True:
        texts = [i for i, panel in enumerate(kept) if panel.kind == "text"]
        drawn = len(kept) - len(texts)
        wide = sum(_text_width(kept[i]) for i in texts) + GAP * len(kept) + _LEAST * drawn
        if wide <= room or not texts or not drawn:
            return kept
        del kept[texts[-1]]


def _text_width(panel: Panel) -> float:
    return max(widest((v.label for v in panel.values), VALUE) + 4, _head_width(panel))


def _name_width(names: Sequence[Name], given: Sequence[Panel], width: float, title: str) -> float:
    wanted = widest((shown(name.name) for name in names), NAME_STRONG, 60)
    wanted = max(wanted, widest((name.under for name in names), LABEL), measure(title, HEAD))
    most = width * (_NAME_SHARE if len(given) > 1 else 0.42)
    return min(wanted + 4, max(most, 110.0), _NAME_MOST)


def _placed(given: Sequence[Panel], name_width: float, width: float) -> list[_Placed]:
    room = width - name_width - GAP * len(given)
    fixed = {i: _text_width(p) for i, p in enumerate(given) if p.kind == "text"}
    fixed = {i: min(w, room * 0.4, 150.0) for i, w in fixed.items()}
    weights = sum(p.weight for i, p in enumerate(given) if i not in fixed)
    free = max(room - sum(fixed.values()), 40.0)
    ends: dict[str, tuple[float, float]] = {}
    for number, panel in enumerate(given):
        key = panel.scale or str(number)
        low, high = _ends(panel)
        before = ends.get(key, (low, high))
        ends[key] = (min(low, before[0]), max(high, before[1]))
    labels: dict[str, float] = {}
    for number, panel in enumerate(given):
        key = panel.scale or str(number)
        labels[key] = max(labels.get(key, 0.0), _label_width(panel))
    out, x = [], name_width + GAP
    for number, panel in enumerate(given):
        key = panel.scale or str(number)
        wide = fixed.get(number, free * panel.weight / (weights or 1.0))
        low, high = ends[key]
        out.append(_Placed(panel, x, wide, low, high, min(labels[key], wide * 0.6)))
        x += wide + GAP
    return out


def _head_width(panel: Panel) -> float:
    """Return what a head needs so that no word of it is broken."""
    title = [panel.title] if len(panel.title) <= _ONE_LINE else panel.title.split()
    under = [panel.under] if len(panel.under) <= _ONE_LINE else panel.under.split()
    return max(widest(title, HEAD), widest(under, LABEL)) + 3


def _label_width(panel: Panel) -> float:
    if panel.kind == "text":
        return widest((v.label or v.missing for v in panel.values if _FIGURES.issuperset(v.label)), VALUE)
    return widest((v.label or v.missing for v in panel.values), NUMBER) + 8


def _ends(panel: Panel) -> tuple[float, float]:
    found = [0.0]
    for v in panel.values:
        if panel.kind == "text":
            continue
        found += [one for one in (v.value, v.low, v.high) if one is not None]
    return min(found), max(found) if max(found) > min(found) else min(found) + 1.0


def _ticks(p: _Placed) -> list[float]:
    return p.panel.ticks_at(p.low, p.high) if p.panel.ticks_at else ticks(p.low, p.high, 7)


def _tick_labels(p: _Placed, y: float) -> list[Item]:
    items: list[Item] = []
    end = -1e9
    for value in _ticks(p):
        text = p.panel.tick(value) if p.panel.tick else f"{value:g}"
        half = measure(text, FAINT) / 2
        x = min(max(p.at(value), p.x + half), p.x + p.width - half)
        if x - half < end + 6:
            continue
        items.append(write(x, y, text, FAINT, anchor="middle"))
        end = x + half
    return items


def _grid(p: _Placed, top: float, bottom: float) -> list[Item]:
    return [
        line(p.at(v), top, p.at(v), bottom, "ink3" if v == 0 and p.low < 0 else "rule", 0.9 if v == 0 and p.low < 0 else 0.6)
        for v in _ticks(p)
    ]  # fmt: skip


def _row(
    number: int, name: Name, placed: Sequence[_Placed], y: float, height: float, name_width: float
) -> Item:
    style = NAME_OURS if is_ours(name.name) else NAME_STRONG if name.strong else NAME
    text = shown(name.name)
    first = middle(y, height, style) if not name.under else y + 11.5
    items: list[Item] = put(0, first, text, style, name_width)
    if name.under:
        items += put(0, y + 22, name.under, LABEL, name_width)
    told: list[Fact] = []
    for p in placed:
        value = p.panel.values[number]
        items += _text(p, value, y, height) if p.panel.kind == "text" else _drawn(p, value, y, height)
        told.append((p.panel.title or p.panel.under, value.label or value.missing or "–"))
    width = placed[-1].x + placed[-1].width if placed else name_width
    return cell(items, (number, 0), text, "", (*told, *name.facts), (-4, y, width + 8, height))


def _text(p: _Placed, value: Value, y: float, height: float) -> list[Item]:
    style = VALUE if value.loud else VALUE.of(ink="ink2", face="sans-400")
    text = value.label or value.missing
    baseline = middle(y, height, style)
    if _FIGURES.issuperset(text):
        # Figures stand under one another by their last one.
        end = p.x + min(p.label, p.width)
        return put(end, baseline, text, style, p.width, anchor="end")
    return put(p.x, baseline, text, style, p.width)


_FIGURES = frozenset("0123456789,.%+−– \u202f")


def _drawn(p: _Placed, value: Value, y: float, height: float) -> list[Item]:
    centre = y + height / 2
    if value.value is None:
        return put(p.at(max(p.low, 0.0)) + 2, middle(y, height, LABEL), value.missing, LABEL, p.width * 0.6)
    zero, at = p.at(max(p.low, min(0.0, p.high))), p.at(value.value)
    items: list[Item] = []
    has_range = value.low is not None and value.high is not None
    if p.panel.kind == "bar":
        thick = min(height - 5, 12.0)
        items += bar(min(zero, at), centre - thick / 2, abs(at - zero), thick, value.look)
    end = max(at, zero)
    if has_range and value.low is not None and value.high is not None:
        low, high = p.at(value.low), p.at(value.high)
        if p.panel.kind == "bar":
            items += over_bar(low, high, at, centre, value.look)
        else:
            items += whisker(low, high, centre, _ink(value), 1.5)
        end = max(end, high)
    elif value.low is not None and p.panel.kind == "dot":
        items += _without_end(p.at(value.low), p.x + p.width - p.label, centre, _ink(value))
    if p.panel.kind == "dot":
        items.append(dot(at, centre, filled=value.loud, ink=_ink(value)))
        end = max(end, at + 3)
    style = LOST if value.look == "lost" else NUMBER if value.loud else NUMBER.of(face="sans-400")
    if p.panel.kind == "dot":
        start = p.x + p.width - p.label + 8
        items += put(start, middle(y, height, style), value.label, style, p.label - 4)
    else:
        items += put(end + 4, middle(y, height, style), value.label, style, p.x + p.width + GAP - end - 6)
    return items


def _without_end(low: float, end: float, y: float, ink: str) -> list[Item]:
    """Return an interval whose end nobody knows: an arrow instead of a cap."""
    tip = Path((("M", end - 3.2, y - 2.6), ("L", end, y), ("L", end - 3.2, y + 2.6)), ink, 1.5)
    return [line(low, y, end, y, ink, 1.5), line(low, y - 2.4, low, y + 2.4, ink, 1.5), tip]


def _ink(value: Value) -> str:
    return {"lost": "trouble", "carry": "carry"}.get(value.look, "flow")


def folded(count: int, most: int = MOST_ROWS, what: str = "rows") -> tuple[str, ...]:
    """Return the sentence on rows that the picture leaves to the table, where there are some."""
    if count <= most:
        return ()
    return (f"Of {count:,} {what} the first {most} are drawn; the others are in the table.",)
