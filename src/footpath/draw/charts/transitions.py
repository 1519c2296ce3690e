"""Transitions: the graph of what follows what; with segments the strongest moves side by side; or two segments compared."""

from __future__ import annotations

from collections.abc import Sequence

from footpath.draw.charts.answer import Answer, Row, groups
from footpath.draw.charts.compare import differences
from footpath.draw.charts.frame import Body, legend
from footpath.draw.charts.graph import Drawing, arrow, box_size, drawing, label_width, marks_of
from footpath.draw.charts.layers import Edge, lay
from footpath.draw.charts.moves import Event, events_of, moves_of, rows_of, strongest
from footpath.draw.charts.numbers import share, shown, whole
from footpath.draw.charts.panels import Name, Panel, Value, panels
from footpath.draw.charts.parts import line, moved
from footpath.draw.scene import Item

_MOST_EVENTS = 40
_SEGMENTS = 5
_PAIRS = 20


def transitions(answer: Answer, width: float) -> Body:
    """Return the graph; with segments that of all, and under it the most walked moves in each of them."""
    if answer.has("share_a"):
        return differences(answer, width)
    if not answer.has("segment"):
        return graph(answer.rows, width)
    parts = groups(answer.rows, "segment")
    everybody = parts.pop("(all)", list(answer.rows))
    body = graph(everybody, width)
    block, height = _side_by_side(everybody, parts, width)
    items = [*body.items, *(moved(item, 0, body.height + 24) for item in block)]
    left = list(body.left_out)
    if len(parts) > _SEGMENTS:
        left.append(f"Of {len(parts)} segments the first {_SEGMENTS} are drawn; the others are in the table.")
    return Body(body.claim, items, body.height + 24 + height, description=body.description, width=body.width,
                left_out=tuple(left), marks=body.marks)  # fmt: skip


def graph(rows: Sequence[Row], width: float) -> Body:
    """Return the graph of pairs, as many of them as the width takes."""
    events = events_of(rows)
    moves = moves_of(rows)
    kept = sorted(events.values(), key=lambda event: (-event.count, event.name))[:_MOST_EVENTS]
    made = fitting(kept, moves, width)
    said = _claim(moves)
    left = []
    if len(made.moves) < len(moves):
        walked = sum(row["occurrences"] for row in moves)
        part = share(sum(row["occurrences"] for row in made.moves) / walked) if walked else "0 %"
        left.append(
            f"Of {len(moves):,} moves from one event to another the {len(made.moves):,} most walked are drawn, {part} of all "
            "times; each event keeps its strongest way in and out."
        )
    if len(kept) < len(events):
        left.append(f"Of {len(events):,} events the {len(kept):,} most frequent are drawn.")
    more, more_height = legend(0, made.height + 14, _entries(kept), width)
    return Body(said, [*made.items, *more], made.height + 14 + more_height, left_out=tuple(left), width=made.width,
                marks=("From top to bottom: what comes earlier in walks, on average. On the lines: how often, and the median time between.",),
                description=f"A graph of {len(kept)} events and {len(made.moves)} moves. {said}")  # fmt: skip


def fitting(kept: Sequence[Event], moves: Sequence[Row], width: float) -> Drawing:
    """Return the drawing with the most moves that fits the width; what must be there may make it wider."""
    names = [event.name for event in kept]
    sizes = {event.name: box_size(event) for event in kept}
    widths = {name: size[0] for name, size in sizes.items()}
    most = max(6, min(len(moves), round(len(kept) * 1.4) + 4))
    while True:
        drawn = strongest(moves, names, most)
        levels = rows_of(kept, drawn, {name: wide + 34 for name, wide in widths.items()}, width)
        biggest = max((row["occurrences"] for row in drawn), default=1) or 1
        edges = [
            Edge(str(r["from"]), str(r["to"]), r["occurrences"] / biggest, label_width(r)) for r in drawn
        ]
        laid = lay(levels, widths, edges)
        if laid.width <= width or most <= 2:
            return drawing(laid, levels, {event.name: event for event in kept}, sizes, drawn, width)
        most = int(most * 0.85)


def _claim(moves: Sequence[Row]) -> str:
    if not moves:
        return "Nothing follows anything else"
    top = moves[0]
    return f"Most often {shown(top['to'])} follows {shown(top['from'])}: {whole(top['occurrences'])} times"


def _entries(kept: Sequence[Event]) -> list[tuple[list[Item], float, str]]:
    out: list[tuple[list[Item], float, str]] = [
        ([line(0, 0, 18, 0, "flow", 3), arrow(23, 0, 1, 0, "flow", 3)], 23, "onward"),
        ([line(0, 0, 18, 0, "rule2", 2), arrow(23, 0, 1, 0, "ink3", 2)], 23, "back to what comes earlier"),
    ]
    has = {
        "begin": any(event.begins for event in kept),
        "again": any(event.again is not None for event in kept),
        "end": any(event.ends for event in kept),
    }
    said = {"begin": "walks begin here", "again": "again at once", "end": "walks end here"}
    out += [(marks_of(kind, 4, 0), 9.0, said[kind]) for kind, is_there in has.items() if is_there]
    return out


def _side_by_side(
    rows: Sequence[Row], parts: dict[object, list[Row]], width: float
) -> tuple[list[Item], float]:
    """Return the most walked pairs as rows, and each segment as a panel."""
    pairs = [(row["from"], row["to"]) for row in rows][:_PAIRS]
    names = [Name(f"{shown(a)} → {shown(b)}") for a, b in pairs]
    given: list[Panel] = []
    for segment, of in list(parts.items())[:_SEGMENTS]:
        found = {(row["from"], row["to"]): row for row in of}
        values = []
        for pair in pairs:
            row = found.get(pair)
            values.append(
                Value(None, missing="never")
                if row is None
                else Value(row["occurrences"], whole(row["occurrences"]))
            )
        given.append(Panel(shown(segment), values, "times; each to its own scale" if not given else ""))
    return panels(names, given, width, title="Most walked moves", under="by segment")
