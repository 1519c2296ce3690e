"""What stands inside a cell: JSON as text, and nested columns of Parquet; lists of keys and values are read by key.

Values come out as text (typed ones of Parquet as they are); what is no JSON holds nothing.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=lambda _name: None)
_KEYS = ("key", "name")
_TYPED = "_value"

# ---------------------------------------------------------------- JSON


def parsed(text: str | None) -> Any:
    """Return the value of a cell's JSON; None where it is none, or nests too deep."""
    if not text:
        return None
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None


def dig(value: Any, path: str) -> Any:
    """Return what stands under a path; the longest key that fits counts, as keys may have dots themselves."""
    if not path:
        return value
    if isinstance(value, list):
        value = records(value)
    if not isinstance(value, dict):
        return None
    if path in value:
        return value[path]
    at = path.rfind(".")
    while at > 0:
        head = value.get(path[:at])
        if isinstance(head, dict | list):
            found = dig(head, path[at + 1 :])
            if found is not None:
                return found
        at = path.rfind(".", 0, at)
    return None


def records(items: list[Any]) -> dict[str, Any] | None:
    """Return a list of keys and values as an object, or None where it is none: ``[{"key": "page", "value": ...}]``."""
    out: dict[str, Any] = {}
    for item in items:
        if not isinstance(item, dict):
            return None
        key = next((item[name] for name in _KEYS if isinstance(item.get(name), str)), None)
        if key is None or "value" not in item:
            return None
        out.setdefault(key, typed_value(item["value"]))
    return out or None


def typed_value(value: Any) -> Any:
    """Return the one that is filled of a value's types: ``{"string_value": null, "int_value": "7"}`` is 7."""
    if isinstance(value, dict) and value and any(name.endswith(_TYPED) for name in value):
        filled = (
            item for name, item in value.items() if name.endswith(_TYPED) and item is not None and item != ""
        )
        return next(filled, None)
    return value


def text_of(value: Any) -> str | None:
    """Return a value of JSON as text, as the reader of JSON Lines does."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\0", "") if "\0" in text else text


def texts_under(values: list[Any], path: str) -> pa.Array:
    """Return what stands under a path in each of many values, as text."""
    if path and "." not in path:
        found = [value.get(path) if type(value) is dict else dig(value, path) for value in values]
    else:
        found = [dig(value, path) for value in values]
    try:
        texts = pa.array([item if type(item) is str else text_of(item) for item in found], pa.string())
    except UnicodeEncodeError:  # half a character
        texts = pa.array([text_of(item) for item in found], pa.string())
    blank = pc.fill_null(pc.equal(pc.binary_length(texts), 0), False)
    if pc.any(blank).as_py():
        texts = pc.if_else(blank, pa.scalar(None, pa.string()), texts)
    return pc.replace_substring(texts, "\0", "") if pc.any(pc.match_substring(texts, "\0")).as_py() else texts


def leaves(value: Any, depth: int = 6, before: str = "") -> dict[str, None]:
    """Return the paths of all values inside a value, in their order."""
    out: dict[str, None] = {}
    if isinstance(value, list):
        value = records(value)
    if isinstance(value, dict):
        for key, item in value.items():
            inner = leaves(item, depth - 1, f"{before}{key}.") if depth and item else {}
            out.update(inner or {f"{before}{key}": None})
    return out


# ---------------------------------------------------------------- nested columns


def plain_list(array: pa.Array) -> pa.Array:
    """Return an array without the wrapping that older writers put around lists (list.element, bag.array)."""
    type_ = array.type
    alone = pa.types.is_struct(type_) and type_.num_fields == 1 and type_.field(0).name in ("list", "bag")
    if alone and _is_list(type_.field(0).type):
        array = pc.struct_field(array, [0])
    if _is_list(array.type):
        item = array.type.value_type
        wrapped = ("element", "item", "array_element", "array")
        if pa.types.is_struct(item) and item.num_fields == 1 and item.field(0).name in wrapped:
            inner = pc.struct_field(array.flatten(), [0])
            lengths = pc.fill_null(pc.list_value_length(array), 0).to_numpy(zero_copy_only=False)
            offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
            return pa.ListArray.from_arrays(pa.array(offsets), inner)
    return array


def dig_nested(array: pa.Array, path: str) -> pa.Array:
    """Return what stands under a path in a nested column: one value a row, null where there is none."""
    array = plain_list(array)
    if not path:
        return leaf(array)
    if pa.types.is_struct(array.type):
        names = [array.type.field(i).name for i in range(array.type.num_fields)]
        for head, rest in _heads(path):
            if head in names:
                return dig_nested(pc.struct_field(array, [names.index(head)]), rest)
    elif pa.types.is_map(array.type):
        return _of_keys(array, array.keys, array.items, path)
    elif _is_list(array.type) and (key := key_field(array.type)) is not None:
        flat = array.flatten()
        return _of_keys(array, pc.struct_field(flat, [key]), pc.struct_field(flat, ["value"]), path)
    return pa.nulls(len(array), pa.string())


def nested_paths(array: pa.Array, depth: int = 6, before: str = "") -> dict[str, None]:
    """Return the paths of all values inside a nested column, in the order of its fields (of keys: of first use)."""
    array = plain_list(array)
    type_ = array.type
    keys: list[str] = []
    if pa.types.is_struct(type_) and depth:
        out: dict[str, None] = {}
        for i in range(type_.num_fields):
            name = f"{before}{type_.field(i).name}"
            inner = nested_paths(pc.struct_field(array, [i]), depth - 1, f"{name}.")
            out.update(inner or {name: None})
        return out
    if pa.types.is_map(type_):
        keys = pc.drop_null(array.keys).unique().to_pylist()
    elif _is_list(type_) and (key := key_field(type_)) is not None:
        keys = pc.drop_null(pc.struct_field(array.flatten(), [key])).unique().to_pylist()
    return dict.fromkeys(f"{before}{key}" for key in keys)


def key_field(type_: pa.DataType) -> str | None:
    """Return the name of the field that holds keys, where a list is one of keys and values."""
    item = type_.value_type
    if not pa.types.is_struct(item):
        return None
    names = {item.field(i).name for i in range(item.num_fields)}
    return next((key for key in _KEYS if key in names and "value" in names), None)


def leaf(array: pa.Array) -> pa.Array:
    """Return a column's values: plain ones as they are, what is still nested as JSON text."""
    type_ = array.type
    if pa.types.is_struct(type_) and any(
        type_.field(i).name.endswith(_TYPED) for i in range(type_.num_fields)
    ):
        return _typed(array)
    if pa.types.is_nested(type_):
        return pa.array(
            [
                None if v is None else json.dumps(v, ensure_ascii=False, default=str)
                for v in array.to_pylist()
            ],
            pa.string(),
        )
    return array.dictionary_decode() if pa.types.is_dictionary(type_) else array


