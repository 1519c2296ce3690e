"""Guessing over files: their profile is made in the child, the guess here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from footpath.atlas.types import Source
from footpath.base import Problem, cache_folder, raise_errors
from footpath.evidence.door import in_child
from footpath.evidence.guessing.decide import decide, name_of
from footpath.evidence.guessing.profile import TableProfile
from footpath.evidence.guessing.types import Guess, Guessed
from footpath.evidence.lake.days import OPEN, Days, Period, asked_days, may_hold
from footpath.evidence.lake.folders import list_files, list_folder, natural
from footpath.evidence.lake.gather import first_table
from footpath.evidence.lake.listing import Listing, find
from footpath.evidence.lake.places import refused
from footpath.evidence.limits import Limits

_FILES = 32
"""Files of a table that a guess looks at."""

_ROWS = 200_000
"""Rows that a guess looks at; loading looks at all and says where a guess does not hold."""


def guess(
    paths: Sequence[Path],
    *,
    given: Source | None = None,
    name: str | None = None,
    limits: Limits | None = None,
    period: Period = OPEN,
) -> Guessed:
    """Return the source that files mean, with every guess, why, and the option that changes it.

    Parameters
    ----------
    paths
        Files of one kind (exports of several months), patterns, or folders of tables; the first tells what the columns are.
    given
        What the user said already; its fields that are set win over every guess.
    name
        The source's id; without one it is named after the first file.
    period
        Of tables parted by days, look at these alone (microseconds UTC, half open).

    Raises
    ------
    BadInputError
        Where a file cannot be read at all; whatever else is wrong is in `Guessed.problems`.
    """
    import tempfile

    raise_errors([wrong for path in paths if (wrong := refused(str(path))) is not None])
    table, files_of_it = first_table([path for one in paths for path in _fitting(Path(one).expanduser())])
    argument: dict[str, Any] = {
        "paths": [str(table)],
        "files": [str(path) for path in files_of_it] if files_of_it is not None else None,
        "rows": _ROWS,
        "period": list(period),
    }
    if given is not None:
        argument |= {key: getattr(given, key) for key in ("encoding", "delimiter", "sheet")}
    if limits is not None:
        argument["limits"] = limits.to_json()
    with tempfile.TemporaryDirectory(prefix="guess-", dir=cache_folder()) as folder:
        answer = in_child(
            "footpath.evidence.guessing.files:profile_in_child", argument, folder=Path(folder), limits=limits
        )
    profile = TableProfile.from_json(answer["profile"])
    facts = answer["facts"]
    reads = {"sheet": facts["sheet"] if len(facts["sheets"]) > 1 else None}
    files = [str(path) for path in paths]
    called = table.parent.parent if table.name.endswith(".metadata.json") else table
    named = files[0] if called == table and files_of_it is None and not _is_pattern(files[0]) else str(called)
    guessed = decide(profile, id_=name or name_of(named), files=files, given=given, reads=reads)
    errors = {problem.code for problem in guessed.problems if problem.severity == "error"}
    found = [Problem.from_json(problem) for problem in answer["problems"]]
    problems = (*(problem for problem in found if problem.code not in errors), *guessed.problems)
    days = tuple(_of_days(column) for column in answer["days"])
    return replace(guessed, problems=problems, guesses=(*guessed.guesses, *days))


def _is_pattern(name: str) -> bool:
    return any(sign in name for sign in "*?[")


def _fitting(path: Path) -> list[Path]:
    """Return the files that a pattern fits, in their natural order; a path that is none, or fits nothing, as it is."""
    if path.exists() or not _is_pattern(str(path)):
        return [path.resolve()]
    base = Path(path.anchor) if path.is_absolute() else Path()
    found = [p for p in base.glob(str(path.relative_to(base))) if not p.name.startswith(".")]
    return sorted((p.resolve() for p in found), key=natural) or [path.resolve()]


def _of_days(column: str) -> Guess:
    return Guess(
        "partition",
        column,
        "the day of the folder",
        "a period is read by it",
        (),
        "sources.yaml: partition",
    )


def _listing(path: Path, argument: dict[str, Any]) -> Listing | None:
    """Return the files of a table that is a folder, those of the period; None where it is a file."""
    since, until = argument.get("period") or OPEN
    files = argument.get("files")
    kind = "folder" if files is not None else find(path)
    if kind == "delta":
        from footpath.evidence.lake.delta import list_delta

        return list_delta(path, time=None, partition=None, period=(since, until))
    if kind == "iceberg":
        from footpath.evidence.lake.iceberg import list_iceberg

        return list_iceberg(path, time=None)
    if kind is None:
        return None
    listing = list_folder(path) if files is None else list_files(path, [Path(file) for file in files])
    days = Days(None, (file.values for file in listing.files), listing.root)
    asked = asked_days((since, until))
    chosen = [file for file in listing.files if may_hold(days.of(file.values), asked)]
    return replace(listing, files=tuple(chosen or listing.files))


def _day_columns(listing: Listing | None, table: Any) -> list[str]:
    """Return the columns that only say in which day's folder a row lies, where another column tells its time."""
    from pyarrow import types

    if listing is None or not listing.beside:
        return []
    days = Days(None, (file.values for file in listing.files), listing.root)
    found = [name for name in days.columns if name in listing.beside]
    times = [field for field in table.schema if types.is_temporal(field.type) and field.name not in found]
    return found if times else []


def profile_in_child(argument: dict[str, Any], _folder: Path) -> dict[str, Any]:
    """Read the first rows of the first file and return their profile (runs in the child)."""
    from footpath.evidence.guessing.profile import address_samples, profile_table
    from footpath.evidence.made import opened
    from footpath.evidence.profiles import PROFILES, recognise
    from footpath.evidence.raw import ReadOptions, read_raw

    limits = Limits.from_json(argument["limits"]) if argument.get("limits") else None
    how = ReadOptions(
        encoding=argument.get("encoding"),
        delimiter=argument.get("delimiter"),
        sheet=argument.get("sheet"),
        rows=argument["rows"],
    )
    path = Path(argument["paths"][0])
    listing = _listing(path, argument)
    first = replace(listing, files=listing.files[:_FILES]) if listing is not None else None
    raw = read_raw(path, replace(how, listing=first), limits=limits)
    days = _day_columns(listing, raw.table)
    rows = raw.table.drop_columns(days) if days else raw.table
    columns = tuple(rows.column_names)
    tool = recognise(columns)
    table = opened(rows, PROFILES.get(tool).each if tool else None)
    tool = tool or recognise((*columns, *table.column_names))
    if tool is None and raw.facts.format in ("parquet", "delta", "iceberg"):
        # Parquet of one's own is scanned where it lies; opening its nested columns unasked would copy it.
        table = rows
    complete = raw.facts.complete and first == listing and table.num_rows >= rows.num_rows
    profile = replace(
        profile_table(table, complete=complete, files=(path.name,)),
        file_columns=columns,
        tool=tool,
        samples=address_samples(table),
    )
    return {
        "profile": profile.to_json(),
        "facts": {"sheet": raw.facts.sheet, "sheets": list(raw.facts.sheets), "format": raw.facts.format},
        "problems": [problem.to_json() for problem in raw.facts.problems],
        "days": days,
    }
