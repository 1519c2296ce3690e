"""Segments: how large they are, what tells them apart, how rules overlap."""

from __future__ import annotations

from footpath.draw.charts.answer import Answer, Row, groups
from footpath.draw.charts.frame import Body
from footpath.draw.charts.heat import Cell, heat
from footpath.draw.charts.numbers import between, points, probability, quantity, share, shown, whole
from footpath.draw.charts.panels import Name, Panel, Value, panels
from footpath.draw.charts.parts import moved

_EACH = 10


def segments(answer: Answer, width: float) -> Body:
    """Return sizes with what marks each, or what tells them apart, or sizes and overlaps of rules."""
    if answer.has("share_in"):
        return _detail(answer, width)
    if answer.has("other"):
        return _overlaps(answer, width)
    rows = list(answer.rows)
    names = [Name(f"Segment {shown(r['segment'])}", under=_marks(r), strong=True) for r in rows]
    given = [
        Panel("Size", [Value(r["share"], f"{share(r['share'])} ({whole(r['customers'])})", r["low"], r["high"]) for r in rows],
              "of the customers looked at, with 95 % interval"),
    ]  # fmt: skip
    items, height = panels(
        names, given, width, title="Segment", under="what its customers do more often", tall=True
    )
    if len(rows) == 1:
        said = "The journeys do not fall apart: one segment"
    else:
        said = f"The journeys fall into {len(rows)} segments; the largest holds {share(rows[0]['share'])} of the customers"
    return Body(said, items, height, description=said)


def _marks(row: Row) -> str:
    return f"more: {row['marks']}" if row["marks"] else "nothing that the others do less often"


def _detail(answer: Answer, width: float) -> Body:
    names: list[Name] = []
    kept: list[Row] = []
    left = []
    for segment, rows in groups(answer.rows, "segment").items():
        ordered = sorted(rows, key=lambda r: -abs(r["difference"] or 0.0))
        for number, row in enumerate(sorted(ordered[:_EACH], key=lambda r: -(r["difference"] or 0.0))):
            value = shown(row["value"])
            facts = [("95 % interval", between(points(row["low"]), points(row["high"]))),
                     ("Times as often", quantity(row["lift"])), ("q", probability(row["q"]))]  # fmt: skip
            names.append(Name(value if row["property"] == "event" else f"{shown(row['property'])}: {value}", facts=facts,
                              section=f"Segment {shown(segment)}" if number == 0 else ""))  # fmt: skip
            kept.append(row)
        if len(rows) > _EACH:
            left.append(f"Segment {shown(segment)}: of {len(rows):,} the {_EACH} that differ most are drawn.")
    given = [
        Panel("In it", [Value(r["share_in"], share(r["share_in"])) for r in kept], kind="text"),
        Panel("Others", [Value(r["share_out"], share(r["share_out"]), loud=False) for r in kept], kind="text"),
        Panel("Difference", [Value(r["difference"], points(r["difference"]), r["low"], r["high"]) for r in kept],
              "percentage points, with 95 % interval", kind="dot", weight=3, tick=points),
        Panel("Customers", [Value(r["customers"], whole(r["customers"]), loud=False) for r in kept], "have it", kind="text"),
    ]  # fmt: skip
    items, height = panels(names, given, width, title="What tells apart")
    top = max(kept, key=lambda r: abs(r["difference"] or 0.0))
    said = f"{share(top['share_in'])} of segment {shown(top['segment'])} have {shown(top['value'])}, {share(top['share_out'])} of the others"  # fmt: skip
    return Body(said, items, height, left_out=tuple(left), description=said)


def _overlaps(answer: Answer, width: float) -> Body:
    sizes = [row for row in answer.rows if row["other"] == "(all)"]
    names = [Name(str(r["segment"]), strong=True) for r in sizes]
    given = [Panel("Size", [Value(r["share"], f"{share(r['share'])} ({whole(r['customers'])})", r["low"], r["high"]) for r in sizes],
                   "of all customers, with 95 % interval")]  # fmt: skip
    items, y = panels(names, given, width, title="Segment", tall=True)
    pairs = {(str(r["segment"]), str(r["other"])): r for r in answer.rows if r["other"] != "(all)"}
    top = max(sizes, key=lambda r: r["share"] or 0.0)
    said = f"{share(top['share'])} of all customers are {shown(top['segment'])}"
    if pairs:
        wanted = [str(r["segment"]) for r in sizes if not str(r["segment"]).startswith("(")]
        cells = []
        for a in wanted:
            line: list[Cell | None] = []
            for b in wanted:
                row = pairs.get((a, b))
                if row is None:
                    other = pairs.get((b, a))
                    line.append(None if other is None else _in_both(other, sizes, a, b))
                else:
                    line.append(Cell(row["share"], share(row["share"]), title=f"{a} in {b}",
                                     facts=(("Customers in both", whole(row["customers"])), ("Times as often", quantity(row["lift"])))))  # fmt: skip
            cells.append(line)
        block, height = heat([(shown(n), "") for n in wanted], [shown(n) for n in wanted], cells, width,
                             title="Of this segment", across="so many are in that one too")  # fmt: skip
        items += [moved(item, 0, y + 20) for item in block]
        y += 20 + height
    return Body(said, items, y, description=said)


def _in_both(row: Row, sizes: list[Row], a: str, b: str) -> Cell | None:
    own = next((r["customers"] for r in sizes if str(r["segment"]) == a), 0)
    if not own:
        return None
    part = row["customers"] / own
    return Cell(
        part, share(part), title=f"{a} in {b}", facts=(("Customers in both", whole(row["customers"])),)
    )