def _typed(array: pa.Array) -> pa.Array:
    names = [array.type.field(i).name for i in range(array.type.num_fields)]
    texts = [
        pc.cast(leaf(pc.struct_field(array, [i])), pa.string(), safe=False)
        for i, name in enumerate(names)
        if name.endswith(_TYPED)
    ]
    return pc.coalesce(*texts)


def _of_keys(array: pa.Array, keys: pa.Array, values: pa.Array, path: str) -> pa.Array:
    if pa.types.is_map(array.type):
        offsets = array.offsets
        lengths = np.diff(offsets.to_numpy())
        first, last = offsets[0].as_py(), offsets[-1].as_py()
        keys, values = keys.slice(first, last - first), values.slice(first, last - first)
        rows = np.repeat(np.arange(len(array)), lengths)
    else:
        rows = pc.list_parent_indices(array).to_numpy()
    for head, rest in _heads(path):
        here = pc.fill_null(pc.equal(keys, head), False).to_numpy(zero_copy_only=False)
        if not here.any():
            continue
        found = np.flatnonzero(here)[::-1]
        at = np.full(len(array), -1, dtype=np.int64)
        at[rows[found]] = found  # of a key that stands twice the first counts: it is written last
        inner = dig_nested(values.take(pa.array(np.maximum(at, 0))), rest)
        return pc.if_else(pa.array(at >= 0), inner, pa.scalar(None, inner.type))
    return pa.nulls(len(array), pa.string())


def _heads(path: str) -> list[tuple[str, str]]:
    """Return the ways to cut a path into a key and what follows, the longest key first."""
    cuts = [i for i, sign in enumerate(path) if sign == "."][::-1]
    return [(path, ""), *((path[:cut], path[cut + 1 :]) for cut in cuts)]


def _is_list(type_: pa.DataType) -> bool:
    return bool(
        pa.types.is_list(type_) or pa.types.is_large_list(type_) or pa.types.is_fixed_size_list(type_)
    )
