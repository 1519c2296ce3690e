"""Raw batches opened: the columns that a source names, made of those that the file has; a list becomes rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.base import BadInputError, Problem
from footpath.evidence.made.cells import dig, dig_nested, leaf, parsed, plain_list, texts_under
from footpath.evidence.made.names import Each, Inside, Numbered, Part, Plain, resolve

Array = np.ndarray[Any, Any]


@dataclass
class _Rows:
    """Which row of the batch each new row comes from; the records of the list, or their numbers among columns."""

    index: Array
    records: list[Any] | pa.Array | None = None
    numbers: Array = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


@dataclass
class _Cells:
    """The cells of one batch, parsed once however many columns are made of them."""

    batch: pa.RecordBatch
    values: dict[str, list[Any]] = field(default_factory=dict)

    def json(self, column: str) -> list[Any]:
        if column not in self.values:
            self.values[column] = [parsed(text) for text in self.batch.column(column).to_pylist()]
        return self.values[column]


class Opener:
    """Makes the columns that a source names out of a file's; `empty` are the made ones that held nothing so far.

    Raises
    ------
    BadInputError
        Where columns name each of two different lists: a row can be one record only.
    """

    def __init__(self, names: Sequence[str], columns: Collection[str]) -> None:
        self.names = list(names)
        self.parts = {name: resolve(name, columns).parts for name in names}
        self.plain = all(parts == (Plain(name),) for name, parts in self.parts.items())
        lists = {
            part.list_: part
            for parts in self.parts.values()
            for part in parts
            if isinstance(part, Each | Numbered)
        }
        if len(lists) > 1:
            raise BadInputError(
                Problem(
                    code="lists-several",
                    message=f"columns name each of {len(lists)} lists: {', '.join(name for name, _ in lists)}",
                    expected="one list, whose records are the rows",
                    help="Make two sources of the file, one for each list.",
                )
            )
        self.list_ = next(iter(lists.values()), None)
        self.columns = _needed(self.parts.values())
        self.empty = {name for name, parts in self.parts.items() if parts != (Plain(name),)}

    def take(self, batch: pa.RecordBatch, lines: pa.Int64Array) -> tuple[pa.RecordBatch, pa.Int64Array]:
        """Return the named columns of a batch, and the line that each row comes from."""
        if self.plain:
            return batch.select(self.names), lines
        cells = _Cells(batch)
        rows = self._rows(cells)
        arrays = [self._made(name, cells, rows) for name in self.names]
        for name, array in zip(self.names, arrays, strict=True):
            if name in self.empty and array.null_count < len(array):
                self.empty.discard(name)
        taken = lines if rows is None else lines.take(pa.array(rows.index))
        return pa.record_batch(arrays, names=self.names), taken

    # ------------------------------------------------------------ rows

    def _rows(self, cells: _Cells) -> _Rows | None:
        """Return the rows that a list's records make; a row whose list is empty stays, with nothing of it."""
        if self.list_ is None:
            return None
        if isinstance(self.list_, Numbered):
            return self._numbered_rows(cells.batch)
        column = cells.batch.column(self.list_.column)
        if _is_text(column.type):
            index: list[int] = []
            records: list[Any] = []
            texts = column.to_pylist() if not self.list_.before and not self.list_.after else None
            for row, value in enumerate(cells.json(self.list_.column)):
                # A column of lists may hold a single value as it is.
                found = dig(value if texts is None or value is not None else texts[row], self.list_.before)
                items = found if isinstance(found, list) and found else [found if found else None]
                index += [row] * len(items)
                records += items
            return _Rows(np.array(index, dtype=np.int64), records)
        nested = _nested_list(column, self.list_.before)
        if nested is None:
            return _Rows(np.arange(len(column)), pa.nulls(len(column), pa.string()))
        lengths = pc.fill_null(pc.list_value_length(nested), 0).to_numpy(zero_copy_only=False)
        many = np.maximum(lengths, 1)
        at = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        at += np.repeat(np.cumsum(lengths) - lengths, many)
        at = np.where(np.repeat(lengths, many) > 0, at, -1)
        return _Rows(
            np.repeat(np.arange(len(nested)), many), nested.flatten().take(pa.array(at, mask=at < 0))
        )

    def _numbered_rows(self, batch: pa.RecordBatch) -> _Rows:
        every = [part for parts in self.parts.values() for part in parts if isinstance(part, Numbered)]
        numbers = sorted({number for part in every for number, _ in part.columns})
        there = np.zeros((batch.num_rows, len(numbers)), dtype=bool)
        for part in every:
            for number, column in part.columns:
                filled = batch.column(column).is_valid().to_numpy(zero_copy_only=False)
                there[:, numbers.index(number)] |= filled
        there[~there.any(axis=1), 0] = True
        row, at = np.nonzero(there)
        return _Rows(row, numbers=np.array(numbers)[at])

    # ------------------------------------------------------------ columns

    def _made(self, name: str, cells: _Cells, rows: _Rows | None) -> pa.Array:
        parts = self.parts[name]
        count = cells.batch.num_rows if rows is None else len(rows.index)
        if not parts:
            return pa.nulls(count, pa.string())
        arrays = [self._part(part, cells, rows) for part in parts]
        if len(arrays) == 1:
            return arrays[0]
        if len({array.type for array in arrays}) > 1:
            arrays = [pc.cast(array, pa.string(), safe=False) for array in arrays]
        if _is_text(arrays[0].type):
            blank = pa.scalar(None, arrays[0].type)
            arrays = [
                pc.if_else(pc.fill_null(pc.equal(pc.utf8_trim_whitespace(array), ""), False), blank, array)
                for array in arrays
            ]
        return pc.coalesce(*arrays)

    def _part(self, part: Part, cells: _Cells, rows: _Rows | None) -> pa.Array:
        if isinstance(part, Each):
            assert rows is not None  # noqa: S101  # _rows made them of this very list
            if isinstance(rows.records, list):
                return texts_under(rows.records, part.after)
            return dig_nested(rows.records, part.after)
        if isinstance(part, Numbered):
            assert rows is not None  # noqa: S101  # as above
            return _by_number(part, cells.batch, rows)
        column = cells.batch.column(part.column)
        if isinstance(part, Inside):
            if _is_text(column.type):
                column = texts_under(cells.json(part.column), part.path)
            else:
                column = dig_nested(column, part.path)
        elif pa.types.is_dictionary(column.type):
            column = leaf(column)
        return column if rows is None else column.take(pa.array(rows.index))


