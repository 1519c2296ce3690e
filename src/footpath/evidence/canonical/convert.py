"""The child's work: files in, canonical Parquet files and counted facts out.

A log of events streams through in large batches; whatever needs to see a case whole (wide tables, line items) stands
in memory, one file at a time. Nothing is written but into the folder given.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from footpath.atlas.types import Source
from footpath.base import BadInputError, Place, Problem, did_you_mean
from footpath.evidence.canonical.asides import Asides
from footpath.evidence.canonical.columns import Batch, column_names
from footpath.evidence.canonical.events import Noted, find_number_columns, log_events, wide_events
from footpath.evidence.canonical.facts import EventFacts
from footpath.evidence.canonical.hashing import Array, combine, keys_of
from footpath.evidence.canonical.inplace import (
    fits_in_place,
    footer_facts,
    lacks_nothing,
    time_kind,
)
from footpath.evidence.canonical.people import Names
from footpath.evidence.canonical.tying import Ties, ties_of
from footpath.evidence.canonical.voice import answers, customers, distinct_rows, identities, remarks
from footpath.evidence.lake.days import OPEN, period_of
from footpath.evidence.lake.listing import Listing
from footpath.evidence.limits import Limits
from footpath.evidence.made import Opener, resolve
from footpath.evidence.notes import ids_ruined
from footpath.evidence.profiles import recognise
from footpath.evidence.raw import Aside, RawFacts, ReadOptions, read_into
from footpath.evidence.readers.parquet import read as read_parquet
from footpath.evidence.screens import Screens, screens_of
from footpath.evidence.screens.applying import SCREEN, with_screens
from footpath.evidence.times import MISSING_WORDS

_BATCH = 500_000
_NESTED = ("jsonl", "xes", "ocel")
_IN_PLACE = ("parquet", "delta", "iceberg")
_MOST_KINDS = 200
_TOTALS = frozenset(
    [
        "total",
        "totals",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "subtotal",
        "итого",
        "всего",
        "somme",
        "suma",
        "soma",
        "totale",
    ]
)


def convert(argument: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Read a source's files into canonical tables in `folder` and return what was counted (runs in the child)."""
    source = Source.model_validate(argument["source"])
    screens = Screens.from_json(argument["screens"]) if argument.get("screens") else screens_of(source)
    work = _Work(source, argument["zone"], folder, now_us=argument["now_us"], screens=screens)
    how = ReadOptions(encoding=source.encoding, delimiter=source.delimiter, sheet=source.sheet)
    limits = Limits.from_json(argument["limits"]) if argument.get("limits") else None
    ways = _ways(argument, how)
    first = [read_into(path, replace(way, rows=0), _Nowhere(), limits=limits) for path, way in ways]
    _check_columns(work.columns, first)
    tool = recognise((*first[0].columns, *work.columns)) if first else None
    stays = _stays(source, work.columns, argument["zone"], first) if screens is None else None
    if stays is not None:
        return stays | {"tool": tool}
    made_of: set[str] = set()
    for number, ((path, way), seen) in enumerate(zip(ways, first, strict=True)):
        opener = Opener(work.columns, seen.columns)
        sink = _Sink(work, str(path), number, opener)
        facts = read_into(path, replace(way, columns=opener.columns), sink, limits=limits)
        sink.flush()
        work.end_file(facts, opener)
        made_of.update(opener.columns)
    shown = screens.to_json() if screens else None
    return work.finish() | {"tool": tool, "screens": shown, "made_of": sorted(made_of)}


def looked_at(argument: dict[str, Any]) -> dict[str, Any] | None:
    """Return what `convert` answers for Parquet that can be read where it lies, from its footers; None for all else.

    It makes no child: an engine opens the same files in this process next, and starting one takes longer than all the
    rest. What is not plain and whole goes to the child, which says what is wrong with it.
    """
    paths = [Path(path) for path in argument["paths"]]
    if not paths or any(path.suffix.lower() != ".parquet" or not path.is_file() for path in paths):
        return None
    source = Source.model_validate(argument["source"])
    columns = column_names(source)
    if argument.get("screens") or screens_of(source) is not None:
        return None
    limits = Limits.from_json(argument["limits"]) if argument.get("limits") else Limits()
    how = ReadOptions(encoding=source.encoding, delimiter=source.delimiter, sheet=source.sheet)
    try:
        first = [
            read_parquet(path, replace(way, rows=0), _Nowhere(), limits) for path, way in _ways(argument, how)
        ]
        _check_columns(columns, first)
        stays = _stays(source, columns, argument["zone"], first)
    except (BadInputError, OSError, ValueError, KeyError):
        return None
    return None if stays is None else stays | {"tool": recognise((*first[0].columns, *columns))}


