"""JSON Lines, and JSON documents that hold a list of objects: values as text, nested objects with dots.

Numbers keep the text that they were written with, so an id of twenty digits stays itself. Keys differ from line to line,
so a file is gone through twice: once for the columns, once for the rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.encoding import MARK, Encoding, detect, title
from footpath.evidence.limits import MIB, Limits, format_size
from footpath.evidence.privacy import masked_value
from footpath.evidence.raw import Aside, RawFacts, ReadOptions, Sink
from footpath.evidence.readers.stream import open_stream
from footpath.evidence.readers.text import blocks

_BATCH = 16 * 1024
_MOST_COLUMNS = 5000
_DOCUMENT = 256 * MIB

Row = dict[str, str | None]


class _BadRowError(ValueError):
    """A row that cannot be used; its text is the reason."""


class _TooDeepError(ValueError):
    """Nested beyond what any parser takes."""


def read(path: Path, how: ReadOptions, sink: Sink, limits: Limits) -> RawFacts:
    """Read JSON Lines (or a JSON list of objects, which must fit memory) into a sink.

    Nested objects become columns with dots, lists become JSON text; true and false are words; null and empty text are
    null. A line that is no object, names a key twice or is cut is set aside.

    Raises
    ------
    BadInputError
        Where no line is an object, or one nests so deep that parsing it is not safe.
    """
    encoding = detect(path, how.encoding, limits)
    names = _columns(path, encoding, how.rows, limits)
    complete = True
    held: list[tuple[int, Row]] = []
    done = aside = 0
    for line, row, reason, text in _rows(path, encoding, limits):
        if how.rows is not None and done + len(held) >= how.rows:
            complete = False
            break
        if reason is not None:
            aside += 1
            sink.aside(Aside(str(path), line, None, reason, masked_value(text)))
            continue
        held.append((line, row))
        if len(held) >= _BATCH:
            done += _hand_on(held, names, sink)
    done += _hand_on(held, names, sink)
    if aside > max(done, 10) and complete:
        raise _bad(
            "json-no-rows",
            path,
            None,
            f"{aside:,} of {aside + done:,} lines are no JSON objects",
            "Export one object a line.",
        )
    with open_stream(path, limits) as stream:
        compression = stream.compression
    return RawFacts(
        file=str(path),
        format="jsonl",
        bytes=path.stat().st_size,
        columns=names,
        rows=done,
        aside=aside,
        complete=complete,
        compression=compression,
        encoding=title(encoding.name),
        decimal=".",
        guessed=() if how.encoding else ("encoding",),
    )


def _columns(path: Path, encoding: Encoding, most: int | None, limits: Limits) -> tuple[str, ...]:
    """Return the columns of all objects (of the first, where only so many are read), in the order of their first use."""
    columns: dict[str, None] = {}
    rows = 0
    for _, row, reason, _ in _rows(path, encoding, limits, keys_only=True):
        if reason is not None:
            continue
        rows += 1
        columns.update(dict.fromkeys(row))
        if len(columns) > _MOST_COLUMNS:
            raise _bad(
                "json-no-rows",
                path,
                None,
                f"the objects have more than {_MOST_COLUMNS:,} different keys",
                "Keys that are ids make no columns: export a table.",
            )
        if most is not None and rows >= (most or _BATCH):
            break
    if not columns:
        raise _bad(
            "json-no-rows",
            path,
            None,
            "there is no JSON object with a value",
            "Export one object a line (JSON Lines), or CSV.",
        )
    return tuple(columns)


def _hand_on(held: list[tuple[int, Row]], names: Sequence[str], sink: Sink) -> int:
    import pyarrow as pa

    if not held:
        return 0
    arrays = [pa.array([row.get(name) for _, row in held], pa.string()) for name in names]
    sink.batch(pa.record_batch(arrays, names=list(names)), pa.array([line for line, _ in held], pa.int64()))
    count = len(held)
    held.clear()
    return count


def _rows(
    path: Path, encoding: Encoding, limits: Limits, *, keys_only: bool = False
) -> Iterator[tuple[int, Row, str | None, str]]:
    """Yield line, row, the reason why it cannot be used (or None), and the text of such a row.

    With `keys_only` the values of a row may be missing.
    """
    row_of = _keys_of if keys_only else _row
    started = False
    for block in blocks(path, encoding, limits):
        text = block.data.decode("utf-8")
        if not started:
            started = True
            if _is_document(text, path, encoding, limits):
                yield from _document(path, encoding, limits)
                return
        lines = text.split("\n")
        lines.pop()
        for line, source in enumerate(lines, block.line):
            if not source or source.isspace():
                continue
            try:
                yield line, row_of(source, limits), None, ""
            except _BadRowError as error:
                yield (
                    line,
                    {},
                    str(error) if MARK not in source else f"bytes that are no {title(encoding.name)}",
                    source,
                )
            except _TooDeepError:
                raise _deep(path, line) from None


def _row(source: str, limits: Limits) -> Row:
    if MARK in source or "\0" in source or "\\u0000" in source:
        raise _BadRowError("NUL bytes")
    if len(source) > limits.field * 4:
        raise _BadRowError(f"a line longer than {limits.field * 4:,} characters")
    try:
        value = _DECODER.decode(source)
    except json.JSONDecodeError as error:
        raise _BadRowError(f"no JSON at character {error.colno}: {error.msg}") from None
    except RecursionError:
        raise _TooDeepError from None
    return _flat_row(value, limits)


def _keys_of(source: str, limits: Limits) -> Row:
    """Return a row's columns, its values perhaps unchecked: half the time of `_row`, which has the last word."""
    if MARK in source or not source.isascii() or "\\u" in source:
        return _row(source, limits)
    try:
        value = _PLAIN.decode(source)
    except RecursionError:
        raise _TooDeepError from None
    except ValueError:
        return _row(source, limits)
    if type(value) is not dict:
        raise _BadRowError("no JSON object")
    return _named(value, "", 1, limits)


