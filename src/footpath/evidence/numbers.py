"""Columns of text read as numbers: decimal comma or point, thousands marks, currency signs, percent.

Scores and values only: whatever names something (an order, a customer, a postcode) stays text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.evidence.tables import VALUE
from footpath.evidence.times import missing

Array = np.ndarray[Any, Any]
Decimal = Literal[".", ","]

_POINT = r"^[+\-−]?(?:\d{1,3}(?:[,'’\x{00a0}\x{202f} ]\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+\-]?\d{1,3})?$"
_COMMA = r"^[+\-−]?(?:\d{1,3}(?:[.'’\x{00a0}\x{202f} ]\d{3})+|\d+)?(?:,\d*)?(?:[eE][+\-]?\d{1,3})?$"
_SIGNS = r"^\s*(?:US|R|A|C|NZ|HK)?[$€£¥₹₽₺₩₫฿₴₪¢]\s*|\s*[$€£¥₹₽₺₩₫฿₴₪¢%]\s*$|\s*(?:EUR|USD|GBP|BRL|CHF|RUB|PLN|SEK|NOK|DKK|Kč|kr|zł|руб\.?|R\$)\s*$|^\s*(?:EUR|USD|GBP|BRL|CHF|RUB|PLN|R\$|kr)\s*"


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column read as numbers: `value` is 0 where `ok` is false; filled and not ok is unreadable."""

    value: Array
    ok: Array
    filled: Array

    @property
    def unreadable(self) -> Array:
        """Return the rows that hold something that is no number."""
        return np.asarray(self.filled & ~self.ok)


def read_numbers(column: pa.ChunkedArray | pa.Array, decimal: Decimal = ".") -> Numbers:
    """Return a column as float64; typed columns as they are, text with the decimal sign given."""
    flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_dictionary(flat.type):
        flat = flat.dictionary_decode()
    if pa.types.is_null(flat.type):
        empty = np.zeros(len(flat), dtype=bool)
        return Numbers(np.zeros(len(flat)), empty, empty.copy())
    if not (pa.types.is_string(flat.type) or pa.types.is_large_string(flat.type)):
        return _typed(flat)
    filled = ~missing(flat)
    value, ok = np.zeros(len(flat)), np.zeros(len(flat), dtype=bool)
    where = np.flatnonzero(filled)
    if not len(where):
        return Numbers(value, ok, filled)
    part = flat if len(where) == len(flat) else flat.take(pa.array(where))
    plain = pc.match_substring_regex(part, r"^-?\d+(\.\d+)?$").to_numpy(zero_copy_only=False)
    if decimal == "," or not plain.all():
        part = pc.replace_substring_regex(pc.utf8_trim_whitespace(part), _SIGNS, "")
        part = pc.utf8_trim_whitespace(part)
        # (12.50) is how bookkeepers write -12.50.
        part = pc.replace_substring_regex(part, r"^\((.+)\)$", r"-\1")
        pattern = _COMMA if decimal == "," else _POINT
        # A digit must come before any exponent: e4 is the name of something.
        begins = pc.match_substring_regex(part, r"^[+\-−]?[.,]?\d")
        looks = pc.and_(pc.match_substring_regex(part, pattern), begins)
        good = pc.fill_null(looks, False).to_numpy(zero_copy_only=False)
        part = pc.replace_substring_regex(part, r"['’\x{00a0}\x{202f} ]", "")
        part = pc.replace_substring(part, "−", "-")
        part = pc.replace_substring(part, "." if decimal == "," else ",", "")
        if decimal == ",":
            part = pc.replace_substring(part, ",", ".")
        part = pc.replace_substring_regex(part, r"^\+", "")
        part = pc.if_else(pa.array(good), part, pa.scalar("0", part.type))
    else:
        good = np.ones(len(part), dtype=bool)
    value[where] = pc.cast(part, pa.float64()).to_numpy(zero_copy_only=False)
    ok[where] = good & np.isfinite(value[where])
    value[~ok] = 0
    return Numbers(value, ok, filled)


def to_value(numbers: Numbers) -> tuple[pa.Array, Array]:
    """Return numbers as `VALUE` (six places, half to even), and which are too large for it (those are null)."""
    limit = (
        9.0e12  # 18 digits, six of them behind the point; inside it a float64 keeps the sixth place to a unit
    )
    large = numbers.ok & (np.abs(numbers.value) >= limit)
    good = numbers.ok & ~large
    micro = np.where(good, np.rint(np.where(good, numbers.value, 0) * 1e6), 0).astype(np.int64)
    words = np.empty((len(micro), 2), dtype=np.int64)
    words[:, 0], words[:, 1] = micro, micro >> 63
    valid = pa.py_buffer(np.packbits(good, bitorder="little").tobytes())
    array = pa.Array.from_buffers(VALUE, len(micro), [valid, pa.py_buffer(words.tobytes())])
    return array, large


def _typed(flat: pa.Array) -> Numbers:
    filled = flat.is_valid().to_numpy(zero_copy_only=False)
    try:
        number = pc.cast(flat, pa.float64(), safe=False)
    except pa.ArrowNotImplementedError:
        return Numbers(np.zeros(len(flat)), np.zeros(len(flat), dtype=bool), filled)
    value = pc.fill_null(number, 0.0).to_numpy(zero_copy_only=False).copy()
    ok = filled & np.isfinite(value)
    filled = filled & ~np.isnan(value)  # NaN is how pandas writes nothing
    value[~ok] = 0
    return Numbers(value, ok, filled)
