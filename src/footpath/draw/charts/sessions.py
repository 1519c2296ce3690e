"""Sessions: how many events they have and how long they last, as histograms; or the summary as four numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from footpath.draw.charts.answer import Answer
from footpath.draw.charts.frame import Body
from footpath.draw.charts.numbers import quantity, share, time, whole
from footpath.draw.charts.parts import FAINT, LABEL, VALUE, bar, cell, head, line, moved, put
from footpath.draw.scene import Item
from footpath.draw.styles import Style, measure, write

_BIG = Style(27, 30, "display-600", "flow")
_HIGH = 170.0
_LENGTHS = (0, 1, 60, 300, 600, 1800, 3600, 7200, 14_400, 28_800)
_SAID = ("one moment", "under 1 min", "1 to 5 min", "5 to 10 min", "10 to 30 min", "30 to 60 min", "1 to 2 hours", "2 to 4 hours", "4 to 8 hours", "8 hours on")  # fmt: skip


def sessions(answer: Answer, width: float) -> Body:
    """Return two histograms, or the summary."""
    if answer.has("median_events"):
        return _summary(answer, width)
    events = [int(row["events"]) for row in answer.rows]
    seconds = [(row["end_us"] - row["start_us"]) / 1e6 for row in answer.rows]
    half = (width - 32) / 2
    left, first = _histogram(
        "How many events", "sessions by their number of events", *_by_events(events), half, 0
    )
    right, second = _histogram(
        "How long", "sessions from their first event to their last", *_by_length(seconds), half, 1
    )
    items = [*left, *(moved(item, half + 32, 0) for item in right)]
    ones = sum(1 for n in events if n == 1)
    said = f"{share(ones / len(events))} of {whole(len(events))} sessions have one event only"
    return Body(said, items, max(first, second), description=said,
                marks=("The bars count the rows of the table; the classes are not all as wide as one another.",))  # fmt: skip


def _by_events(events: Sequence[int]) -> tuple[list[str], list[int]]:
    edges = [1, 2, 3, 4, 5, 6, 8, 11, 16, 21, 31, 51, 101]
    names = ["1", "2", "3", "4", "5", "6–7", "8–10", "11–15", "16–20", "21–30", "31–50", "51–100", "101 on"]
    return _classes(events, edges, names)


def _by_length(seconds: Sequence[float]) -> tuple[list[str], list[int]]:
    edges = [0.0, 1e-9, 60, 300, 600, 1800, 3600, 7200, 14_400, 28_800]
    return _classes(seconds, edges, list(_SAID))


def _classes(
    values: Sequence[float], edges: Sequence[float], names: Sequence[str]
) -> tuple[list[str], list[int]]:
    counts = [0] * len(names)
    for value in values:
        counts[max(bisect_right(edges, value) - 1, 0)] += 1
    last = max((i for i, n in enumerate(counts) if n), default=0)
    return list(names[: last + 1]), counts[: last + 1]


def _histogram(
    title: str, under: str, names: Sequence[str], counts: Sequence[int], width: float, column: int
) -> tuple[list[Item], float]:  # fmt: skip
    items, y = head(0, 0, width, title, under)
    y += 6
    total = sum(counts) or 1
    biggest = max(counts, default=1) or 1
    names_width = max((measure(name, LABEL) for name in names), default=0) + 10
    pitch = 17.0
    for number, (name, n) in enumerate(zip(names, counts, strict=True)):
        block: list[Item] = [write(names_width - 8, y + 11, name, LABEL, anchor="end")]
        long = (width - names_width - 84) * n / biggest
        block += bar(names_width, y + 2, long, 12, "flow")
        block.append(write(names_width + long + 5, y + 11, whole(n), VALUE))
        block += put(names_width + long + 9 + measure(whole(n), VALUE), y + 11, share(n / total), FAINT, 60)
        items.append(cell(block, (number, column), name, "", [("Sessions", whole(n)), ("Share", share(n / total))], (0, y, width, pitch)))  # fmt: skip
        y += pitch
    items.append(line(names_width, y - pitch * len(names), names_width, y, "ink2", 0.9))
    return items, y + 2


def _summary(answer: Answer, width: float) -> Body:
    row = answer.rows[0]
    told = [
        ("Sessions", whole(row["sessions"]), ""),
        ("Customers", whole(row["customers"]), ""),
        ("Events", quantity(row["median_events"]), "median of a session"),
        ("Length", time(row["median_s"]), "median, first event to last"),
    ]
    pitch = width / len(told)
    items: list[Item] = []
    for i, (title, number, under) in enumerate(told):
        block, _y = head(pitch * i, 0, pitch - 18, title, under)
        items += block
        items.append(cell(put(pitch * i, 68, number, _BIG, pitch - 10), (0, i), title, under, [(title, number)], (pitch * i, 0, pitch - 10, 78)))  # fmt: skip
    each = f"Half of the sessions have {quantity(row['median_events'])} events or fewer" if row["median_events"] is not None else "There are no sessions"  # fmt: skip
    return Body(each, items, 80, description=each)
