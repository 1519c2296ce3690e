"""Loops: what is come back to, at once, around one other, or later; by how many, and what it costs in time."""

from __future__ import annotations

from footpath.draw.charts.answer import Answer, groups
from footpath.draw.charts.frame import Body
from footpath.draw.charts.numbers import quantity, share, shown, time, whole
from footpath.draw.charts.panels import Name, Panel, Value, panels

_EACH = 12
_SAID = {
    "return": ("Returns", "again, with others between"),
    "rework": ("Rework", "again, with exactly one between"),
    "repeat": ("Repeats", "again at once"),
}


def loops(answer: Answer, width: float) -> Body:
    """Return a section a kind of loop, the most frequent first."""
    names: list[Name] = []
    kept = []
    left = []
    for kind, rows in groups(answer.rows, "kind").items():
        title, under = _SAID.get(str(kind), (str(kind), ""))
        for number, row in enumerate(rows[:_EACH]):
            name = shown(row["name"]) + (f" → {shown(row['via'])} → again" if row["via"] is not None else "")
            facts = [("Customers", whole(row["customers"])), ("Most rounds", whole(row["most_rounds"])),
                     ("Time of all rounds", time(row["total_s"]))]  # fmt: skip
            names.append(Name(name, facts=facts, section=title if number == 0 else "",
                              section_under=under if number == 0 else ""))  # fmt: skip
            kept.append(row)
        if len(rows) > _EACH:
            left.append(f"Of {len(rows):,} kinds of {title.lower()} the first {_EACH} are drawn; the others are in the table.")  # fmt: skip
    given = [
        Panel("How many come back", [Value(r["share"], share(r["share"]), r["low"], r["high"]) for r in kept], "of all who were there, with 95 % interval", weight=3),
        Panel("Count", [Value(r["count"], whole(r["count"])) for r in kept], kind="text"),
        Panel("Of", [Value(r["n"], whole(r["n"]), loud=False) for r in kept], kind="text"),
        Panel("Rounds", [Value(r["median_rounds"], quantity(r["median_rounds"]), loud=False) for r in kept], "median", kind="text"),
        Panel("One round", [Value(r["median_s"], time(r["median_s"]), loud=False) for r in kept], "median", kind="text"),
    ]  # fmt: skip
    items, height = panels(names, given, width, title="What comes again")
    top = answer.rows[0]
    said = f"{whole(top['count'])} of {whole(top['n'])} who were at {shown(top['name'])} come back to it"
    if top["kind"] != "return":
        said = f"{shown(top['name'])} comes again most often: {whole(top['count'])} of {whole(top['n'])}"
    return Body(said, items, height, left_out=tuple(left), description=said)
