"""Screens in a table of raw events: a property `screen`, and page views called by the screen that they show."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from footpath.evidence.screens.folding import fold
from footpath.evidence.screens.types import Screens

SCREEN = "screen"
NAMED = "screen or name"


def with_screens(
    table: pa.Table, screens: Screens, event: str | None, event_name: str | None = None
) -> tuple[pa.Table, str | None]:
    """Return the table with a column `screen`, views of screens called by it, and the column that now names events."""
    screen = _folded(table.column(screens.column), screens)
    out = _with(table, SCREEN, screen)
    if event is None:
        if event_name is None or event_name.casefold() not in {view.casefold() for view in screens.views}:
            return out, None
        return _with(out, NAMED, pc.fill_null(screen, event_name)), NAMED
    if event == screens.column:
        return _with(out, event, screen), event
    names = table.column(event).combine_chunks()
    if pa.types.is_dictionary(names.type):
        names = names.dictionary_decode()
    names = pc.cast(names, pa.string(), safe=False)
    lower = pc.utf8_lower(pc.utf8_trim_whitespace(names))
    views = pa.array([view.strip().lower() for view in screens.views] or [""], pa.string())
    view = pc.or_(
        pc.fill_null(pc.is_in(lower, value_set=views), False), pc.fill_null(pc.equal(lower, ""), True)
    )
    return _with(out, event, pc.if_else(pc.and_(view, screen.is_valid()), screen, names)), event


def _folded(column: pa.ChunkedArray, screens: Screens) -> pa.Array:
    flat = column.combine_chunks()
    if pa.types.is_dictionary(flat.type):
        flat = flat.dictionary_decode()
    coded = pc.cast(flat, pa.string(), safe=False).dictionary_encode()
    values = [fold(value, screens) or None for value in coded.dictionary.to_pylist()]
    return pa.array(values, pa.string()).take(pc.cast(coded.indices, pa.int64()))


def _with(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    at = table.schema.get_field_index(name)
    return table.append_column(name, column) if at < 0 else table.set_column(at, name, column)
