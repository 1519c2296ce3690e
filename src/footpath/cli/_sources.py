"""Sources as the commands meet them: options that correct a guess, guesses shown, sources added and read."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem, Settings, UsageError, has_errors, raise_errors, slug, unique
from footpath.cli._context import settings_of
from footpath.cli._output import Output

if TYPE_CHECKING:
    from footpath.atlas import Atlas, Operation, Source
    from footpath.evidence import Guessed, Limits, Prepared

_COLUMNS = {
    "customer": "who",
    "case": "the order, ticket or account that rows are about",
    "time": "when",
    "event": "what happened",
    "event-name": "not a column: the name of every event of the file",
    "channel": "by which channel",
    "value": "an amount",
    "currency": "its currency",
    "sequence": "the order within equal times",
    "event-id": "tells an event that stands twice",
    "session": "the source's own sessions",
    "actor": "who of several people acts",
    "said": "when something was said",
    "remark-id": "the remark's own id",
    "known": "since when a customer is known",
}
KINDS = ("review", "social", "sales", "support", "interview", "diary", "survey")
_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".parquet", ".jsonl", ".ndjson", ".json", ".gz")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options that say what a column is, where the guess is wrong."""
    group = parser.add_argument_group("what the columns are (where the guess is wrong)")
    for name, meaning in _COLUMNS.items():
        shown = "NAME" if name == "event-name" else "COLUMN"
        group.add_argument(f"--{name}", metavar=shown, help=meaning)
    group.add_argument(
        "--promise", action="append", default=[], metavar="EVENT=COLUMN", help="when it was to happen"
    )
    group.add_argument(
        "--times",
        action="append",
        default=[],
        metavar="EVENT=COLUMN",
        help="a wide table: one event a column",
    )
    group.add_argument(
        "--derive", action="append", default=[], metavar="'NAME: RULE'", help="a property made by a rule"
    )
    group.add_argument("--outcome", metavar="COLUMN", help="a status that says how a case ended")
    group.add_argument(
        "--wanted", action="append", default=[], metavar="STATUS", help="a status that is a wanted end"
    )
    group.add_argument(
        "--unwanted", action="append", default=[], metavar="STATUS", help="a status that is an unwanted end"
    )
    group.add_argument(
        "--score", metavar="COLUMN[:LOW-HIGH]", help="a score and its scale, as review_score:1-5"
    )
    group.add_argument("--text", action="append", default=[], metavar="COLUMN", help="what people wrote")
    group.add_argument(
        "--trait", action="append", default=[], metavar="COLUMN", help="what is known of a customer"
    )
    group.add_argument(
        "--property", action="append", default=[], metavar="COLUMN", help="a column kept with each event"
    )
    group.add_argument("--source-kind", choices=KINDS, help="what remarks are")
    group.add_argument("--about", metavar="COLUMN", help="a column that names a step or touchpoint")
    group.add_argument("--identity", metavar="ID=CUSTOMER", help="columns that say which customer an id is")
    group.add_argument(
        "--partition",
        metavar="COLUMN[:KIND]",
        help="the column by whose days a table is parted; its kind: date (2025-01-31), month (2025-01), int (20250131)",
    )
    reading = parser.add_argument_group("how the bytes read")
    reading.add_argument("--encoding", help="such as utf-8, cp1252")
    reading.add_argument("--delimiter", help="such as ';' or tab")
    reading.add_argument("--decimal", choices=(".", ","), help="what stands before the decimals")
    reading.add_argument("--dates", choices=("ymd", "dmy", "mdy"), help="the order of day, month and year")
    reading.add_argument("--text-language", help="the language of what people wrote, as pt")
    reading.add_argument("--sheet", help="the sheet of a workbook")
    reading.add_argument("--note", help="what a reader must know about these data; printed under every map")
    reading.add_argument("--no-pseudonyms", action="store_true", help="keep customer ids as they are")