def _named(value: dict[str, Any], before: str, depth: int, limits: Limits) -> Row:
    if depth > limits.depth:
        raise _BadRowError("nested too deep")
    row: Row = {}
    for key, item in value.items():
        inner = (
            _named(item, f"{before}{key}.", depth + 1, limits)
            if type(item) is dict and item
            else {before + key: None}
        )
        if not row.keys().isdisjoint(inner):
            raise _BadRowError("a key stands twice")
        row.update(inner)
    return row


def _flat_row(value: Any, limits: Limits) -> Row:
    if not isinstance(value, _Pairs):
        raise _BadRowError("no JSON object")
    row: Row = {}
    _flatten(value, "", 1, limits, row)
    return row


class _Pairs(list[tuple[str, Any]]):
    """An object as its pairs, so that a key that stands twice is seen."""


_DECODER = json.JSONDecoder(
    object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=lambda _name: None, strict=True
)


_PLAIN = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=lambda _name: None, strict=True)


def _flatten(pairs: _Pairs, before: str, depth: int, limits: Limits, row: Row) -> None:
    if depth > limits.depth:
        raise _BadRowError(f"objects nested more than {limits.depth} deep")
    longest = limits.field
    for key, value in pairs:
        name = before + key
        kind = type(value)
        if kind is _Pairs and value:
            _flatten(value, name + ".", depth + 1, limits, row)
            continue
        if name in row:
            raise _BadRowError(f"the key {name[:60]!r} stands twice")
        if kind is str:
            if len(value) > longest or not value.isascii():
                _check(value, limits)
            row[name] = value or None
        else:
            row[name] = _text(value, limits)
        if not name.isascii():
            _check(name, limits)


def _text(value: Any, limits: Limits) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    text = json.dumps(_plain(value, 1, limits), ensure_ascii=False)
    _check(text, limits)
    return text


def _check(text: str, limits: Limits) -> None:
    if len(text) > limits.field:
        raise _BadRowError(f"a value longer than {limits.field:,} characters")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise _BadRowError("half a character (a lone surrogate)") from None


def _plain(value: Any, depth: int, limits: Limits) -> Any:
    if depth > limits.depth:
        raise _BadRowError(f"lists nested more than {limits.depth} deep")
    if isinstance(value, _Pairs):
        plain = {key: _plain(item, depth + 1, limits) for key, item in value}
        if len(plain) < len(value):
            raise _BadRowError("a key inside a list stands twice")
        return plain
    if isinstance(value, list):
        return [_plain(item, depth + 1, limits) for item in value]
    return value


