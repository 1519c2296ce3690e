"""What has no chart of its own is set as a table: names at the start, numbers as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from footpath.draw.charts.answer import Answer
from footpath.draw.charts.frame import Body
from footpath.draw.charts.numbers import quantity, share, shown, time, whole
from footpath.draw.charts.panels import folded
from footpath.draw.charts.parts import HEAD, NAME, VALUE, cell, line, put
from footpath.draw.scene import Item
from footpath.draw.styles import measure

_MOST = 60
_SHARES = ("share", "ratio", "reached")


def plain(answer: Answer, width: float) -> Body:
    """Return the rows as a table, as wide as it has to be."""
    rows = list(answer.rows)[:_MOST]
    texts = [[said(name, row) for name in answer.columns] for row in rows]
    heads = [column_name(name) for name in answer.columns]
    wants = [
        min(max([measure(heads[i], HEAD), *(measure(line_[i], VALUE) for line_ in texts)]) + 16, 220.0)
        for i in range(len(heads))
    ]
    factor = width / sum(wants) if sum(wants) > width else 1.0
    wide = [max(w * factor, 44.0) for w in wants]
    items: list[Item] = [line(0, 0, max(sum(wide), width), 0, "ink", 1.6)]
    x = 0.0
    for i, text in enumerate(heads):
        items += put(x, 13, text, HEAD, wide[i] - 8)
        x += wide[i]
    y = 20.0
    for number, cells in enumerate(texts):
        x = 0.0
        block: list[Item] = []
        for i, text in enumerate(cells):
            block += put(x, y + 13, text, NAME if i == 0 else VALUE.of(face="sans-400"), wide[i] - 8)
            x += wide[i]
        y += 18
        block.append(line(0, y, max(sum(wide), width), y))
        items.append(cell(block, (number, 0), cells[0] if cells else "", "", list(zip(heads[1:], cells[1:], strict=True)), (-4, y - 18, max(x, width) + 8, 18)))  # fmt: skip
    count = len(answer.rows)
    return Body(f"{answer.command.removeprefix('mine ').capitalize()}: {whole(count)} row{'' if count == 1 else 's'}",
                items, y + 2, width=max(sum(wide), width), left_out=folded(count, _MOST))  # fmt: skip


def column_name(name: str) -> str:
    """Return the name of a column as a head: words, without the unit that is in its values.

    >>> column_name("median_s"), column_name("share_of_first")
    ('median', 'share of first')
    """
    return name.removesuffix("_s").removesuffix("_us").replace("_", " ")


def said(column: str, row: Mapping[str, Any]) -> str:
    """Return the value of a column as people read it, by what its name says it is."""
    value = row[column]
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return " → ".join(shown(part) for part in value)
    if isinstance(value, str):
        return shown(value)
    if column.endswith("_s"):
        return time(value)
    if column.startswith(_SHARES) and -1 <= value <= 1:
        return share(value)
    return whole(value) if isinstance(value, int) else quantity(value)
