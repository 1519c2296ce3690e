"""Retention: the curve over all cohorts, and under it, column for column, the triangle of cohorts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from footpath.draw.charts.answer import Answer, Row, groups
from footpath.draw.charts.frame import Body
from footpath.draw.charts.heat import Cell, Columns, columns_for, heat
from footpath.draw.charts.numbers import between, share, shown, ticks, whole
from footpath.draw.charts.parts import FAINT, NUMBER, cell, dot, head, line, moved
from footpath.draw.scene import Item, Path
from footpath.draw.styles import measure, write

_MOST = 60
_HIGH = 110.0


def retention(answer: Answer, width: float) -> Body:
    """Return curve and triangle."""
    cohorts = groups(answer.rows, "cohort")
    whole_rows = cohorts.pop("(all)", [])
    offsets = list(dict.fromkeys(row["offset"] for row in answer.rows))
    kept = dict(list(cohorts.items())[-_MOST:])
    names = [(shown(name), whole(rows[0]["customers"])) for name, rows in kept.items()]
    all_names = [*names, ("all cohorts", "")]
    columns = columns_for(all_names, len(offsets), width, "Came first in")
    later = [row["share"] for row in whole_rows if row["share"] is not None and row["offset"] != 0]
    top = min(1.0, 2 * max(later, default=0.5))
    unit = unit_of(answer)
    items, y = _curve(whole_rows, offsets, columns)
    heads = [str(offset) for offset in offsets]
    cells = []
    for rows in kept.values():
        found = {row["offset"]: row for row in rows}
        cells.append([_cell(found.get(offset), offset) for offset in offsets])
    block, height = heat(names, heads, cells, width, title="Came first in", under="customers",
                         across="Share that came back", across_under=f"per cent, by {unit}s since", columns=columns, first_row=1, top=max(top, 0.01))  # fmt: skip
    items += [moved(item, 0, y + 16) for item in block]
    left = () if len(cohorts) <= _MOST else (f"Of {len(cohorts):,} cohorts the newest {_MOST} are drawn; the others are in the table, and in the curve.",)  # fmt: skip
    said = _claim(whole_rows, unit)
    return Body(said, items, y + 16 + height, left_out=left,
                marks=("Hatched: not over yet, the share can still grow. Empty: has not begun.",),
                description=f"{len(cohorts)} cohorts by {len(offsets)} periods since. {said}")  # fmt: skip


def unit_of(answer: Answer) -> str:
    """Return what the periods are, by how their names are written: day, week or month; else period."""
    name = next((str(row["cohort"]) for row in answer.rows if row["cohort"] != "(all)"), "")
    if "W" in name:
        return "week"
    return {2: "day", 1: "month"}.get(name.count("-"), "period")


def _claim(rows: list[Row], unit: str) -> str:
    told = [row for row in rows if row["share"] is not None and row["offset"] not in (0, "0")]
    if not told:
        return "No period after the first is over yet"
    first, last = told[0], told[-1]
    said = f"{share(first['share'])} come back in {unit} {first['offset']}"
    if isinstance(first["offset"], str):
        said = f"{share(first['share'])} come back in {unit}s {first['offset']}"
    return (
        said
        if first is last
        else f"{said}, {share(last['share'])} in {unit}{'s' if isinstance(last['offset'], str) else ''} {last['offset']}"
    )


def _cell(row: Row | None, offset: object) -> Cell | None:
    if row is None or row["share"] is None:
        return None
    label = f"{row['share'] * 100:.0f}"
    facts = [("Came back", f"{whole(row['returned'])} of {whole(row['customers'])}"), ("Share", share(row["share"])),
             ("95 % interval", between(share(row["low"]), share(row["high"])))]  # fmt: skip
    if not row["complete"]:
        facts.append(("Not over yet", "the data end inside this period"))
    title = f"{shown(row['cohort'])}, {offset} after"
    return Cell(
        None if offset == 0 and row["share"] == 1 else row["share"], label, not row["complete"], title, facts
    )


def _curve(rows: Sequence[Row], offsets: Sequence[Any], columns: Columns) -> tuple[list[Item], float]:
    wide = columns.pitch * len(offsets)
    items, y = head(columns.start, 0, wide, "All cohorts together", "share that came back, with 95 % interval; each over the cohorts that tell of it to the end")  # fmt: skip
    told = [(offsets.index(row["offset"]), row) for row in rows if row["share"] is not None]
    if len(told) > 1 and told[0][1]["offset"] == 0 and told[0][1]["share"] == 1:
        told = told[1:]  # all are there in their first period: it would only flatten the others
    if not told:
        return items, y
    top = max(row["high"] for _, row in told)
    top = 1.0 if top > 0.8 else ticks(0, top * 1.25, 5)[-1] or top
    base, high = y + _HIGH + 14, _HIGH

    def at(value: float) -> float:
        return base - high * min(value / top, 1.0)

    for value in ticks(0, top, 5):
        items.append(
            line(columns.start, at(value), columns.start + wide, at(value), "rule2" if value == 0 else "rule")
        )
        items.append(write(columns.start - 8, at(value) + 2.7, share(value), FAINT, anchor="end"))
    xs = [columns.middle(place) for place, _ in told]
    if len(told) > 1:
        upper = [(x, at(row["high"])) for x, (_, row) in zip(xs, told, strict=True)]
        lower = [(x, at(row["low"])) for x, (_, row) in zip(xs, told, strict=True)][::-1]
        around = tuple(("M" if i == 0 else "L", x, v) for i, (x, v) in enumerate([*upper, *lower]))
        items.append(Path((*around, ("Z",)), fill="flow", opacity=0.2))
        items.append(Path(tuple(("M" if i == 0 else "L", x, at(row["share"])) for i, (x, (_, row)) in enumerate(zip(xs, told, strict=True))), "flow", 2.2, round=True))  # fmt: skip
    last_end = -1e9
    for x, (place, row) in zip(xs, told, strict=True):
        block: list[Item] = [dot(x, at(row["share"]), radius=2.4)]
        text = share(row["share"])
        half = measure(text, NUMBER) / 2
        if x - half > last_end + 4:
            block.append(
                write(
                    x,
                    min(at(row["high"]), at(row["share"]) - 2) - 5,
                    text,
                    NUMBER,
                    anchor="middle",
                    halo=True,
                )
            )
            last_end = x + half
        facts = [("Came back", f"{whole(row['returned'])} of {whole(row['customers'])}"), ("95 % interval", between(share(row["low"]), share(row["high"])))]  # fmt: skip
        items.append(cell(block, (0, place + 1), f"All cohorts, {row['offset']} after: {text}", "", facts, (x - columns.pitch / 2, y, columns.pitch, high + 8)))  # fmt: skip
    return items, base + 2