def _ways(argument: dict[str, Any], how: ReadOptions) -> list[tuple[Path, ReadOptions]]:
    """Return each file with how it is read."""
    files = [Path(path) for path in argument["paths"]]
    told = argument.get("listings") or [None] * len(files)
    listings = [Listing.from_json(one) if one else None for one in told]
    return [(path, replace(how, listing=one)) for path, one in zip(files, listings, strict=True)]


def _stays(source: Source, columns: list[str], zone: str, first: list[RawFacts]) -> dict[str, Any] | None:
    """Return the answer for files that an engine can read where they lie; None where they must be read in."""
    if not all(facts.format in _IN_PLACE and facts.parts for facts in first):
        return None
    types = dict(first[0].types or {})
    same = all(dict(facts.types or {}) == types for facts in first) and set(columns) <= set(types)
    found = not any(set(columns) & set(facts.beside) for facts in first)
    fits = same and found and fits_in_place(source, types, zone)
    if fits and all(lacks_nothing(source, facts.parts) for facts in first):
        return _in_place(source, zone, first, types)
    return None


class _Nowhere:
    def batch(self, batch: pa.RecordBatch, lines: pa.Int64Array) -> None:
        """Take no rows: only facts were asked for."""

    def aside(self, aside: Aside) -> None:
        """Take no asides: the real reading follows."""


class _Sink:
    """Gathers rows to large batches of the needed columns."""

    def __init__(self, work: _Work, file: str, number: int, opener: Opener) -> None:
        self.work = work
        self.opener = opener
        self.file = file
        self.number = number
        self.batches: list[pa.RecordBatch] = []
        self.lines: list[pa.Int64Array] = []
        self.rows = 0

    def batch(self, batch: pa.RecordBatch, lines: pa.Int64Array) -> None:
        """Keep the columns that the source names, made where the file has them inside others."""
        batch, lines = self.opener.take(batch, lines)
        self.batches.append(batch)
        self.lines.append(lines)
        self.rows += batch.num_rows
        if self.work.streams and self.rows >= _BATCH:
            self.flush()

    def aside(self, aside: Aside) -> None:
        """Keep a row that could not be read."""
        self.work.asides.add(aside)

    def flush(self) -> None:
        """Hand the gathered rows on."""
        if not self.rows:
            return
        table = pa.Table.from_batches(self.batches)
        lines = np.concatenate([part.to_numpy() for part in self.lines])
        self.batches, self.lines, self.rows = [], [], 0
        self.work.take(table, lines, self.file, self.number)


