"""Columns of text read as times: any usual way of writing them, as int64 microseconds in UTC.

A column has few *shapes* (digits replaced by 9), however many rows: each shape is understood once, in plain Python,
and then read for all its rows at once. Nothing here guesses the order of day and month: it is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.evidence.timeshapes import Layout, Order, layout_of
from footpath.evidence.zones import changes

Array = np.ndarray[Any, Any]

_WIDEST = 48
_MOST_SHAPES = 4000
_AT_ONCE = 250_000  # rows whose bytes stand in memory as a matrix
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
EARLIEST_US = -2_208_988_800 * _SECOND  # 1900: what is older was no customer's doing but a filler for "never"
LATEST_US = 7_258_118_400 * _SECOND  # 2200


@dataclass(frozen=True, slots=True)
class Reading:
    """A column read as times.

    `us` is microseconds since 1970 (UTC once `to_utc` was used), 0 where `ok` is false. `filled` marks rows that hold
    anything; a row that is filled and not `ok` is unreadable. `timed` marks rows with a time of day, `zoned` rows
    that name their zone (or count from 1970). `local_us` is the wall-clock time as written.
    """

    us: Array
    ok: Array
    filled: Array
    timed: Array
    zoned: Array
    local_us: Array
    gaps: int = 0
    overlaps: int = 0

    @property
    def unreadable(self) -> Array:
        """Return the rows that hold something that is no time."""
        return np.asarray(self.filled & ~self.ok)

    @property
    def days_only(self) -> bool:
        """Return whether no value has a time of day but midnight: a column of dates, however it is written."""
        if not self.ok.any():
            return False
        return bool((self.local_us[self.ok] % _DAY == 0).all())


MISSING_WORDS = (
    "",
    "null",
    "none",
    "nan",
    "nat",
    "n/a",
    "na",
    "-",
    "--",
    "\\n",
    "#n/a",
    "(null)",
    "nil",
    "undefined",
)
"""What stands for nothing, in any case of letters."""


def missing(column: pa.ChunkedArray | pa.Array) -> Array:
    """Return which rows of a text column hold nothing: null, blank, or a word for it (null, n/a, nan)."""
    flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    short = pc.less_equal(pc.binary_length(flat), 16)
    suspects = pc.fill_null(short, True).to_numpy(zero_copy_only=False)
    out = np.zeros(len(flat), dtype=bool)
    if suspects.any():
        where = np.flatnonzero(suspects)
        few = pc.utf8_lower(pc.utf8_trim_whitespace(flat.take(pa.array(where))))
        gone = pc.or_(pc.is_null(few), pc.is_in(few, value_set=pa.array(MISSING_WORDS, few.type)))
        out[where] = pc.fill_null(gone, True).to_numpy(zero_copy_only=False)
    return out


def read_times(column: pa.ChunkedArray | pa.Array, order: Order = "ymd", zone: str = "UTC") -> Reading:
    """Return a column as times in UTC; text, timestamps, dates, or integers (seconds to nanoseconds since 1970).

    Parameters
    ----------
    column
        Text in any usual form, or typed.
    order
        How numeric dates with the year last (or of two digits) are meant.
    zone
        The zone of times that name none. A time that the change to summer time skips is moved forward by the hour
        that was skipped (`gaps` counts them); one that occurs twice is the first (`overlaps`).
    """
    flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_dictionary(flat.type):
        values = read_times(flat.dictionary, order, zone)
        return _taken(values, flat.indices)
    if pa.types.is_timestamp(flat.type) or pa.types.is_date(flat.type) or pa.types.is_integer(flat.type):
        return _typed(flat, zone)
    if not (pa.types.is_string(flat.type) or pa.types.is_large_string(flat.type)):
        flat = pc.cast(flat, pa.string())
    return _to_utc(_read_text(flat, order), zone)


def shapes_of(column: pa.Array) -> list[str]:
    """Return the distinct shapes of a text column, most frequent first (for guesses)."""
    keys, _, codes = _shapes(column)
    counts = np.bincount(codes[codes >= 0], minlength=len(keys))
    return [keys[i] for i in np.argsort(-counts, kind="stable")]


def _typed(flat: pa.Array, zone: str) -> Reading:
    filled = flat.is_valid().to_numpy(zero_copy_only=False)
    if pa.types.is_integer(flat.type):
        number = pc.fill_null(pc.cast(flat, pa.int64()), 0).to_numpy(zero_copy_only=False).astype(np.int64)
        us = _unix_us(number)
        day = (number >= 19000101) & (number <= 22001231)
        if filled.any() and day[filled].mean() > 0.5:  # 20180531 written as a number
            return read_times(pc.cast(flat, pa.string()), "ymd", zone)
        ok = filled & _plausible(us)
        return Reading(np.where(ok, us, 0), ok, filled, ok.copy(), ok.copy(), us)
    zoned_type = pa.types.is_timestamp(flat.type) and flat.type.tz is not None
    if pa.types.is_date(flat.type):
        stamp = pc.cast(pc.cast(flat, pa.date32()), pa.timestamp("us"))
    else:
        stamp = pc.cast(flat, pa.timestamp("us", tz=flat.type.tz), safe=False)
    us = pc.fill_null(pc.cast(stamp, pa.int64()), 0).to_numpy(zero_copy_only=False).astype(np.int64)
    ok = filled & _plausible(us)
    timed = ok.copy() if pa.types.is_timestamp(flat.type) else np.zeros(len(flat), dtype=bool)
    zoned = ok.copy() if zoned_type else np.zeros(len(flat), dtype=bool)
    reading = Reading(np.where(ok, us, 0), ok, filled, timed, zoned, us)
    return _to_utc(reading, zone)


def _taken(values: Reading, indices: pa.Array) -> Reading:
    index = pc.fill_null(pc.cast(indices, pa.int64()), -1).to_numpy(zero_copy_only=False)
    here = index >= 0

    def take(array: Array) -> Array:
        out = np.zeros(len(index), dtype=array.dtype)
        out[here] = array[index[here]]
        return out

    return Reading(
        take(values.us), take(values.ok), take(values.filled), take(values.timed), take(values.zoned),
        take(values.local_us), values.gaps, values.overlaps,
    )  # fmt: skip


def _plausible(us: Array) -> Array:
    return np.asarray((us >= EARLIEST_US) & (us < LATEST_US))


def _unix_us(number: Array) -> Array:
    """Return microseconds of integers that count seconds, milliseconds, microseconds or nanoseconds, by their size."""
    size = np.abs(number)
    us = number * _SECOND
    us = np.where(size >= 10**11, number * 1000, us)
    us = np.where(size >= 10**14, number, us)
    return np.where(size >= 10**17, number // 1000, us)


# ---------------------------------------------------------------- text


def _matrix(flat: pa.Array) -> tuple[Array, Array]:
    """Return the rows' bytes as a matrix, blanks behind, and each row's length (too long rows are cut)."""
    kind = np.int64 if pa.types.is_large_string(flat.type) else np.int32
    offsets = np.frombuffer(flat.buffers()[1], dtype=kind)[flat.offset : flat.offset + len(flat) + 1].astype(
        np.int64
    )
    data = flat.buffers()[2]
    raw = np.frombuffer(data, dtype=np.uint8) if data is not None and data.size else np.zeros(1, np.uint8)
    length = np.diff(offsets)
    width = int(min(_WIDEST, length.max(initial=1))) or 1
    position = offsets[:-1, None] + np.arange(width)
    inside = np.arange(width) < length[:, None]
    matrix = np.where(inside, raw[np.minimum(position, len(raw) - 1)], 32).astype(np.uint8)
    return matrix, length


def _shapes(flat: pa.Array) -> tuple[list[str], Array, Array]:
    """Return the distinct shapes, the matrix of bytes, and each row's shape (-1: too long, or too odd)."""
    matrix, length = _matrix(flat)
    shape = np.where((matrix >= 48) & (matrix <= 57), 57, matrix).astype(np.uint8)
    shape = np.where((shape >= 65) & (shape <= 90), shape + 32, shape)
    numbers = np.random.default_rng(20_180_531)
    weights = np.asarray(numbers.integers(1, 2**63 - 1, shape.shape[1], dtype=np.uint64) | np.uint64(1))
    key: Array = np.zeros(len(shape), dtype=np.uint64)
    for column in range(shape.shape[1]):
        key = key + shape[:, column].astype(np.uint64) * weights[column]
    found = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    first, counts = found[1], found[3]
    codes: Array = found[2].astype(np.int64).reshape(-1)
    # Two shapes may share a key by chance: whoever differs from the first of its key is left unreadable, never misread.
    same = (shape == shape[first[codes]]).all(axis=1)
    codes = np.where(same & (length <= _WIDEST), codes, -1)
    if len(first) > _MOST_SHAPES:
        rare = np.argsort(-counts, kind="stable")[_MOST_SHAPES:]
        codes = np.where(np.isin(codes, rare), -1, codes)
    texts = [bytes(shape[i]).decode("utf-8", "replace") for i in first]
    return texts, matrix, codes


