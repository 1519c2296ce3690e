"""Comparisons: each difference as a dot with its interval on one scale, the zero line between better and worse."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from footpath.draw.charts.answer import Answer, Row, groups
from footpath.draw.charts.frame import Body, nothing
from footpath.draw.charts.numbers import between, points, probability, quantity, share, shown, signed, whole
from footpath.draw.charts.panels import Name, Panel, Value, folded, panels
from footpath.draw.charts.parts import moved
from footpath.draw.scene import Item

_TOLD = 0.05
_MOST = 30
_PAIR = re.compile(r"goes on so in (.+?) \(a\) less that in (.+?) \(b\)")
"""How the definition names the two segments."""


def compare(answer: Answer, width: float) -> Body:
    """Return a row a group, a section a measure; shares in percentage points, other measures on scales of their own."""
    measures = groups(answer.rows, "measure")
    if len({_is_share(rows) for rows in measures.values()}) > 1 or (
        len(measures) > 1 and not all(_is_share(rows) for rows in measures.values())
    ):
        return _apart(answer, measures, width)
    items, height = _drawn(measures, width, is_shares=all(_is_share(rows) for rows in measures.values()))
    return Body(
        _claim(answer.rows),
        items,
        height,
        marks=_marks(),
        left_out=_left(measures),
        description=_claim(answer.rows),
    )


def _apart(answer: Answer, measures: dict[str, list[Row]], width: float) -> Body:
    items: list[Item] = []
    y = 0.0
    for measure, rows in measures.items():
        block, height = _drawn({measure: rows}, width, is_shares=_is_share(rows))
        items += [moved(item, 0, y) for item in block]
        y += height + 18
    return Body(
        _claim(answer.rows),
        items,
        y - 18,
        marks=_marks(),
        left_out=_left(measures),
        description=_claim(answer.rows),
    )


def _left(measures: dict[str, list[Row]]) -> tuple[str, ...]:
    return tuple(
        f"{shown(measure)}: of {len(rows):,} groups the {_MOST} that differ most are drawn; the others are in the table."
        for measure, rows in measures.items()
        if len(rows) > _MOST
    )


def _is_share(rows: Sequence[Row]) -> bool:
    """Whether a measure is a share: a goal, or what follows; sums and means of columns say so in their name."""
    return not any(
        str(row["measure"]).startswith(("sum(", "mean(", "sum ", "mean ")) for row in rows
    ) and all(v is None or 0 <= v <= 1 for row in rows for v in (row["value"], row["base_value"]))


def _drawn(measures: dict[str, list[Row]], width: float, *, is_shares: bool) -> tuple[list[Item], float]:
    names: list[Name] = []
    kept: list[Row] = []
    say = share if is_shares else quantity
    far = points if is_shares else signed
    for measure, rows in measures.items():
        most = sorted(rows, key=lambda r: (r["difference"] is None, -abs(r["difference"] or 0.0)))[:_MOST]
        ordered = sorted(
            most, key=lambda r: (r["difference"] is None, -(r["difference"] or 0.0), str(r["group"]))
        )
        for number, row in enumerate(ordered):
            is_new = number == 0
            base = (
                f"compared with {shown(row['base'])}: {say(row['base_value'])} of {whole(row['base_customers'])} customers"
                if is_shares
                else f"compared with {shown(row['base'])}: {say(row['base_value'])}, {whole(row['base_customers'])} customers"
            )
            names.append(Name(str(row["group"]), facts=_facts(row, say), section=shown(measure) if is_new else "", section_under=base if is_new else ""))  # fmt: skip
            kept.append(row)
    given = [
        Panel("Value", [Value(r["value"], say(r["value"])) for r in kept], "of the group", kind="text"),
        Panel("Customers", [Value(r["customers"], whole(r["customers"]), loud=False) for r in kept], kind="text"),
        Panel("Difference", [Value(r["difference"], far(r["difference"]), r["low"], r["high"], loud=_is_told(r), missing="too few to compare") for r in kept],
              "percentage points, with 95 % interval" if is_shares else "with 95 % interval", kind="dot", weight=3, tick=far),
        Panel("q", [Value(r["q"], probability(r["q"]), loud=_is_told(r)) for r in kept], "chance?", kind="text"),
    ]  # fmt: skip
    return panels(names, given, width, title="Group", tall=True)


def _is_told(row: Row) -> bool:
    return row.get("q") is not None and row["q"] <= _TOLD


def _facts(row: Row, say: Callable[[float | None], str]) -> list[tuple[str, str]]:
    out = [("Compared with", f"{shown(row['base'])}: {say(row['base_value'])}")]
    if row["low"] is not None:
        far = points if say is share else signed
        out.append(("95 % interval", between(far(row["low"]), far(row["high"]))))
    out += [("p", probability(row["p"])), ("q", probability(row["q"]))]
    return out


def _marks() -> tuple[str, ...]:
    return (
        "Filled dot: q up to 0.05, adjusted for all differences that were looked at. Hollow: chance alone may make as much.",
    )


def _claim(rows: Sequence[Row]) -> str:
    told = [row for row in rows if _is_told(row) and row["difference"] is not None]
    compared = [row for row in rows if row["difference"] is not None]
    if not compared:
        return "Too few customers to compare"
    if not told:
        return "No difference that chance alone might not make"
    top = min(told, key=lambda row: row["q"])
    if _is_share([top]):
        return (
            f"{shown(top['measure'])}: {share(top['value'])} of {shown(top['group'])}, "
            f"{share(top['base_value'])} of {shown(top['base'])}"
        )
    return (
        f"{shown(top['measure'])}: {quantity(top['value'])} in {shown(top['group'])}, "
        f"{quantity(top['base_value'])} in {shown(top['base'])}"
    )


def differences(answer: Answer, width: float, *, most: int = 30) -> Body:
    """Return how what follows what differs between two segments, the surest and largest first."""
    rows = [row for row in answer.rows if row["difference"] is not None]
    ordered = sorted(rows, key=lambda r: (not _is_told(r), -abs(r["difference"])))[:most]
    names = [Name(f"{shown(r['from'])} → {shown(r['to'])}") for r in ordered]
    found = _PAIR.search(answer.definition)
    one, other = found.groups() if found else ("First", "Second")
    given = [
        Panel(one, [Value(r["share_a"], share(r["share_a"])) for r in ordered], "go on so", kind="text"),
        Panel(other, [Value(r["share_b"], share(r["share_b"]), loud=False) for r in ordered], "go on so", kind="text"),
        Panel("Difference", [Value(r["difference"], points(r["difference"]), r["low"], r["high"], loud=_is_told(r)) for r in ordered],
              "percentage points of what follows, with 95 % interval", kind="dot", weight=3, tick=points),
        Panel("q", [Value(r["q"], probability(r["q"]), loud=_is_told(r)) for r in ordered], "chance?", kind="text"),
    ]  # fmt: skip
    if not ordered:
        return nothing(answer, width, why="The two segments share nothing that could be compared.")
    items, height = panels(names, given, width, title="What follows what")
    told = sum(_is_told(row) for row in rows)
    said = (
        f"{whole(told)} of {whole(len(rows))} moves differ by more than chance would make"
        if told
        else "No move differs by more than chance alone might make"
    )
    return Body(
        said, items, height, left_out=folded(len(rows), most, "moves"), marks=_marks(), description=said
    )
