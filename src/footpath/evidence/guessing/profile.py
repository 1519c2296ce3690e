"""What the values of a column look like, counted once in the child, as plain data that crosses the door.

Guesses read profiles and nothing else, so that they can be tried without a file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from footpath.evidence.guessing.names import ID, TIME, has, words

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_TOP = 40
_LONGEST_EXAMPLE = 60


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column in numbers.

    Shares are of filled values. `times` is the share readable as times in each order of day and month (`ymd` where
    the order does not matter); `day_first` and `month_first` count dates that fit that order alone, `either` those
    that fit both. `numbers` is the share readable with a decimal point, `numbers_comma` with a comma.
    """

    name: str
    type: str = "text"
    rows: int = 0
    filled: int = 0
    distinct: int = 0
    examples: tuple[str, ...] = ()
    top: tuple[tuple[str, int], ...] = ()
    times: float = 0.0
    day_first: int = 0
    month_first: int = 0
    either: int = 0
    dotted: bool = False
    unix: bool = False
    zoned: bool = False
    days_only: bool = False
    low_us: int | None = None
    high_us: int | None = None
    numbers: float = 0.0
    numbers_comma: float = 0.0
    integers: float = 0.0
    low: float | None = None
    high: float | None = None
    leading_zeros: bool = False
    length: float = 0.0
    words: float = 0.0
    long: float = 0.0
    emails: float = 0.0
    hashes: float = 0.0
    scientific: float = 0.0

    @property
    def typed(self) -> bool:
        """Return whether the file gives the column a type (Parquet)."""
        return self.type != "text"

    @property
    def unique(self) -> float:
        """Return the share of filled values that are distinct."""
        return self.distinct / self.filled if self.filled else 0.0

    @property
    def is_time(self) -> bool:
        """Return whether the values are times: nearly all, or half of them where the name says time too."""
        return self.filled > 0 and self.times >= (0.5 if has(self.name, TIME) else 0.8)

    @property
    def is_number(self) -> bool:
        """Return whether nearly all values are numbers (with either decimal sign)."""
        return self.filled > 0 and max(self.numbers, self.numbers_comma) >= 0.95

    @property
    def is_text(self) -> bool:
        """Return whether the values are sentences rather than names of things."""
        many = self.distinct > max(20, 0.05 * self.filled) or (self.filled < 40 and self.unique > 0.6)
        return not self.is_time and not self.is_number and many and (self.long >= 0.3 or self.words >= 4)

    @property
    def categorical(self) -> bool:
        """Return whether few values repeat often, as names of events or states do."""
        return 0 < self.distinct <= max(12, min(400, 0.2 * self.filled)) and (
            self.distinct < self.filled or self.filled < 4
        )

    @property
    def looks_like_id(self) -> bool:
        """Return whether the values could name things: many, short, without blanks."""
        return self.could_be_id and self.distinct > 1 and not self.fractional

    @property
    def could_be_id(self) -> bool:
        """Return whether the values could name things if the name says so: short and without blanks."""
        if self.is_time and not self.unix:
            return False
        return self.filled > 0 and self.words <= 1.2 and self.length <= 64 and self.long == 0

    @property
    def fractional(self) -> bool:
        """Return whether the values are numbers with decimals."""
        return self.is_number and self.integers < 0.95

    @property
    def coarse(self) -> bool:
        """Return whether so few values come so often that they are amounts or kinds, never names of customers."""
        return self.filled >= 50 and self.distinct <= max(12, 0.01 * self.filled)

    def to_json(self) -> dict[str, Any]:
        """Return the profile as plain data."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ColumnProfile:
        """Read back what `to_json` wrote."""
        top = tuple((str(value), int(count)) for value, count in data["top"])
        return cls(**{**data, "examples": tuple(data["examples"]), "top": top})


@dataclass(frozen=True, slots=True)
class TableProfile:
    """All columns of a file (or of the first rows of it), and what columns say about each other.

    `waits` holds for a pair of time columns the median of the second minus the first in microseconds and the share
    of rows that hold both; `one_of` holds for a pair of id columns (a, b) the share of a's values that stand beside
    one value of b only. `file_columns` are those of the file itself (`columns` may be made of them), `tool` the profile
    of a tool that they fit, `samples` distinct values of columns of addresses.
    """

    columns: tuple[ColumnProfile, ...]
    rows: int = 0
    complete: bool = True
    files: tuple[str, ...] = ()
    waits: Mapping[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    one_of: Mapping[tuple[str, str], float] = field(default_factory=dict)
    file_columns: tuple[str, ...] = ()
    tool: str | None = None
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def get(self, name: str) -> ColumnProfile | None:
        """Return the column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    def to_json(self) -> dict[str, Any]:
        """Return the profile as plain data."""
        return {
            "columns": [column.to_json() for column in self.columns],
            "rows": self.rows,
            "complete": self.complete,
            "files": list(self.files),
            "waits": [[a, b, wait, share] for (a, b), (wait, share) in self.waits.items()],
            "one_of": [[a, b, share] for (a, b), share in self.one_of.items()],
            "file_columns": list(self.file_columns),
            "tool": self.tool,
            "samples": {name: list(values) for name, values in self.samples.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TableProfile:
        """Read back what `to_json` wrote."""
        return cls(
            tuple(ColumnProfile.from_json(column) for column in data["columns"]),
            data["rows"],
            data["complete"],
            tuple(data["files"]),
            {(a, b): (wait, share) for a, b, wait, share in data["waits"]},
            {(a, b): share for a, b, share in data["one_of"]},
            tuple(data.get("file_columns", ())),
            data.get("tool"),
            {name: tuple(values) for name, values in data.get("samples", {}).items()},
        )


def profile_table(table: pa.Table, *, complete: bool = True, files: tuple[str, ...] = ()) -> TableProfile:
    """Return the profile of a raw table (text columns, or typed ones from Parquet)."""
    columns = tuple(_column(name, table.column(name)) for name in table.column_names)
    return TableProfile(
        columns, table.num_rows, complete, files, _waits(table, columns), _one_of(table, columns)
    )


def address_samples(table: pa.Table, most: int = 5000) -> dict[str, tuple[str, ...]]:
    """Return distinct values of the columns that hold addresses, spread over all of them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    out = {}
    for name in table.column_names:
        if not pa.types.is_string(table.schema.field(name).type):
            continue
        column = table.column(name)
        some = pc.drop_null(column.slice(0, 5000)).slice(0, 500).combine_chunks()
        if len(some) and _share(pc.match_substring_regex(some, r"^\s*(?:https?:/)?/")) > 0.5:
            values = pc.drop_null(column.unique())
            step = max(1, len(values) // most)
            out[name] = tuple(value[:2000] for value in values.to_pylist()[::step][:most])
    return out


def _column(name: str, data: pa.ChunkedArray) -> ColumnProfile:
    import pyarrow as pa
    import pyarrow.compute as pc

    flat = data.combine_chunks()
    kind = _kind(flat.type)
    facts: dict[str, Any] = {"name": name, "type": kind, "rows": len(flat)}
    if kind == "nested":
        return ColumnProfile(**facts)
    text = pc.cast(
        flat.dictionary_decode() if pa.types.is_dictionary(flat.type) else flat, pa.string(), safe=False
    )
    coded = pc.drop_null(text).dictionary_encode()
    values, counts = coded.dictionary, pc.value_counts(coded.indices)
    facts |= _filled(values, counts, facts["rows"])
    # A few thousand distinct values tell what a column is; of the rest only the count matters.
    some = facts.pop("some")
    if not facts["filled"]:
        return ColumnProfile(**facts)
    if kind in ("timestamp", "date"):
        facts |= _times(flat, name)
    elif kind in ("integer", "number"):
        facts |= _numbers(some) | (_times(pc.cast(flat, pa.int64()), name) if _clockish(name, kind) else {})
    else:
        facts |= _strings(some) | _numbers(some) | _times(some, name)
    return ColumnProfile(**facts)


def _kind(type_: pa.DataType) -> str:
    import pyarrow as pa

    types = pa.types
    if types.is_dictionary(type_):
        return _kind(type_.value_type) if not types.is_string(type_.value_type) else "string"
    checks = (
        ("text", types.is_string), ("string", types.is_large_string), ("timestamp", types.is_timestamp),
        ("date", types.is_date), ("integer", types.is_integer), ("number", types.is_floating),
        ("number", types.is_decimal), ("truth", types.is_boolean), ("nested", types.is_nested),
        ("string", types.is_binary),
    )  # fmt: skip
    return next((kind for kind, check in checks if check(type_)), "other")


def _filled(values: pa.Array, counts: pa.StructArray, rows: int) -> dict[str, Any]:
    import numpy as np
    import pyarrow as pa

    from footpath.evidence.times import missing

    index = counts.field("values").to_numpy(zero_copy_only=False)
    count = counts.field("counts").to_numpy(zero_copy_only=False)
    kept = np.flatnonzero(~missing(values)[index]) if len(index) else np.zeros(0, int)
    index, count = index[kept], count[kept]
    by_count = np.argsort(-count, kind="stable")
    top = [(values[int(index[i])].as_py(), int(count[i])) for i in by_count[:_MOST_TOP]]
    spread = np.unique(np.linspace(0, max(len(index) - 1, 0), min(len(index), 20_000)).astype(int))
    some = values.take(pa.array(index[spread])) if len(index) else values.slice(0, 0)
    examples = tuple(value[:_LONGEST_EXAMPLE] for value, _ in top[:3])
    return {
        "filled": int(count.sum()), "distinct": len(index), "top": tuple((v[:200], n) for v, n in top),
        "examples": examples, "some": some,
    }  # fmt: skip


def _share(mask: pa.Array) -> float:
    import pyarrow.compute as pc

    return float(pc.mean(pc.cast(pc.fill_null(mask, False), "float64")).as_py() or 0.0)


def _strings(some: pa.Array) -> dict[str, Any]:
    import pyarrow.compute as pc

    def matches(pattern: str) -> float:
        return _share(pc.match_substring_regex(some, pattern))

    blanks = pc.count_substring_regex(pc.utf8_trim_whitespace(some), r"\s+")
    return {
        "length": float(pc.mean(pc.utf8_length(some)).as_py() or 0.0),
        "words": float(pc.mean(blanks).as_py() or 0.0) + 1,
        "long": _share(pc.greater_equal(blanks, 4)),
        "emails": matches(r"^[^@\s]+@[^@\s]+\.[^@\s]{2,}$"),
        "hashes": matches(r"^(?:[0-9a-fA-F]{16,}|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})$"),
        "scientific": matches(r"^\d(?:[.,]\d+)?[eE]\+\d{1,2}$"),
        "leading_zeros": matches(r"^0\d+$") > 0,
    }


def _numbers(some: pa.Array) -> dict[str, Any]:
    import numpy as np

    from footpath.evidence.numbers import read_numbers

    point, comma = read_numbers(some, "."), read_numbers(some, ",")
    best = comma if comma.ok.sum() > point.ok.sum() else point
    value = best.value[best.ok]
    share = len(some) or 1
    facts: dict[str, Any] = {
        "numbers": float(point.ok.sum()) / share,
        "numbers_comma": float(comma.ok.sum()) / share,
    }
    if len(value):
        facts |= {
            "integers": float(np.mean(value == np.rint(value))),
            "low": float(value.min()),
            "high": float(value.max()),
        }
    return facts


def _clockish(name: str, kind: str) -> bool:
    return kind == "integer" and has(name, _CLOCK)


_CLOCK = frozenset(
    [
        "time",
        "timestamp",
        "ts",
        "date",
        "datetime",
        "created",
        "at",
        "epoch",
        "millis",
        "ms",
        "when",
        "occurred",
        "zeit",
        "datum",
        "fecha",
        "hora",
        "data",
        "heure",
        "дата",
        "время",
    ]
)


def _times(some: pa.Array, name: str) -> dict[str, Any]:
    import re

    import numpy as np
    import pyarrow as pa

    from footpath.evidence.times import read_times, shapes_of

    text = pa.types.is_string(some.type) or pa.types.is_large_string(some.type)
    shapes = shapes_of(some)[:20] if text else []
    digits_only = bool(shapes) and re.fullmatch(r"9+(?:\.9+)?", shapes[0].strip()) is not None
    if digits_only and len(shapes[0].strip()) != 8 and not has(name, _CLOCK):
        return {}  # a number of ten digits is a telephone or an order until its name says clock
    day, month = read_times(some, "dmy"), read_times(some, "mdy")
    best = month if month.ok.sum() > day.ok.sum() else day
    filled = int(best.filled.sum()) or 1
    if digits_only and len(shapes[0].strip()) == 8:
        years = best.local_us[best.ok] // (365.25 * 86_400 * 10**6) + 1970
        if has(name, ID) or not len(years) or years.min() < 1990 or years.max() > 2040:
            return {}
    facts: dict[str, Any] = {"times": float((day.ok | month.ok).sum()) / filled}
    if not best.ok.any():
        return facts
    differ = day.ok & month.ok & (day.us != month.us)
    numeric = re.compile(r"\s*9{1,2}\s*[-/.]\s*9{1,2}\s*[-/.]\s*(?:9{4}|99)\b")
    facts |= {
        "day_first": int((day.ok & ~month.ok).sum()),
        "month_first": int((month.ok & ~day.ok).sum()),
        "either": int(differ.sum()),
        "dotted": bool(shapes) and numeric.match(shapes[0]) is not None and "." in shapes[0].split(" ")[0],
        "unix": (digits_only and len(shapes[0].strip()) != 8) or (pa.types.is_integer(some.type)),
        "zoned": bool(best.zoned[best.ok].mean() > 0.5),
        "days_only": best.days_only,
        "low_us": int(np.min(best.us[best.ok])),
        "high_us": int(np.max(best.us[best.ok])),
    }
    return facts


def _waits(table: pa.Table, columns: tuple[ColumnProfile, ...]) -> dict[tuple[str, str], tuple[float, float]]:
    import numpy as np

    from footpath.evidence.times import read_times

    timed = [column for column in columns if column.is_time][:12]
    if len(timed) < 2:
        return {}
    head = table.slice(0, 20_000)
    read = {}
    for column in timed:
        order = "mdy" if column.month_first > column.day_first else "dmy"
        read[column.name] = read_times(head.column(column.name), order)  # type: ignore[arg-type]  # one of the orders
    out = {}
    for a, first in read.items():
        for b, second in read.items():
            both = first.ok & second.ok
            if a != b and both.any():
                wait = second.us[both] - first.us[both]
                out[a, b] = (float(np.median(wait)), float(both.mean()))
    return out


def _one_of(table: pa.Table, columns: tuple[ColumnProfile, ...]) -> dict[tuple[str, str], float]:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    ids = [
        column for column in columns if column.looks_like_id and column.distinct > 1 and words(column.name)
    ][:10]
    head = table.slice(0, 50_000)
    codes = {}
    for column in ids:
        flat = head.column(column.name).combine_chunks()
        coded = flat if pa.types.is_dictionary(flat.type) else flat.dictionary_encode()
        codes[column.name] = pc.fill_null(pc.cast(coded.indices, pa.int64()), -1).to_numpy(
            zero_copy_only=False
        )
    out = {}
    for a, left in codes.items():
        for b, right in codes.items():
            if a == b:
                continue
            here = (left >= 0) & (right >= 0)
            if not here.any():
                continue
            pairs = np.unique(left[here] * (right.max() + 1) + right[here]) // (right.max() + 1)
            per_value = np.unique(pairs, return_counts=True)[1]
            out[a, b] = float((per_value == 1).mean())
    return out