class _Work:
    """All tables of one source on their way."""

    def __init__(
        self, source: Source, zone: str, folder: Path, *, now_us: int, screens: Screens | None = None
    ) -> None:
        self.source = source
        self.screens = screens
        self.empty: set[str] | None = None
        self.zone = zone
        self.folder = folder
        self.now_us = now_us
        self.oldest_us = period_of(source, OPEN, source.zone or zone, now_us)[0]
        self.columns = column_names(source)
        if screens is not None and screens.column not in self.columns:
            self.columns.append(screens.column)
        self.streams = source.time is not None and not source.times
        self.asides = Asides(folder / "aside.jsonl")
        self.names = Names(source.pseudonyms)
        self.noted = Noted()
        self.facts = EventFacts()
        self.number_columns: frozenset[str] | None = None
        self.examples: dict[str, list[str]] = {}
        self.problems: list[Problem] = []
        self.tables: dict[str, list[tuple[int, pa.Table]]] = {}
        self.newest: dict[int, int] = {}
        self.order: list[str] = []
        self.rows = 0
        self.files: list[RawFacts] = []
        self.masks = 0
        self.too_old = 0
        self.ties: Ties | None = None
        self._writer: pq.ParquetWriter | None = None
        self._schema: pa.Schema | None = None

    def take(self, table: pa.Table, lines: Array, file: str, number: int) -> None:
        """Turn raw rows into rows of every table that the source gives."""
        if self.screens is not None:
            given = self.source
            table, event = with_screens(table, self.screens, given.event, given.event_name)
            kept = given.properties if SCREEN in given.properties else (*given.properties, SCREEN)
            self.source = given.model_copy(update={"properties": kept, "event": event})
        batch = Batch(table, lines, Path(file).name, self.source, self.zone)
        self.rows += batch.rows
        if self.number_columns is None:
            self._first(batch)
            batch.source = self.source
        batch = self._without_heads_and_sums(batch)
        columns, source = self.number_columns or frozenset(), self.source
        if (
            source.time is not None
            and (source.event is not None or source.event_name is not None)
            and not source.times
        ):
            self._write_events(
                self._young(log_events(batch, self.names, self.asides, self.noted, columns), "occurred_us"),
                number,
            )
        if source.times:
            self._put(
                "events",
                number,
                self._young(wide_events(batch, self.names, self.asides, self.noted, columns), "occurred_us"),
            )
        if source.score is not None:
            made = answers(batch, self.names, self.asides, self.noted, columns)
            self._put("answers", number, self._young(made, "answered_us"))
        if source.text:
            said, masks = remarks(batch, self.names, self.asides, self.noted, columns)
            self.masks += masks
            self._put("remarks", number, self._young(said, "said_us"))
        if source.traits or source.known:
            self._put("customers", number, customers(batch, self.names, self.asides, self.noted, columns))
        if source.identity is not None:
            self._put("identities", number, identities(batch, self.names))

    def end_file(self, facts: RawFacts, opener: Opener) -> None:
        """Note a file's facts once it is read, and what was nowhere inside its columns."""
        self.files.append(facts)
        self.empty = opener.empty if self.empty is None else self.empty & opener.empty
        self.problems += facts.problems

    def finish(self) -> dict[str, Any]:
        """Write what stands in memory and return all that was counted."""
        counts: dict[str, Any] = {}
        if "events" in self.tables:
            tables, again = self._newest_cases()
            counts["cases_again"] = again
            for number, table in tables:
                self._write_events(table, number)
        if "identities" in self.tables:
            counts |= self._identities()
        events = self._finish_events()
        if "answers" in self.tables:
            key = ["respondent_id", "case_id", "question_id", "answered_us", "value"]
            counts["answers"], counts["answers_twice"] = self._distinct("answers", key)
        if "remarks" in self.tables:
            counts["remarks"], counts["remarks_twice"] = self._distinct(
                "remarks", ["remark_id", "customer_id", "case_id", "text"]
            )
        if "customers" in self.tables:
            counts["known_customers"], counts["customers_again"] = self._last_of_each_customer()
        if self.rows:
            self.problems += [_nowhere(name, self.source) for name in sorted(self.empty or ())]
        self.asides.close()
        return {
            "in_place": None,
            "tables": sorted(path.stem for path in self.folder.glob("*.parquet")),
            "facts": events | counts | self._noted(),
            "examples": self.examples,
            "files": [_file_facts(facts) for facts in self.files],
            "aside": {
                "count": self.asides.count,
                "by_reason": self.asides.by_reason,
                "first": [aside.to_json() for aside in self.asides.first],
            },
            "problems": [problem.to_json() for problem in self.problems],
            "dates": self.source.dates,
        }

    # ------------------------------------------------------------ on the way in

    def _first(self, batch: Batch) -> None:
        """Look at the first rows: examples, which kept columns are numbers, ids that a spreadsheet spoiled, date order."""
        self.source = _settled_dates(self.source, batch)
        batch.source = self.source
        head = Batch(batch.table.slice(0, 50_000), batch.lines[:50_000], batch.file, self.source, self.zone)
        self.number_columns = find_number_columns(head)
        self.examples = {name: _examples(self.source, name, head.raw(name)) for name in self.columns}
        for role in ("customer", "case", "event_id", "remark_id"):
            column = getattr(self.source, role)
            if column is not None:
                self._look_at_ids(head, column, role)

    def _look_at_ids(self, head: Batch, column: str, role: str) -> None:
        ids = pc.drop_null(head.text(column))
        if not len(ids):
            if role == "customer":
                self.problems.append(_empty_customer(column, head.file, self.source))
            return
        spoiled = pc.match_substring_regex(ids, r"^\d(?:[.,]\d+)?[eE]\+\d{1,2}$")
        share = pc.mean(pc.cast(spoiled, pa.float64())).as_py()
        if share and share > 0.02:
            example = ids.filter(spoiled)[0].as_py()
            self.problems.append(ids_ruined(column, example, head.file))

    def _without_heads_and_sums(self, batch: Batch) -> Batch:
        """Set aside rows that repeat the header, and rows of totals."""
        texts = [name for name in self.columns if pa.types.is_string(batch.table.schema.field(name).type)]
        if not texts or not batch.rows:
            return batch
        bad = np.zeros(batch.rows, dtype=bool)
        if len(texts) >= 2:
            again = pc.and_(*(pc.fill_null(pc.equal(batch.raw(name), name), False) for name in texts[:2]))
            bad = again.to_numpy(zero_copy_only=False).copy()
            self.asides.rows(
                bad,
                batch.raw(texts[0]),
                batch.lines,
                file=batch.file,
                column=None,
                reason="is the header again",
            )
        who = next((name for name in (self.source.case, self.source.customer) if name in texts), None)
        if who is not None:
            lower = pc.utf8_lower(pc.utf8_trim(batch.raw(who), characters=" :."))
            sums = pc.fill_null(pc.is_in(lower, value_set=pa.array(sorted(_TOTALS))), False).to_numpy(
                zero_copy_only=False
            )
            sums = sums & ~bad
            self.asides.rows(
                sums, batch.raw(who), batch.lines, file=batch.file, column=who, reason="is a row of totals"
            )
            bad |= sums
        return batch.keep(~bad) if bad.any() else batch

    def _young(self, table: pa.Table, column: str) -> pa.Table:
        """Return the rows that are younger than the source's days."""
        if self.oldest_us is None:
            return table
        young = pc.fill_null(pc.greater_equal(table.column(column), self.oldest_us), True)
        kept = table.filter(young)
        self.too_old += table.num_rows - kept.num_rows
        return kept

    def _put(self, name: str, number: int, table: pa.Table) -> None:
        self.tables.setdefault(name, []).append((number, table))

    # ------------------------------------------------------------ on the way out

    def _write_events(self, table: pa.Table, number: int) -> None:
        if self._writer is None:
            self._schema = table.schema
            self._writer = pq.ParquetWriter(self.folder / "events.parquet", table.schema, compression="zstd")
        elif table.schema != self._schema:
            table = _as_schema(table, self._schema)
        self._writer.write_table(table, row_group_size=250_000)
        self.facts.add(table, number)

    def _finish_events(self) -> dict[str, Any]:
        if self._writer is None:
            return {}
        self._writer.close()
        keep, facts = self.facts.finish(now_us=self.now_us, ties=self.ties)
        if not keep.all():
            _rewrite(self.folder / "events.parquet", keep)
        column = pq.read_table(self.folder / "events.parquet", columns=["event"]).column("event")
        counted = {pair["values"]: pair["counts"] for pair in pc.value_counts(column).to_pylist()}
        named = [event for event in self.source.times if event in counted]
        order = [*named, *sorted((e for e in counted if e not in named), key=lambda e: (-counted[e], e))]
        return facts | {"kinds": {event: counted[event] for event in order[:_MOST_KINDS]}}

    def _newest_cases(self) -> tuple[list[tuple[int, pa.Table]], int]:
        """Return the events, of a case in several files those of the newer file; and how many cases stood twice."""
        tables = self.tables["events"]
        if len({number for number, _ in tables}) < 2 or self.source.case is None:
            return tables, 0
        newest: dict[int, int] = {}
        for number, table in tables:
            latest = pc.max(table.column("occurred_us")).as_py()
            newest[number] = max(newest.get(number, -(2**62)), latest if latest is not None else -(2**62))
        rank = {number: place for place, number in enumerate(sorted(newest, key=lambda n: (newest[n], n)))}
        keys = [keys_of(table.column("case_id")) for _, table in tables]
        ranks = [np.full(table.num_rows, rank[number]) for number, table in tables]
        cases, codes = np.unique(np.concatenate(keys), return_inverse=True)
        codes = codes.reshape(-1)
        best = np.full(len(cases), -1)
        all_ranks = np.concatenate(ranks)
        np.maximum.at(best, codes, all_ranks)
        stays = (all_ranks == best[codes]) | (np.concatenate(keys) == 0)
        pairs = len(np.unique(combine(codes.astype(np.uint64), all_ranks.astype(np.uint64))))
        out, at = [], 0
        for number, table in tables:
            out.append((number, table.filter(pa.array(stays[at : at + table.num_rows]))))
            at += table.num_rows
        return out, pairs - len(cases)

    def _distinct(self, name: str, key: list[str]) -> tuple[int, int]:
        table = pa.concat_tables([table for _, table in self.tables[name]], promote_options="permissive")
        first = distinct_rows(table, key)
        pq.write_table(table.filter(pa.array(first)), self.folder / f"{name}.parquet", compression="zstd")
        return int(first.sum()), int((~first).sum())

    def _last_of_each_customer(self) -> tuple[int, int]:
        tables = [table for _, table in self.tables["customers"]]
        table = pa.concat_tables(tables[::-1], promote_options="permissive") if len(tables) > 1 else tables[0]
        table = table.take(pa.array(np.arange(table.num_rows)[::-1]))
        first = distinct_rows(table, ["customer_id"])
        rows = np.flatnonzero(first)[::-1]
        pq.write_table(table.take(pa.array(rows)), self.folder / "customers.parquet", compression="zstd")
        return len(rows), table.num_rows - len(rows)

    def _identities(self) -> dict[str, int]:
        table = pa.concat_tables([table for _, table in self.tables["identities"]])
        table = table.group_by(["id", "customer_id"], use_threads=False).aggregate([("since_us", "min")])
        table = table.rename_columns(["id", "customer_id", "since_us"])
        per_id = table.group_by("id").aggregate([("customer_id", "count")]).column("customer_id_count")
        several = pc.sum(pc.greater(per_id, 1)).as_py() or 0
        pq.write_table(table, self.folder / "identities.parquet", compression="zstd")
        self.ties = ties_of(table)
        return {"identities": table.num_rows, "ids_of_several": several}

    def _noted(self) -> dict[str, Any]:
        noted = self.noted
        return {
            "rows": self.rows,
            "gaps": noted.gaps,
            "overlaps": noted.overlaps,
            "lines_of_cases": noted.lines_of_cases,
            "cases_with_lines": noted.cases_with_lines,
            "filled_down": noted.filled_down,
            "never": noted.never,
            "zoned": noted.zoned,
            "unzoned": noted.unzoned,
            "masks": self.masks,
            "too_old": self.too_old,
        }


