"""Guessing over files: their profile is made in the child, the guess here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from footpath.atlas.types import Source
from footpath.base import Problem, cache_folder
from footpath.evidence.door import in_child
from footpath.evidence.guessing.decide import decide, name_of
from footpath.evidence.guessing.profile import TableProfile
from footpath.evidence.guessing.types import Guessed
from footpath.evidence.limits import Limits

_ROWS = 200_000
"""Rows that a guess looks at; loading looks at all and says where a guess does not hold."""


def guess(
    paths: Sequence[Path],
    *,
    given: Source | None = None,
    name: str | None = None,
    limits: Limits | None = None,
) -> Guessed:
    """Return the source that files mean, with every guess, why, and the option that changes it.

    Parameters
    ----------
    paths
        Files of one kind (exports of several months); the first tells what the columns are.
    given
        What the user said already; its fields that are set win over every guess.
    name
        The source's id; without one it is named after the first file.

    Raises
    ------
    BadInputError
        Where a file cannot be read at all; whatever else is wrong is in `Guessed.problems`.
    """
    import tempfile

    argument: dict[str, Any] = {
        "paths": [str(Path(path).expanduser().resolve()) for path in paths],
        "rows": _ROWS,
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
    guessed = decide(profile, id_=name or name_of(files[0]), files=files, given=given, reads=reads)
    errors = {problem.code for problem in guessed.problems if problem.severity == "error"}
    found = [Problem.from_json(problem) for problem in answer["problems"]]
    problems = (*(problem for problem in found if problem.code not in errors), *guessed.problems)
    return replace(guessed, problems=problems)


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
    raw = read_raw(path, how, limits=limits)
    columns = tuple(raw.table.column_names)
    tool = recognise(columns)
    table = opened(raw.table, PROFILES.get(tool).each if tool else None)
    tool = tool or recognise((*columns, *table.column_names))
    if tool is None and raw.facts.format == "parquet":
        # Parquet of one's own is scanned where it lies; opening its nested columns unasked would copy it.
        table = raw.table
    complete = raw.facts.complete and table.num_rows >= raw.table.num_rows
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
    }