def _read_text(flat: pa.Array, order: Order) -> Reading:
    if len(flat) <= _AT_ONCE:
        return _read_part(flat, order)
    parts = [_read_part(flat.slice(at, _AT_ONCE), order) for at in range(0, len(flat), _AT_ONCE)]
    us, ok, filled, timed, zoned, local = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("us", "ok", "filled", "timed", "zoned", "local_us")
    )
    return Reading(us, ok, filled, timed, zoned, local)


def _read_part(flat: pa.Array, order: Order) -> Reading:
    rows = len(flat)
    filled = ~missing(flat)
    us = np.zeros(rows, dtype=np.int64)
    local = np.zeros(rows, dtype=np.int64)
    ok, timed, zoned = (np.zeros(rows, dtype=bool) for _ in range(3))
    where = np.flatnonzero(filled)
    if not len(where):
        return Reading(us, ok, filled, timed, zoned, local)
    part = flat if len(where) == rows else flat.take(pa.array(where))
    texts, matrix, codes = _shapes(part)
    by_code = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[by_code], np.arange(len(texts) + 1))
    for code, text in enumerate(texts):
        mine = by_code[bounds[code] : bounds[code + 1]]
        if not len(mine):
            continue
        layout = layout_of(text.rstrip(), order)
        if layout is None:
            continue
        value, wall, good = _read_shape(matrix[mine], layout)
        target = where[mine]
        us[target], local[target], ok[target] = value, wall, good
        timed[target] = good & (layout.hour is not None or layout.unix is not None)
        zoned[target] = good & (layout.offset is not None or layout.unix is not None)
    us[~ok] = 0
    return Reading(us, ok, filled, timed, zoned, local)