# ---------------------------------------------------------------- checks


def _check_columns(names: list[str], files: list[RawFacts]) -> None:
    """Refuse names that a file's columns do not give; a key that only some files of a nested format have is empty there."""
    missing = [
        (facts, one) for facts in files for name in names for one in resolve(name, facts.columns).missing
    ]
    somewhere = {
        one
        for _, one in missing
        if any(facts.format in _NESTED and not resolve(one, facts.columns).missing for facts in files)
    }
    problems = [
        Problem(
            code="column-missing",
            message=f"the file has no column {one!r}",
            place=Place(Path(facts.file).name),
            value=one,
            help=did_you_mean(one, facts.columns, what="it has"),
        )
        for facts, one in missing
        if one not in somewhere or facts.format not in _NESTED
    ]
    if problems:
        raise BadInputError(*problems)


def _nowhere(name: str, source: Source) -> Problem:
    return Problem(
        code="column-nowhere",
        message=f"no row holds anything under {name!r}",
        place=Place(source.files[0] if source.files else None),
        severity="warning",
        value=name,
        help="Look at the spelling: keys are as the file writes them, with dots between.",
    )


def _settled_dates(source: Source, batch: Batch) -> Source:
    """Return the source with the order of day and month settled by these rows, where nobody said it."""
    from footpath.evidence.guessing.profile import ColumnProfile, profile_table

    if source.dates is not None:
        return source
    named = [source.time, source.said, source.known, *source.times.values(), *source.promises.values()]
    columns = [name for name in dict.fromkeys(named) if name is not None]
    text = [name for name in columns if pa.types.is_string(batch.table.schema.field(name).type)]
    if not text:
        return source
    profiles: list[ColumnProfile] = list(profile_table(batch.table.slice(0, 200_000).select(text)).columns)
    day, month = sum(c.day_first for c in profiles), sum(c.month_first for c in profiles)
    unsure = [c for c in profiles if c.either and not c.dotted]
    if unsure and not day and not month:
        example = unsure[0].examples[0]
        raise BadInputError(
            Problem(
                code="dates-ambiguous",
                message=f"every date in {unsure[0].name!r} fits two orders: is {example} with the day or the month first?",
                place=Place(batch.file),
                value=example,
                help="Day first: --dates dmy. Month first: --dates mdy. (In sources.yaml: dates: dmy.)",
            )
        )
    return source.model_copy(update={"dates": "mdy" if month > day else "dmy"}) if day or month else source


