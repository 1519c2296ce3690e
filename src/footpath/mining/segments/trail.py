"""What journeys are made of over a trail: the rows of the customers of a sample, and which customers rules mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.drawn import draws
from footpath.mining.passes.members import first_values_in, meant, part_view
from footpath.mining.passes.rows import coded_texts, numbers
from footpath.mining.passes.values import counted
from footpath.mining.segments.portable import ALL, EVENT, FEW, MOST_VALUES, PAIR

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.segments.overlaps import Overlaps
    from footpath.mining.segments.question import Segments

Array = Any


def trail(question: Segments, view: View) -> ArrowTable | None:
    """Return rows customer_key, property, value, count as the portable form does; None where the trail cannot say."""
    import pyarrow

    pa: Any = pyarrow
    names = question.properties if question.properties is not None else question.known
    some = part_view(view, question.part)
    if some is None or names is None:
        return None
    sizes = np.diff(some.starts)
    chosen, keys = _sample(question, some, sizes)
    rows, starts = _rows_of(some, sizes, chosen)
    who = np.repeat(np.arange(len(chosen)), np.diff(starts))
    codes = some.codes[rows]
    done, counts, _ = counted([(who, len(chosen)), (codes, len(some.names))])
    parts = [_part(EVENT, keys[done[0]], coded_texts(done[1], some.names), counts)]
    if question.of == "transitions":
        parts.append(_pairs(some, who, codes, keys))
    for name in names:
        column = some.column(name)
        coded = None if column is None else first_values_in(column.take(rows), starts)
        if coded is None:
            return None
        often = np.bincount(coded.codes, minlength=len(coded.texts) + 1)[: coded.nothing]
        order = sorted(
            np.flatnonzero(often).tolist(), key=lambda code: (-often[code], coded.texts[code].encode())
        )
        kept = np.zeros(len(coded.texts) + 1, bool)
        kept[order[:MOST_VALUES]] = True
        having = np.flatnonzero(kept.take(coded.codes))
        values = coded_texts(coded.codes[having], coded.texts)
        parts.append(_part(name, keys[having], values, np.ones(len(having))))
    few = int(np.count_nonzero(sizes < question.least_events))
    for value, count in ((ALL, len(sizes) - few), (FEW, few)):
        if count:
            row = _part(None, np.zeros(1), coded_texts(np.zeros(1), [value]), np.array([count]))
            nobody = pa.Array.from_buffers(
                pa.int64(), 1, [pa.py_buffer(b"\0"), numbers(np.zeros(1)).buffers()[1]]
            )
            parts.append(row.set_column(0, "customer_key", nobody))
    return pa.concat_tables(parts)


def _sample(question: Segments, view: View, sizes: Array) -> tuple[Array, Array]:
    """Return the customers of the view that are looked at, and their keys: those whose keys draw the least numbers."""
    enough = np.flatnonzero(sizes >= question.least_events)
    keys = view.trail.keys[view.groups[view.starts[:-1][enough]]]
    if len(enough) > question.sample:
        drawn = draws(keys)
        last = np.partition(drawn, question.sample - 1)[question.sample - 1]
        sure, tied = np.flatnonzero(drawn < last), np.flatnonzero(drawn == last)
        tied = tied[np.argsort(keys[tied], kind="stable")][: question.sample - len(sure)]
        places = np.sort(np.concatenate((sure, tied)))
        enough, keys = enough[places], keys[places]
    return enough, keys


def _rows_of(view: View, sizes: Array, chosen: Array) -> tuple[Array, Array]:
    """Return the rows of some customers, and where each one's begin among these."""
    starts = np.concatenate(([0], np.cumsum(sizes[chosen])))
    rows = np.arange(starts[-1]) + np.repeat(view.starts[:-1][chosen] - starts[:-1], sizes[chosen])
    return rows, starts


def _pairs(view: View, who: Array, codes: Array, keys: Array) -> ArrowTable:
    here = np.flatnonzero(who[1:] == who[:-1])
    names = view.names
    parts = [(who[here], len(keys)), (codes[here], len(names)), (codes[here + 1], len(names))]
    (of, first, second), counts, _ = counted(parts)
    known, at = np.unique(first * len(names) + second, return_inverse=True)
    texts = [f"{names[pair // len(names)]} > {names[pair % len(names)]}" for pair in known.tolist()]
    return _part(PAIR, keys[of], coded_texts(at, texts), counts)


def _part(name: Any, keys: Array, values: Any, counts: Array) -> ArrowTable:
    import pyarrow

    pa: Any = pyarrow
    return pa.table(
        {
            "customer_key": numbers(keys),
            "property": coded_texts(np.zeros(len(keys)), [name]),
            "value": values,
            "count": numbers(counts),
        }
    )


def overlaps(question: Overlaps, view: View) -> ArrowTable | None:
    """Return customers counted by which segments they are in as the portable form does; None where the trail cannot say."""
    import pyarrow

    pa: Any = pyarrow
    some = part_view(view, question.part)
    if some is None or question.part.traits is not None:
        return None
    inside = [meant(one.when, some, question.part) for one in question.rules]
    masks = [one for one in inside if one is not None]
    if len(masks) < len(inside):
        return None
    digits, counts, _ = counted([(one.view(np.uint8), 2) for one in masks])
    columns = {f"in_{number}": numbers(digit) for number, digit in enumerate(digits)}
    return pa.table({**columns, "customers": numbers(counts)})