def given_source(args: argparse.Namespace, name: str) -> Source | None:
    """Return what the options say as a source, or None where they say nothing."""
    from footpath.atlas import Source

    data: dict[str, Any] = {}
    for column in _COLUMNS:
        value = getattr(args, column.replace("-", "_"), None)
        if value is not None:
            data[column] = value
    for field in (
        "encoding",
        "delimiter",
        "decimal",
        "dates",
        "sheet",
        "note",
        "about",
        "zone",
        "source-kind",
    ):
        value = getattr(args, field.replace("-", "_"), None)
        if value is not None:
            data[field] = value
    if data.get("delimiter") in ("tab", "\\t"):
        data["delimiter"] = "\t"
    if args.text_language:
        data["language"] = args.text_language
    if args.promise:
        data["promises"] = _pairs(args.promise, "--promise")
    if args.times:
        data["times"] = _pairs(args.times, "--times")
    if args.derive:
        data["derive"] = _pairs(args.derive, "--derive", ":")
    for field, given in (("text", args.text), ("traits", args.trait), ("properties", args.property)):
        if given:
            data[field] = tuple(given)
    if args.outcome:
        data["outcome"] = {
            "column": args.outcome,
            "wanted": tuple(args.wanted),
            "unwanted": tuple(args.unwanted),
        }
    if args.score:
        column, _, scale = args.score.partition(":")
        low, _, high = (scale or "1-5").partition("-")
        try:
            data["score"] = {"column": column, "scale": (float(low), float(high))}
        except ValueError:
            raise _usage("--score", args.score, "COLUMN:LOW-HIGH, as review_score:1-5") from None
    if args.identity:
        ((id_, customer),) = _pairs([args.identity], "--identity").items()
        data["identity"] = {"id": id_, "customer": customer}
    if getattr(args, "partition", None):
        column, _, kind = args.partition.partition(":")
        if kind not in ("", "date", "day", "month", "int"):
            raise _usage("--partition", args.partition, "COLUMN, COLUMN:date, COLUMN:month or COLUMN:int")
        data["partition"] = {"column": column, "kind": kind or "date"}
    if args.no_pseudonyms:
        data["pseudonyms"] = False
    return Source.model_validate({"id": name, **data}) if data else None


def named_table(name: str, table: str, args: argparse.Namespace) -> Source:
    """Return the source of a table by its name in an engine; options say what its columns are, nothing is guessed."""
    from footpath.atlas import Source

    given = given_source(args, name)
    said = given.model_dump(exclude_unset=True) if given is not None else {}
    return Source.model_validate({**said, "id": name, "table": table})


def _pairs(texts: Sequence[str], option: str, mark: str = "=") -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, found, value = text.partition(mark)
        if not found or not name.strip() or not value.strip():
            raise _usage(option, text, f"NAME{mark}VALUE")
        pairs[name.strip()] = value.strip()
    return pairs


def _usage(option: str, value: str, expected: str) -> UsageError:
    return UsageError(
        Problem(code="bad-option", message=f"{option} cannot be read", value=value, expected=expected)
    )


@dataclass(frozen=True, slots=True)
class Added:
    """What `listen add` found: the sources and the operations that write them down."""

    sources: tuple[Source, ...]
    operations: tuple[Operation, ...]