def _empty_customer(column: str, file: str, source: Source) -> Problem:
    rest = (
        f"Rows are followed by {source.case} instead."
        if source.case
        else "Without customers only totals can be counted. --customer COLUMN names another column."
    )
    return Problem(
        code="customer-empty",
        message=f"the customer column {column!r} is empty",
        place=Place(file),
        severity="warning",
        help=rest,
    )


# ---------------------------------------------------------------- parts


def _in_place(source: Source, zone: str, files: list[RawFacts], types: dict[str, str]) -> dict[str, Any]:
    parts = tuple(part for facts in files for part in facts.parts)
    assert source.time is not None  # noqa: S101  # fits_in_place asked
    rows = sum(part.rows for part in parts)
    return {
        "in_place": {"paths": [part.path for part in parts], "kind": time_kind(source, types, zone)},
        "tables": [],
        "facts": {"rows": rows, "events": None, "zoned": "tz=" in types[source.time]}
        | footer_facts(parts, source.time),
        "examples": _parquet_examples(source, parts[0].path, column_names(source)),
        "files": [_file_facts(facts) for facts in files],
        "aside": {"count": 0, "by_reason": {}, "first": []},
        "problems": [problem.to_json() for facts in files for problem in facts.problems],
        "dates": None,
    }


def _parquet_examples(source: Source, path: str, columns: list[str]) -> dict[str, list[str]]:
    batch = next(pq.ParquetFile(path).iter_batches(batch_size=2000, columns=columns), None)
    return {} if batch is None else {name: _examples(source, name, batch.column(name)) for name in columns}