# ---------------------------------------------------------------- a document instead of lines


def _is_document(text: str, path: Path, encoding: Encoding, limits: Limits) -> bool:
    """Return whether it is one JSON document over several lines (or a list), not an object a line."""
    start = text.lstrip()
    if start.startswith("["):
        return True
    first = start.split("\n", 1)[0]
    try:
        value = _DECODER.decode(first)
    except json.JSONDecodeError:
        if first.rstrip().endswith(("[", "{", ",", ":")):
            return True  # {"data":[ and a record a line: the document goes on
        # An object over several lines, or a first line that is broken: the second line tells.
        second = next((line for line in start.split("\n")[1:] if line.strip()), "")
        return not second.lstrip().startswith("{") and bool(second)
    except RecursionError:
        return False
    # One line alone that wraps a list of objects: {"data": [{...}, ...]}
    return isinstance(value, _Pairs) and not start[len(first) :].strip() and _find_list(value) is not None


def _document(path: Path, encoding: Encoding, limits: Limits) -> Iterator[tuple[int, Row, str | None, str]]:
    parts: list[str] = []
    size = 0
    for block in blocks(path, encoding, limits):
        size += len(block.data)
        if size > _DOCUMENT:
            raise _bad(
                "source-too-large",
                path,
                None,
                f"a JSON document of more than {format_size(_DOCUMENT)}",
                "Export JSON Lines (one object a line), CSV or Parquet, which stream.",
            )
        parts.append(block.data.decode("utf-8"))
    text = "".join(parts)
    if text.lstrip().startswith("["):
        yield from _list(text, path, limits)
        return
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _bad(
            "file-damaged",
            path,
            error.lineno,
            f"no JSON: {error.msg}",
            "Get the file again; perhaps it is cut short.",
        ) from None
    except RecursionError:
        raise _deep(path, None) from None
    items = _find_list(value)
    if items is None:
        items = [value]
    for number, item in enumerate(items, 1):
        try:
            yield number, _flat_row(item, limits), None, ""
        except _BadRowError as error:
            yield number, {}, str(error), json.dumps(str(item)[:200])


def _list(text: str, path: Path, limits: Limits) -> Iterator[tuple[int, Row, str | None, str]]:
    """Yield the objects of a list one by one; where the list is cut, those before the cut stand."""
    at = text.index("[") + 1
    line = 1 + text.count("\n", 0, at)
    while True:
        begin = at
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        line += text.count("\n", begin, at)
        if text[at : at + 1] == "]":
            return
        if at >= len(text):
            yield line, {}, "the list is cut short", ""
            return
        try:
            value, end = _DECODER.raw_decode(text, at)
        except json.JSONDecodeError as error:
            yield line, {}, f"no JSON from here on: {error.msg}", text[at : at + 200]
            return
        except RecursionError:
            raise _deep(path, line) from None
        source = text[at : min(end, at + 200)]
        try:
            yield line, _flat_row(value, limits), None, ""
        except _BadRowError as error:
            yield line, {}, str(error), source
        line += text.count("\n", at, end)
        at = end


def _find_list(value: _Pairs) -> list[Any] | None:
    """Return the first list of objects that an object names, at its top or one below."""
    for _, item in value:
        if isinstance(item, list) and not isinstance(item, _Pairs) and item and isinstance(item[0], _Pairs):
            return item
    for _, item in value:
        if isinstance(item, _Pairs) and (found := _find_list(item)) is not None:
            return found
    return None


def _deep(path: Path, line: int | None) -> BadInputError:
    return _bad(
        "reader-too-deep",
        path,
        line,
        "the JSON nests deeper than anything that can be read",
        "Export a flat table.",
    )


def _bad(code: str, path: Path, line: int | None, message: str, step: str) -> BadInputError:
    # code="json-no-rows" code="reader-too-deep" code="file-damaged" code="source-too-large"
    return BadInputError(Problem(code=code, message=message, place=Place(str(path), line), help=step))
