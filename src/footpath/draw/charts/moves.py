"""What a transition graph shows: the most walked moves, so that each event keeps its strongest way in and out; its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from footpath.draw.charts.answer import Row

BEGIN = "(begin)"
_STEPS = 60


@dataclass(slots=True)
class Event:
    """One event: how often it is come to, how many walks begin and end with it, how often it follows itself."""

    name: str
    count: float = 0
    begins: float = 0
    ends: list[tuple[str, float]] = field(default_factory=list)
    again: Row | None = None
    place: float = 0.0


def events_of(rows: Sequence[Row]) -> dict[str, Event]:
    """Return the events of all pairs; begin and end are marks of events, not events."""
    out: dict[str, Event] = {}

    def of(name: str) -> Event:
        return out.setdefault(name, Event(name))

    for row in rows:
        a, b, n = str(row["from"]), str(row["to"]), row["occurrences"]
        if a == BEGIN and _is_end(b):
            continue
        if a == BEGIN:
            of(b).begins += n
            of(b).count += n
        elif _is_end(b):
            of(a).ends.append((b, n))
        else:
            of(b).count += n
            of(a)
            if a == b:
                of(a).again = row
    for event in out.values():
        event.count = event.count or sum(n for _, n in event.ends)
    _place(out, rows)
    return out


def _is_end(name: str) -> bool:
    return name == "(end)" or name.startswith("(end:")


def moves_of(rows: Sequence[Row]) -> list[Row]:
    """Return the pairs of two different events, most walked first."""
    return [
        row
        for row in rows
        if row["from"] != row["to"] and row["from"] != BEGIN and not _is_end(str(row["to"]))
    ]


def _place(events: dict[str, Event], rows: Sequence[Row]) -> None:
    """Say how far along walks an event is come to: its mean place, by the shares of what follows what."""
    leaving: dict[str, list[tuple[str, float]]] = {}
    for row in rows:
        leaving.setdefault(str(row["from"]), []).append((str(row["to"]), float(row["occurrences"])))
    now = {b: n for b, n in leaving.get(BEGIN, []) if b in events}
    if not now:
        now = dict.fromkeys(events, 1.0)
    total = sum(now.values())
    now = {name: n / total for name, n in now.items()}
    mass = dict.fromkeys(events, 0.0)
    moment = dict.fromkeys(events, 0.0)
    for step in range(1, _STEPS + 1):
        after: dict[str, float] = {}
        for name, share in now.items():
            mass[name] += share
            moment[name] += share * step
            ways = leaving.get(name, [])
            out = sum(n for _, n in ways)
            for to, n in ways:
                if to in events and out:
                    after[to] = after.get(to, 0.0) + share * n / out
        now = {name: share for name, share in after.items() if share > 1e-9}
        if not now:
            break
    for name, event in events.items():
        event.place = moment[name] / mass[name] if mass[name] else float(_STEPS)


def strongest(moves: Sequence[Row], events: Sequence[str], most: int) -> list[Row]:
    """Return the most walked moves, and of each event the strongest way in and the strongest way out."""
    wanted = set(events)
    among = [row for row in moves if row["from"] in wanted and row["to"] in wanted]
    kept = {(row["from"], row["to"]) for row in among[:most]}
    comes: set[str] = set()
    leaves: set[str] = set()
    for row in among:
        if row["to"] not in comes:
            comes.add(row["to"])
            kept.add((row["from"], row["to"]))
        if row["from"] not in leaves:
            leaves.add(row["from"])
            kept.add((row["from"], row["to"]))
    return [row for row in among if (row["from"], row["to"]) in kept]


def rows_of(
    events: Sequence[Event], moves: Sequence[Row], widths: dict[str, float], room: float
) -> list[list[str]]:
    """Return the events in rows from those that come early to those that come late, none wider than the room.

    A row holds events that the strongest ways lead to from the rows before.
    """
    ordered = sorted(events, key=lambda event: (event.place, -event.count, event.name))
    place = {event.name: i for i, event in enumerate(ordered)}
    depth: dict[str, int] = {}
    into: dict[str, list[Row]] = {}
    joined: dict[str, set[str]] = {}
    for row in moves:
        joined.setdefault(str(row["from"]), set()).add(str(row["to"]))
        joined.setdefault(str(row["to"]), set()).add(str(row["from"]))
        if place[row["from"]] < place[row["to"]]:
            into.setdefault(str(row["to"]), []).append(row)
    for event in ordered:
        ways = sorted(into.get(event.name, []), key=lambda row: -row["occurrences"])
        strong = [row for row in ways if row["occurrences"] >= 0.5 * ways[0]["occurrences"]] if ways else []
        level = max((depth[str(row["from"])] + 1 for row in strong), default=0)
        beside = {depth[name] for name in joined.get(event.name, ()) if name in depth}
        while level in beside:  # what a line joins stands in different rows
            level += 1
        depth[event.name] = level
    rows: list[list[str]] = []
    for event in sorted(ordered, key=lambda e: (depth[e.name], place[e.name])):
        level = depth[event.name]
        while len(rows) <= level:
            rows.append([])
        rows[level].append(event.name)
    return _no_wider(rows, widths, room)


def _no_wider(rows: list[list[str]], widths: dict[str, float], room: float) -> list[list[str]]:
    out: list[list[str]] = []
    for row in rows:
        now: list[str] = []
        used = 0.0
        for name in row:
            if now and used + widths[name] > room:
                out.append(now)
                now, used = [], 0.0
            now.append(name)
            used += widths[name]
        if now:
            out.append(now)
    return out