def _examples(source: Source, name: str, column: pa.Array) -> list[str]:
    """Return up to three values for the report: of who people are only the beginning, of what they wrote no addresses."""
    from footpath.evidence.privacy import mask

    values = _first_values(column.slice(0, 2000))
    identity = source.identity
    people = {source.customer, identity.id if identity else None, identity.customer if identity else None}
    if name in people or (name == source.case and any("@" in value for value in values)):
        return [f"{value[:3]}…" for value in values]
    return [mask(value[:60])[0] if name in source.text or "@" in value else value[:60] for value in values]


def _first_values(column: pa.Array) -> list[str]:
    """Return the first three different values as text, trimmed; few rows, so without the libraries that many need."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_floating(column.type):
        numbers = [number for number in column.to_pylist() if number is not None]
        texts = [str(int(n)) if float(n).is_integer() else str(n) for n in numbers]
    else:
        texts = [text.strip() for text in column.cast(pa.string()).to_pylist() if text is not None]
    found = dict.fromkeys(text for text in texts if text.lower() not in MISSING_WORDS)
    return list(found)[:3]


def _file_facts(facts: RawFacts) -> dict[str, Any]:
    return {
        "file": facts.file, "format": facts.format, "rows": facts.rows, "aside": facts.aside, "bytes": facts.bytes,
        "encoding": facts.encoding, "delimiter": facts.delimiter, "sheet": facts.sheet, "sheets": list(facts.sheets),
        "columns": list(facts.columns), "guessed": list(facts.guessed),
    }  # fmt: skip


def _as_schema(table: pa.Table, schema: pa.Schema | None) -> pa.Table:
    assert schema is not None  # noqa: S101  # there is a writer
    arrays = [pc.cast(table.column(field.name), field.type, safe=False) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _rewrite(path: Path, keep: Array) -> None:
    """Write a Parquet file again without the rows that do not stay."""
    aside = path.with_suffix(".kept")
    source = pq.ParquetFile(path)
    at = 0
    with pq.ParquetWriter(aside, source.schema_arrow, compression="zstd") as writer:
        for batch in source.iter_batches(batch_size=250_000):
            writer.write_batch(batch.filter(pa.array(keep[at : at + batch.num_rows])))
            at += batch.num_rows
    source.close()
    aside.replace(path)
