"""A sample of rows opened for guessing: nested columns as columns of their own, named with dots."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from footpath.evidence.made.cells import dig, dig_nested, leaves, nested_paths, parsed, text_of
from footpath.evidence.made.names import Each, Numbered, resolve
from footpath.evidence.made.opening import Opener

_ROWS = 50_000
_LOOKED_AT = 200
_MOST_INSIDE = 300


def opened(table: pa.Table, each: str | None = None) -> pa.Table:
    """Return a table whose nested columns (JSON objects as text, structs, lists of keys and values) are columns.

    `each` names a list whose records become rows; its keys are then columns such as ``actions[].url``. Where anything
    is opened, the first 50,000 rows stand for all.
    """
    if each is not None:
        table = _each(table, each)
    inside = [name for name in table.column_names if _is_object(table.column(name))]
    if not inside:
        return table
    table = table.slice(0, _ROWS)
    names: list[str] = []
    arrays: list[pa.Array] = []
    for name in table.column_names:
        column = table.column(name).combine_chunks()
        found = _opened(column) if name in inside else {}
        for path, array in found.items():
            if f"{name}.{path}" not in table.column_names:
                names.append(f"{name}.{path}")
                arrays.append(array)
        if not found:
            names.append(name)
            arrays.append(column)
    return pa.table(arrays, names=names)


def _is_object(column: pa.ChunkedArray) -> bool:
    type_ = column.type
    if pa.types.is_struct(type_) or pa.types.is_map(type_):
        return True
    if pa.types.is_list(type_) or pa.types.is_large_list(type_):
        return bool(nested_paths(column.slice(0, _LOOKED_AT).combine_chunks()))
    if not (pa.types.is_string(type_) or pa.types.is_large_string(type_)):
        return False
    head = pc.drop_null(column.slice(0, 20_000)).slice(0, _LOOKED_AT).to_pylist()
    some = [value for value in head if value.strip()]
    if not some or sum(value.lstrip()[:1] in "{[" for value in some) < 0.5 * len(some):
        return False
    return any(leaves(parsed(value)) for value in some)


def _opened(column: pa.Array) -> dict[str, pa.Array]:
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return {path: dig_nested(column, path) for path in list(nested_paths(column))[:_MOST_INSIDE]}
    values = [parsed(text) for text in column.to_pylist()]
    count: dict[str, int] = {}
    for value in values:
        for path in leaves(value):
            count[path] = count.get(path, 0) + 1
    kept = set(sorted(count, key=lambda path: -count[path])[:_MOST_INSIDE])
    return {
        path: pa.array([text_of(dig(value, path)) for value in values], pa.string())
        for path in count
        if path in kept
    }


def _each(table: pa.Table, name: str) -> pa.Table:
    """Return the table with a row for each record of a list, and the records' keys as columns."""
    columns = table.column_names
    suffix = f" ({name} "
    numbered = {column.split(suffix)[0]: None for column in columns if suffix in column}
    if numbered:
        keys = [f"{name}[].{key}" for key in numbered]
        rest = [column for column in columns if suffix not in column]
    else:
        column = table.slice(0, _ROWS).column(name).combine_chunks()
        paths: dict[str, None] = {}
        for value in column.to_pylist():
            for record in parsed(value) or () if isinstance(value, str) else value or ():
                paths.update(leaves(record))
        keys = [f"{name}[].{path}" for path in list(paths)[:_MOST_INSIDE]]
        rest = [column for column in columns if column != name]
    wanted = [*rest, *keys]
    if not any(isinstance(part, Each | Numbered) for key in keys for part in resolve(key, columns).parts):
        return table
    opener = Opener(wanted, columns)
    head = table.slice(0, _ROWS).combine_chunks()
    batches = [
        opener.take(batch, pa.array([0] * batch.num_rows, pa.int64()))[0] for batch in head.to_batches()
    ]
    return pa.Table.from_batches(batches) if batches else table
