"""Bars over periods, stacked above and below a zero line, each part named where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from footpath.draw.charts.numbers import ticks, whole
from footpath.draw.charts.parts import (
    FAINT,
    LABEL,
    VALUE,
    Fact,
    bar,
    cell,
    fit,
    line,
    put,
    widest,
)
from footpath.draw.scene import Item
from footpath.draw.styles import measure, write

_HIGH = 250.0
_LABEL_MOST = 80.0


@dataclass(frozen=True, slots=True)
class Part:
    """One series: its name, its look, whether it hangs below the line, a value a period."""

    name: str
    look: str
    values: Sequence[float]
    below: bool = False


def stacked(
    periods: Sequence[str],
    parts: Sequence[Part],
    width: float,
    *,
    is_open: Sequence[bool] = (),
    facts: Sequence[Sequence[Fact]] = (),
) -> tuple[list[Item], float]:
    """Return the bars and their height; periods that are not over are marked under the axis."""
    last = len(periods) - 1
    names = widest(
        (f"{part.name} {whole(max(part.values, default=0))}" for part in parts), VALUE, 60, width * 0.3
    )
    left = 44.0
    room = width - left - names - 14
    pitch = room / max(len(periods), 1)
    thick = min(pitch - (1.0 if pitch < 8 else 3.0), 54.0)
    above = [sum(p.values[i] for p in parts if not p.below) for i in range(len(periods))]
    under = [sum(p.values[i] for p in parts if p.below) for i in range(len(periods))]
    high, low = max([*above, 1]), max([*under, 0])
    unit = _HIGH / (high + low)
    zero = 10 + high * unit
    items: list[Item] = []
    for value in ticks(-low, high, 7):
        y = zero - value * unit
        items.append(
            line(left, y, left + room, y, "ink2" if value == 0 else "rule", 0.9 if value == 0 else 0.6)
        )
        items.append(write(left - 6, y + 2.7, whole(abs(value)), FAINT, anchor="end"))
    for i, period in enumerate(periods):
        x = left + pitch * i + (pitch - thick) / 2
        up, down = zero, zero
        block: list[Item] = []
        for part in parts:
            tall = part.values[i] * unit
            y = down if part.below else up - tall
            block += _part(part, x, y, thick, tall, part.values[i], last_one=i == last)
            up, down = (up, down + tall) if part.below else (up - tall, down)
        block += _total(above[i], x + thick / 2, up, thick)
        told = facts[i] if facts else [(p.name, whole(p.values[i])) for p in parts]
        items.append(cell(block, (0, i), period, "not over yet" if is_open and is_open[i] else "", told, (x - 1, 0, thick + 2, zero + low * unit + 8)))  # fmt: skip
    items += _names(parts, last, unit, zero, left + room + 8, names)
    bottom = zero + low * unit + 12
    items += _periods(periods, is_open, left, pitch, bottom)
    return items, bottom + (24 if any(is_open) else 12)


def _part(
    part: Part, x: float, y: float, width: float, height: float, value: float, *, last_one: bool
) -> list[Item]:
    items = bar(x, y, width, height, part.look) if height > 0 else []
    text = whole(value)
    if height >= 12 and measure(text, LABEL) <= width - 3 and not last_one:
        ink = "paper" if part.look == "plain" else "on-colour" if part.look == "flow" else "ink"
        items.append(
            write(
                x + width / 2,
                y + height / 2 + 2.7,
                text,
                LABEL.of(ink=ink),
                anchor="middle",
                halo=part.look in ("lost", "open"),
            )
        )
    return items


def _total(value: float, x: float, y: float, width: float) -> list[Item]:
    text = whole(value)
    return (
        [write(x, y - 4, text, VALUE, anchor="middle")] if value and measure(text, VALUE) <= width + 6 else []
    )


def _names(parts: Sequence[Part], last: int, unit: float, zero: float, x: float, room: float) -> list[Item]:
    """Return the names of the parts beside the last bar, moved apart where they would touch."""
    up = down = zero
    wanted = []
    for part in parts:
        tall = part.values[last] * unit if last >= 0 else 0
        middle = down + tall / 2 if part.below else up - tall / 2
        up, down = (up, down + tall) if part.below else (up - tall, down)
        wanted.append((middle, part))
    wanted.sort(key=lambda pair: pair[0])
    places = spread([place for place, _ in wanted], 12.0)
    items: list[Item] = []
    for (place, part), y in zip(wanted, places, strict=True):
        items.append(line(x - 6, place, x, y, "rule2", 0.7))
        ink = {"carry": "carry", "lost": "trouble"}.get(
            part.look, "flow" if part.look in ("flow", "soft", "pale") else "ink2"
        )
        items += put(x + 3, y + 2.9, f"{part.name} {whole(part.values[last])}", VALUE.of(ink=ink), room)
    return items


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Return places in the same order, `gap` apart at least, each as near to where it was wanted as that allows.

    >>> spread([0, 1, 30], 10)
    [-4.5, 5.5, 30.0]
    """
    blocks: list[list[float]] = []  # [sum of what is wanted of the first, how many]
    for number, place in enumerate(wanted):
        blocks.append([place - number * gap, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, many = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += many
    out: list[float] = []
    for total, many in blocks:
        out += [total / many + gap * (len(out) + i) for i in range(int(many))]
    return out


def _periods(
    periods: Sequence[str], is_open: Sequence[bool], left: float, pitch: float, y: float
) -> list[Item]:
    items: list[Item] = []
    periods = [" ".join(fit(period, FAINT, _LABEL_MOST).lines) for period in periods]
    wide = widest(periods, FAINT)
    every = max(1, int((wide + 8) / pitch) + (1 if (wide + 8) % pitch else 0)) if pitch < wide + 8 else 1
    end = -1e9
    for i, period in enumerate(periods):
        half = measure(period, FAINT) / 2
        x = max(left + pitch * (i + 0.5), half)
        if (i % every == 0 or (is_open and is_open[i] and i == len(periods) - 1)) and x - half > end + 3:
            items.append(write(x, y, period, FAINT, anchor="middle"))
            end = x + half
    end = -1e9
    for i, flag in enumerate(is_open):
        x = left + pitch * (i + 0.5)
        text = "not whole"
        half = measure(text, LABEL) / 2
        if flag:
            items.append(
                line(
                    x - min(pitch, 12) / 2, y + 3.5, x + min(pitch, 12) / 2, y + 3.5, "ink2", 1, dash=(2, 1.5)
                )
            )
            if x - half > end + 3:
                items.append(write(max(x, half), y + 12, text, LABEL, anchor="middle"))
                end = x + half
    return items