def _needed(made: Iterable[tuple[Part, ...]]) -> tuple[str, ...]:
    """Return the columns of the file that all these are made of, each once."""
    out: dict[str, None] = {}
    for parts in made:
        for part in parts:
            names = [name for _, name in part.columns] if isinstance(part, Numbered) else [part.column]
            out.update(dict.fromkeys(names))
    return tuple(out)


def _by_number(part: Numbered, batch: pa.RecordBatch, rows: _Rows) -> pa.Array:
    out = pa.nulls(len(rows.index), batch.column(part.columns[0][1]).type)
    for number, column in part.columns:
        here = np.equal(rows.numbers, number)
        if here.any():
            out = pc.if_else(pa.array(here), batch.column(column).take(pa.array(rows.index)), out)
    return out


def _nested_list(column: pa.Array, before: str) -> pa.Array | None:
    for step in before.split(".") if before else ():
        if not pa.types.is_struct(column.type) or column.type.get_field_index(step) < 0:
            return None
        column = pc.struct_field(column, [step])
    column = plain_list(column)
    return column if pa.types.is_list(column.type) or pa.types.is_large_list(column.type) else None


def _is_text(type_: pa.DataType) -> bool:
    return bool(pa.types.is_string(type_) or pa.types.is_large_string(type_))
