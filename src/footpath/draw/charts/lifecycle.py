"""The life cycle: who is new, back again, or returning in each period, above the line; who went silent, below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from footpath.draw.charts.answer import Answer, groups
from footpath.draw.charts.flows import ribbons
from footpath.draw.charts.frame import Body
from footpath.draw.charts.numbers import is_ours, shown, whole
from footpath.draw.charts.stacked import Part, stacked

_LOOKS = {"returning": "pale", "new": "flow", "resurrected": "carry", "dormant": "lost"}
_ANY = ("flow", "pale", "plain", "soft", "carry", "empty")
_MOST = 60
_MOVES = 6


def lifecycle(answer: Answer, width: float) -> Body:
    """Return the bars of the periods, or the moves between states."""
    if answer.has("from"):
        return _moves(answer, width)
    periods = groups(answer.rows, "period")
    kept = dict(list(periods.items())[-_MOST:])
    names = list(dict.fromkeys(str(row["state"]) for row in answer.rows))
    own = set(names) <= set(_LOOKS)
    order = [n for n in _LOOKS if n in names] if own else names
    found = {p: {str(r["state"]): r["customers"] for r in rows} for p, rows in kept.items()}
    parts = [
        Part(shown(name), _LOOKS[name] if own else "still" if is_ours(name) else _ANY[i % len(_ANY)], [of.get(name, 0) for of in found.values()], below=own and name == "dormant")
        for i, name in enumerate(order)
    ]  # fmt: skip
    is_open = [not rows[0]["complete"] for rows in kept.values()]
    items, height = stacked([shown(p) for p in kept], parts, width, is_open=is_open)
    left = () if len(periods) <= _MOST else (f"Of {len(periods):,} periods the newest {_MOST} are drawn; the others are in the table.",)  # fmt: skip
    marks = (
        ["not whole: the data do not tell of the period from its beginning to its end."]
        if any(is_open)
        else []
    )
    if own:
        marks.insert(0, "Below the line and hatched: active in the period before, silent in this one.")
    whole_ones = [p for p, rows in kept.items() if rows[0]["complete"]]
    return Body(_claim(found, whole_ones or list(found), own=own), items, height, left_out=left, marks=tuple(marks),
                description=f"{len(periods)} periods, {len(names)} states.")  # fmt: skip


def _claim(found: Mapping[Any, Mapping[str, int]], periods: Sequence[Any], *, own: bool) -> str:
    last = found[periods[-1]]
    when = shown(periods[-1])
    if own and "dormant" in last:
        came = last.get("new", 0) + last.get("resurrected", 0)
        return f"In {when} {whole(came)} came or came back, {whole(last['dormant'])} went silent"
    named = [name for name in last if not is_ours(name)] or list(last)
    top = max(named, key=lambda name: last[name])
    return f"At the end of {when} {whole(last[top])} of {whole(sum(last.values()))} are {shown(top)}"


def _moves(answer: Answer, width: float) -> Body:
    """Return the moves of the newest periods as ribbons: a column a period, its states."""
    periods = list(groups(answer.rows, "period").items())
    kept = periods[-_MOVES:]
    moves = [[(str(r["from"]), str(r["to"]), r["customers"]) for r in rows] for _, rows in kept]
    heads = [("Before", f"{shown(kept[0][0])}"), *((shown(p), "" if rows[0]["complete"] else "not whole") for p, rows in kept)]  # fmt: skip
    items, height = ribbons(moves, heads, width)
    changed = sum(n for row in moves[-1:] for a, b, n in row if a not in (b, "(begin)"))
    said = f"In {shown(kept[-1][0])} {whole(changed)} moved from one state to another"
    left = () if len(periods) <= _MOVES else (f"The newest {_MOVES} of {len(periods)} periods are drawn; the others are in the table.",)  # fmt: skip
    return Body(said, items, height, left_out=left, marks=("begin: the customer's first event lies in the period.",), description=said)  # fmt: skip