def split_name(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the name, where the first word is no file, and the files."""
    first = words[0]
    is_file = Path(first).exists() or first.lower().endswith(_ENDINGS) or any(c in first for c in "*?/\\")
    return (None, list(words)) if is_file else (first, list(words[1:]))


def guess_files(
    files: Sequence[str], args: argparse.Namespace, out: Output, name: str | None = None
) -> list[Guessed]:
    """Return the guess for each file (or for all together, where they have one name); errors end the command."""
    from footpath.evidence import guess

    if not files:
        raise _usage("FILE", "", "at least one file")
    groups = [list(files)] if name else [[file] for file in files]
    given = given_source(args, name or "given")
    limits = limits_of(settings_of(args))
    guessed, unfit = [], []
    for group in groups:
        with out.progress(f"looking at {', '.join(Path(file).name for file in group)}"):
            one = guess([Path(file) for file in group], given=given, name=name, limits=limits)
            missing = [problem for problem in one.problems if problem.code == "column-missing"]
            if missing and given is not None and len(groups) > 1:
                # an option meant for one of several files; it must fit at least one of them
                unfit.append({problem.value: problem for problem in missing})
                fitting = _without(given, {problem.value for problem in missing})
                one = guess([Path(file) for file in group], given=fitting, name=name, limits=limits)
        raise_errors(one.problems)
        guessed.append(one)
    if unfit and len(unfit) == len(groups):
        raise_errors([unfit[0][column] for column in unfit[0] if all(column in other for other in unfit)])
    return guessed


def _without(source: Source, columns: set[str | None]) -> Source:
    """Return what was given without the columns that a file does not have."""
    kept = {
        name: value
        for name, value in source.model_dump(exclude_unset=True).items()
        if not (isinstance(value, str) and value in columns)
        and not (isinstance(value, dict) and columns & set(map(str, value.values())))
        and not (isinstance(value, (tuple, list)) and columns & set(value))
    }
    return type(source).model_validate({**kept, "id": source.id})


def add(
    args: argparse.Namespace,
    folder: Path,
    atlas: Atlas,
    settings: Settings,
    out: Output,
    guesses: Sequence[Guessed] | None = None,
) -> Added:
    """Guess (where nobody has yet), read, show, and return what would be written."""
    from footpath.atlas import AddEntry
    from footpath.evidence import meet

    table = getattr(args, "table", None)
    if table is not None:
        name, files = args.names[0], args.names[1:]
        if files:
            raise _usage("--table", " ".join(files), "a name for the source, and no files")
    else:
        name, files = (None, args.names) if guesses is not None else split_name(args.names)
    taken = {str(source.id) for source in atlas.sources}
    if name in taken:
        raise BadInputError(
            Problem(
                code="source-exists",
                message=f"the atlas has a source {name!r} already",
                help="Choose another name, or change the entry in sources.yaml.",
            )
        )
    sources: list[Source] = []
    if table is not None:
        sources.append(named_table(str(name), table, args))
        guesses = ()
    for guessed in guesses if guesses is not None else guess_files(files, args, out, name):
        id_ = name or unique(slug(str(guessed.source.id)), taken)
        taken.add(id_)
        paths = tuple(_relative(file, folder) for file in guessed.source.files)
        # a note is about the data as a whole: it stands once, at the first of several files
        note = guessed.source.note if not sources else ""
        sources.append(guessed.source.model_copy(update={"id": id_, "files": paths, "note": note}))
    prepared = prepare_all(sources, folder, settings, out)
    for one in prepared:
        out.line(one.report.render())
        out.line()
    out.put(sources=[{"id": one.source.id, "report": one.report.to_json()} for one in prepared])
    if len(sources) + len(atlas.sources) > 1:
        every = [*prepare_all(atlas.sources, folder, settings, out), *prepared]
        # words that say what they are about need no id to find their step
        out.problems(meet([one for one in every if one.source.about is None]))
    operations = tuple(AddEntry("sources", _as_data(source)) for source in sources)
    return Added(tuple(sources), operations)


def _as_data(source: Source) -> dict[str, Any]:
    return source.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _relative(file: str, folder: Path) -> str:
    """Return a path as an atlas keeps it: relative to the atlas, with forward slashes, where that is possible."""
    import os

    try:
        return Path(os.path.relpath(Path(file).resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return Path(file).resolve().as_posix()


def limits_of(settings: Settings) -> Limits:
    """Return what reading one file may take, as the settings say."""
    from footpath.evidence import Limits

    return Limits.from_settings(settings["reader-memory"], settings["reader-seconds"])


def prepare_all(
    sources: Sequence[Source], folder: Path, settings: Settings, out: Output, *, fresh: bool = False
) -> list[Prepared]:
    """Read all sources into canonical tables (from the cache where nothing changed) and show what is to be known."""
    from footpath.evidence import prepare

    prepared = []
    for source in sources:
        with out.progress(f"reading {source.id}"):
            one = prepare(source, folder, zone=settings["zone"], fresh=fresh, limits=limits_of(settings))
        if has_errors(one.report.problems):
            raise_errors(one.report.problems)
        prepared.append(one)
    return prepared


def show(sources: Sequence[Source], out: Output) -> None:
    """List sources and how their columns read."""
    out.put(sources=[_as_data(source) for source in sources])
    for source in sources:
        out.line(f"{source.id}: {source.table or ', '.join(source.files)}")
        for key, value in _as_data(source).items():
            if key not in ("id", "files", "table"):
                out.line(f"  {key}: {_plain(value)}")


def _plain(value: Any) -> str:
    """Return a value as it reads in YAML's short form."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(one)}" for key, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