def _read_shape(matrix: Array, layout: Layout) -> tuple[Array, Array, Array]:
    def number(span: tuple[int, int] | None) -> Array:
        out = np.zeros(len(matrix), dtype=np.int64)
        if span is not None:
            for column in range(span[0], span[0] + span[1]):
                out = out * 10 + (matrix[:, column].astype(np.int64) - 48)
        return out

    fraction = number(layout.fraction)
    if layout.fraction is not None:
        digits = layout.fraction[1]
        fraction = fraction * 10 ** (6 - digits) if digits <= 6 else fraction // 10 ** (digits - 6)
    if layout.unix is not None:
        value = number(layout.unix)
        us = (
            value * (_SECOND // layout.unix_per_second)
            if layout.unix_per_second <= _SECOND
            else value // 1000
        )
        us = us + fraction
        return us, us, _plausible(us)
    year, day = number(layout.year), number(layout.day)
    if layout.year is not None and layout.year[1] == 2:
        year = np.where(year < 70, year + 2000, year + 1900)
    month = np.full(len(matrix), layout.month) if isinstance(layout.month, int) else number(layout.month)
    hour, minute, second = number(layout.hour), number(layout.minute), number(layout.second)
    good = (
        (month >= 1)
        & (month <= 12)
        & (day >= 1)
        & (hour <= 24)
        & (minute <= 59)
        & (second <= 60)
        & (year >= 1)
    )
    if layout.afternoon is not None:
        good &= (hour >= 1) & (hour <= 12)
        hour = hour % 12 + (12 if layout.afternoon else 0)
    good &= (hour < 24) | ((minute == 0) & (second == 0))
    days, real = _days(year, np.clip(month, 1, 12), day)
    wall = days * _DAY + ((hour * 60 + minute) * 60 + second) * _SECOND + fraction
    us = wall
    if layout.offset:
        shift = number(layout.offset_hour) * 3600 + number(layout.offset_minute) * 60
        good &= shift <= 15 * 3600
        us = wall - layout.offset * shift * _SECOND
    return us, wall, good & real & _plausible(us)


def _days(year: Array, month: Array, day: Array) -> tuple[Array, Array]:
    """Return days since 1970 of the proleptic Gregorian calendar, and whether such a day exists."""
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    longest = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])[month - 1] + (leap & (month == 2))
    y = np.where(month <= 2, year - 1, year)
    era = y // 400
    of_era = y - era * 400
    of_year = (153 * (month + np.where(month > 2, -3, 9)) + 2) // 5 + day - 1
    of_days = of_era * 365 + of_era // 4 - of_era // 100 + of_year
    return era * 146_097 + of_days - 719_468, day <= longest


# ---------------------------------------------------------------- zones


def _to_utc(reading: Reading, zone: str) -> Reading:
    wall = reading.ok & ~reading.zoned
    if zone.upper() in ("UTC", "GMT", "Z") or not wall.any():
        return reading
    moments, offsets = changes(zone, int(reading.us[wall].min()), int(reading.us[wall].max()))
    before, after = offsets[:-1], offsets[1:]
    local = reading.us[wall]
    later = np.searchsorted(moments + np.maximum(before, after), local, side="right")
    sooner = np.searchsorted(moments + np.minimum(before, after), local, side="right")
    odd = sooner != later
    spring = after > before
    gaps = int((odd & spring[np.minimum(later, len(spring) - 1)]).sum()) if len(spring) else 0
    us = reading.us.copy()
    us[wall] = local - offsets[later]
    return Reading(
        us,
        reading.ok,
        reading.filled,
        reading.timed,
        reading.zoned,
        reading.local_us,
        gaps,
        int(odd.sum()) - gaps,
    )


def end_of_day_us(reading: Reading, zone: str) -> Array:
    """Return the last microsecond of each value's day, in the zone of the wall clock."""
    midnight = (reading.local_us // _DAY + 1) * _DAY
    zeros = np.zeros(len(midnight), dtype=bool)
    whole = Reading(midnight, reading.ok, reading.filled, zeros, zeros, midnight)
    return np.asarray(_to_utc(whole, zone).us - 1)


def promised_us(reading: Reading, zone: str) -> Array:
    """Return promises: where a column holds dates, the end of the day; where a value has no time of day, too."""
    whole_day = np.full(len(reading.ok), True) if reading.days_only else ~reading.timed
    if not whole_day.any():
        return reading.us
    return np.asarray(np.where(whole_day & ~reading.zoned, end_of_day_us(reading, zone), reading.us))
