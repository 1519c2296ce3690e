"""Flows: who goes where, step by step, as ribbons whose width is how many; who leaves is hatched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from footpath.draw.charts.answer import Answer, Row, groups
from footpath.draw.charts.frame import Body
from footpath.draw.charts.numbers import is_ours, share, shown, whole
from footpath.draw.charts.parts import (
    NAME,
    NAME_OURS,
    bar,
    cell,
    fit,
    level_heads,
    put,
)
from footpath.draw.charts.stacked import spread
from footpath.draw.scene import Item, Path
from footpath.draw.styles import Style, measure, write

Move = tuple[str, str, float]

_NODE = 7.0
_LABEL_PITCH = 20.0
_GAP = 9.0
_COUNT = Style(7.5, 9, "sans-600", "flow")
_ENDS = ("(end", "(begin")


def flows(answer: Answer, width: float) -> Body:
    """Return the ribbons of all steps."""
    steps = groups(answer.rows, "step")
    order = sorted(steps)
    moves = [[(str(r["from"]), str(r["to"]), r["occurrences"]) for r in steps[step]] for step in order]
    heads = _heads(order, moves)
    if order[0] > 0 and all(a == "(begin)" for a, _, _ in moves[0]):
        # The beginning is one node for all: the first step tells where they are.
        first = moves.pop(0)
        heads.pop(0)
        items, height = ribbons(moves, heads, width, first={b: n for _, b, n in first})
    else:
        items, height = ribbons(moves, heads, width)
    said = _claim(order, steps)
    rare = any(r["to"] == "(other)" or r["from"] == "(other)" for r in answer.rows)
    marks = ["The width of a ribbon is how many go that way."]
    marks += (
        ["Hatched: the walk is over."] if any(str(r["to"]).startswith("(end") for r in answer.rows) else []
    )
    marks += ["other: the names that are rarer in that step."] if rare else []
    return Body(said, items, height, marks=tuple(marks), description=f"{len(order)} steps. {said}")


def _heads(order: Sequence[int], moves: Sequence[Sequence[Move]]) -> list[tuple[str, str]]:
    totals = [sum(n for _, _, n in row) for row in moves]
    if order[0] < 0:
        names = [f"{-step} before" for step in order]
        return [(name, "") for name in names] + [("at the end", whole(totals[-1]))]
    firsts = {a for a, _, _ in moves[0]}
    begin = "begin" if firsts == {"(begin)"} else "start"
    return [(begin, whole(totals[0])), *((f"step {step}", "") for step in order)]


def _claim(order: Sequence[int], steps: Mapping[Any, Sequence[Row]]) -> str:
    first = steps[order[-1] if order[0] < 0 else order[0]]
    total = sum(r["occurrences"] for r in first)
    if not total:
        return "Nobody goes anywhere"
    if order[0] < 0:
        top = max(first, key=lambda r: r["occurrences"])
        return f"{shown(top['from'])} comes right before in {share(top['occurrences'] / total)} of {whole(total)} walks"
    top = max(first, key=lambda r: r["occurrences"])
    if top["from"] == "(begin)":
        return f"{share(top['occurrences'] / total)} of {whole(total)} walks begin with {shown(top['to'])}"
    return f"After {shown(top['from'])}, {share(top['occurrences'] / total)} of {whole(total)} go to {shown(top['to'])}"


@dataclass(slots=True)
class _Node:
    """One name in one column; y and the places where the next ribbon leaves and comes are set as it is laid out."""

    name: str
    size: float
    y: float = 0.0
    high: float = 0.0
    out: float = 0.0
    into: float = 0.0


def ribbons(
    moves: Sequence[Sequence[Move]],
    heads: Sequence[tuple[str, str]],
    width: float,
    *,
    first: dict[str, float] | None = None,
) -> tuple[list[Item], float]:
    """Return columns of names with ribbons between them, and the height.

    Parameters
    ----------
    moves
        A list of (from, to, how many) between each column and the next.
    heads
        The head of each column, one more than `moves`.
    first
        How many are in each name of the first column, where that is known otherwise than by who leaves it.
    """
    columns = _columns(moves, first)
    count = len(columns)
    last = _last_room(columns[-1], width / count)
    pitch = (width - last) / max(count - 1, 1)
    nodes_most = max((len(column) for column in columns), default=1)
    total = max((sum(n.size for n in column.values()) for column in columns), default=1.0) or 1.0
    high = max(230.0, min(_LABEL_PITCH * nodes_most * 1.15, 560.0))
    unit = (high - _GAP * (nodes_most - 1)) / total
    items, top = level_heads(
        [(pitch * i, (last if i == count - 1 else pitch - 16), *heads[i]) for i in range(count)], 0.0
    )
    top += 8
    _place(columns, moves, unit, top)
    bottom = max((node.y + node.high for column in columns for node in column.values()), default=top)
    drawn: list[Item] = []
    for i, row in enumerate(moves):
        drawn += _ribbons_between(row, columns[i], columns[i + 1], pitch * i, pitch * (i + 1), unit, is_last=i + 2 == count)  # fmt: skip
    items += drawn
    for i, column in enumerate(columns):
        room = last if i == count - 1 else pitch - 8
        block, low = _names(list(column.values()), pitch * i, room, i, sum(n.size for n in column.values()))
        items += block
        bottom = max(bottom, low)
    return items, bottom + 4


def _last_room(column: dict[str, _Node], most: float) -> float:
    """Return how wide the last column has to be: its names, and nothing after them."""
    wide = max((measure(shown(node.name), NAME) + 5 + measure(whole(node.size), _COUNT) for node in column.values()), default=60)  # fmt: skip
    return max(min(wide + _NODE + 12, most), 60.0)


def _columns(moves: Sequence[Sequence[Move]], first: dict[str, float] | None) -> list[dict[str, _Node]]:
    columns: list[dict[str, _Node]] = [{} for _ in range(len(moves) + 1)]
    for i, row in enumerate(moves):
        leaving: dict[str, float] = {}
        coming: dict[str, float] = {}
        for a, b, n in row:
            leaving[a] = leaving.get(a, 0) + n
            coming[b] = coming.get(b, 0) + n
        for name, n in leaving.items():
            node = columns[i].setdefault(name, _Node(name, 0))
            node.size = max(node.size, n)
        for name, n in coming.items():
            columns[i + 1][name] = _Node(name, n)
    for name, n in (first or {}).items():
        node = columns[0].setdefault(name, _Node(name, 0))
        node.size = max(node.size, n)
    return columns


def _rank(name: str) -> int:
    return 2 if name.startswith(_ENDS) else 1 if name == "(other)" else 0


def _place(columns: list[dict[str, _Node]], moves: Sequence[Sequence[Move]], unit: float, top: float) -> None:
    """Put the names of each column in order: where names come again, each at the same height; else so that little crosses."""
    sizes: dict[str, float] = {}
    for column in columns:
        for node in column.values():
            sizes[node.name] = sizes.get(node.name, 0.0) + node.size
    again = sum(len(column) for column in columns) >= 2 * len(sizes)
    for i, column in enumerate(columns):
        weights: dict[str, float] = {}
        if i:
            sums: dict[str, float] = {}
            for a, b, n in moves[i - 1]:
                node = columns[i - 1][a]
                weights[b] = weights.get(b, 0.0) + n * (node.y + node.high / 2)
                sums[b] = sums.get(b, 0.0) + n
            weights = {name: weights[name] / sums[name] for name in weights if sums[name]}
        by = {
            name: -sizes[name] if again else weights.get(name, -node.size) if i else -node.size
            for name, node in column.items()
        }
        ordered = sorted(column.values(), key=lambda node: (_rank(node.name), by[node.name], node.name))
        y = top
        column.clear()
        for node in ordered:
            column[node.name] = node
            node.high = max(node.size * unit, 1.2)
            node.y = y
            y += max(node.high, _LABEL_PITCH - _GAP) + _GAP
    for column in columns:
        for node in column.values():
            node.out = node.into = node.y


def _ribbons_between(
    row: Sequence[Move], left: dict[str, _Node], right: dict[str, _Node], x1: float, x2: float, unit: float, *, is_last: bool
) -> list[Item]:  # fmt: skip
    items: list[Item] = []
    order = {name: i for i, name in enumerate(right)}
    start = {name: i for i, name in enumerate(left)}
    by_left = sorted(row, key=lambda m: (start[m[0]], order[m[1]]))
    places = {}
    for a, b, n in by_left:
        places[(a, b)] = left[a].out
        left[a].out += n * unit
    for a, b, n in sorted(row, key=lambda m: (order[m[1]], start[m[0]])):
        thick = n * unit
        y1, y2 = places[(a, b)], right[b].into
        right[b].into += thick
        if thick < 0.15:
            continue
        items.append(_ribbon(x1 + _NODE, y1, x2, y2, thick, ends=b.startswith("(end")))
    return items


def _ribbon(x1: float, y1: float, x2: float, y2: float, thick: float, *, ends: bool) -> Path:
    middle = (x1 + x2) / 2
    thick = max(thick, 0.3)
    around = (
        ("M", x1, y1), ("C", middle, y1, middle, y2, x2, y2), ("L", x2, y2 + thick),
        ("C", middle, y2 + thick, middle, y1 + thick, x1, y1 + thick), ("Z",),
    )  # fmt: skip
    return Path(around, fill="trouble" if ends else "flow", opacity=0.16 if ends else _strength(thick))


def _strength(thick: float) -> float:
    """Return how strong a ribbon is: thin ones, of which there are many, step back."""
    return 0.12 if thick < 1.2 else 0.22 if thick < 4 else 0.32


def _names(nodes: list[_Node], x: float, pitch: float, column: int, total: float) -> tuple[list[Item], float]:
    items: list[Item] = []
    bottom = 0.0
    wanted = [node.y + node.high / 2 for node in nodes]
    places = spread(wanted, _LABEL_PITCH - 1)
    for number, (node, middle) in enumerate(zip(nodes, places, strict=True)):
        look = "lost" if node.name.startswith("(end") else "still" if is_ours(node.name) else "flow"
        block: list[Item] = bar(x, node.y, _NODE, node.high, look)
        style = NAME_OURS if is_ours(node.name) else NAME
        room = pitch - _NODE - 6
        count = whole(node.size)
        name = fit(shown(node.name), style, room)
        start = x + _NODE + 4
        if name.width + 5 + measure(count, _COUNT) <= room and node.high < 19:
            block += put(start, middle + 3, shown(node.name), style, room, halo=True)
            block.append(write(start + name.width + 5, middle + 3, count, _COUNT, halo=True))
        else:
            block += put(start, middle - 1, shown(node.name), style, room, halo=True)
            block.append(write(start, middle + 8.5, count, _COUNT, halo=True))
        facts = [("How many", count), ("Of those in this step", share(node.size / total if total else None))]
        items.append(cell(block, (number, column), shown(node.name), "", facts, (x, middle - 9, pitch, 19)))
        bottom = max(bottom, middle + 11)
    return items, bottom
