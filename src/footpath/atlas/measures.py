"""The files in `measures/`: one a run, JSON, never overwritten; reading the newest of each journey, and naming new ones."""

from __future__ import annotations

import json
import re
from collections.abc import Container
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from footpath.atlas.files import MAX_MEASURE_BYTES, is_inside, read_text
from footpath.atlas.types import MeasureRun
from footpath.base import BadInputError, Place, Problem

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{4,6}Z)-(\d+)\.json")
_MADE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def newest_runs(root: Path) -> tuple[tuple[MeasureRun, ...], list[Problem]]:
    """Return the newest run of each journey and a warning for each file that is none."""
    folder = root / "measures"
    if not folder.is_dir() or not is_inside(root, folder):
        return (), []
    runs: dict[str, MeasureRun] = {}
    problems: list[Problem] = []
    named = [
        (match.group(1), int(match.group(2)), path.name)
        for path in folder.iterdir()
        if (match := _NAME.fullmatch(path.name))
    ]
    for _, _, name in sorted(named, reverse=True):
        run, problem = read_run(root, f"measures/{name}")
        if problem is not None:
            problems.append(problem)
        if run is not None and (run.journey not in runs or run.made > runs[run.journey].made):
            runs[run.journey] = run
    return tuple(runs[journey] for journey in sorted(runs)), problems


def read_run(root: Path, file: str) -> tuple[MeasureRun | None, Problem | None]:
    """Return the run in a file, or what is wrong with it."""
    read = read_text(root, file, limit=MAX_MEASURE_BYTES)
    if read.text is None:
        return None, read.problem
    try:
        data = json.loads(read.text, parse_constant=_refuse)
        if (
            isinstance(data, dict)
            and isinstance(data.get("footpath-measures"), int)
            and data["footpath-measures"] > 1
        ):
            return None, _bad(file, "the file was written by a newer Footpath")
        return MeasureRun.model_validate(data), None
    except (ValueError, RecursionError, ValidationError) as error:
        return None, _bad(file, f"this is no run of `footpath measure`: {str(error).splitlines()[0]}")


def run_text(run: MeasureRun) -> str:
    """Return a run as JSON, a row a line, so that a version control shows what changed."""
    data = run.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data = {"footpath-measures": run.footpath_measures, **data}
    parts = []
    for key, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n  ".join(_json(row) for row in value)
            parts.append(f"{_json(key)}: [\n  {rows}\n ]")
        else:
            parts.append(f"{_json(key)}: {_json(value)}")
    return "{" + ",\n ".join(parts) + "}\n"


def run_name(run: MeasureRun, taken: Container[str]) -> str:
    """Return the file of a new run: measures/2026-11-21T0930Z-1.json, with the first number that is free.

    Raises
    ------
    BadInputError
        Where `made` is no UTC time of the form 2026-11-21T09:30:00Z.
    """
    if not _MADE.fullmatch(run.made):
        raise BadInputError(
            Problem(
                code="bad-measures",
                message="a run's time has another form",
                value=run.made,
                expected="UTC, such as 2026-11-21T09:30:00Z",
            )
        )
    stamp = f"{run.made[:10]}T{run.made[11:13]}{run.made[14:16]}Z"
    number = 1
    while f"measures/{stamp}-{number}.json" in taken:
        number += 1
    return f"measures/{stamp}-{number}.json"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _bad(file: str, message: str) -> Problem:
    return Problem(
        code="bad-measures",
        message=message,
        place=Place(file),
        severity="warning",
        help="Measure again: `footpath measure`.",
    )
