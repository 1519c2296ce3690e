"""What goes with conversion: the rate with and without each thing, and the difference with its interval, sorted."""

from __future__ import annotations

from footpath.draw.charts.answer import Answer, Row
from footpath.draw.charts.frame import Body
from footpath.draw.charts.numbers import between, points, probability, share, shown, whole
from footpath.draw.charts.panels import Name, Panel, Value, folded, panels

_MOST = 40
_TOLD = 0.05


def conversion(answer: Answer, width: float) -> Body:
    """Return a row an event or property value, from what goes with reaching the goal to what goes with not reaching it."""
    rows = list(answer.rows)[:_MOST]
    ordered = sorted(rows, key=lambda r: (-(r["difference"] or 0.0), str(r["value"])))
    names = [
        Name(shown(r["value"]) if r["property"] == "event" else f"{shown(r['property'])}: {shown(r['value'])}",
             strong=_is_told(r), facts=_facts(r))
        for r in ordered
    ]  # fmt: skip
    given = [
        Panel("With", [Value(r["rate_with"], share(r["rate_with"])) for r in ordered], "reach it", kind="text"),
        Panel("Without", [Value(r["rate_without"], share(r["rate_without"]), loud=False) for r in ordered], "reach it", kind="text"),
        Panel("Difference", [Value(r["difference"], points(r["difference"]), r["low"], r["high"], loud=_is_told(r)) for r in ordered],
              "percentage points, with 95 % interval", kind="dot", weight=3, tick=points),
        Panel("Have it", [Value(r["customers_with"], whole(r["customers_with"]), loud=False) for r in ordered], "customers", kind="text"),
        Panel("q", [Value(r["q"], probability(r["q"]), loud=_is_told(r)) for r in ordered], "chance?", kind="text"),
    ]  # fmt: skip
    items, height = panels(names, given, width, title="Before the goal")
    told = [row for row in answer.rows if _is_told(row)]
    if told:
        top = max(told, key=lambda row: abs(row["difference"]))
        said = f"{share(top['rate_with'])} of those with {shown(top['value'])} reach the goal, {share(top['rate_without'])} of those without"  # fmt: skip
    else:
        said = "Nothing goes with reaching the goal by more than chance might make"
    marks = (
        "These go together; what makes customers reach the goal, an experiment tells.",
        "Filled dot: q up to 0.05, held over all that was looked at. Hollow: chance alone may make as much.",
    )
    return Body(said, items, height, left_out=folded(len(answer.rows), _MOST), marks=marks, description=said)


def _is_told(row: Row) -> bool:
    return row["q"] is not None and row["q"] <= _TOLD


def _facts(row: Row) -> list[tuple[str, str]]:
    return [
        ("95 % interval", between(points(row["low"]), points(row["high"]))),
        ("With it", f"{whole(row['customers_with'])} customers"),
        ("Without it", f"{whole(row['customers_without'])} customers"),
        ("p", probability(row["p"])),
        ("Looked at", f"{whole(row['tests'])} events and values"),
    ]
