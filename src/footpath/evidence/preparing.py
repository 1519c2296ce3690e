"""A source made ready: its files read in the child into canonical tables, kept in the cache by their content.

A second run over the same bytes and the same words about them reads nothing again. Parquet that has the right types is
not copied: `EventsRef.columns` then says how its columns are called.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from footpath.atlas.types import Source
from footpath.base import BadInputError, Place, Problem, cache_folder, did_you_mean, write_whole
from footpath.evidence.content import content_of, digest, read_json
from footpath.evidence.door import in_child
from footpath.evidence.lake.by_name import by_name
from footpath.evidence.lake.days import OPEN, Period, period_of
from footpath.evidence.lake.folders import natural
from footpath.evidence.lake.gather import gather
from footpath.evidence.lake.places import refused
from footpath.evidence.limits import Limits
from footpath.evidence.notes import clipped, notes_of, notes_of_tables, warnings_of
from footpath.evidence.prepared import EventColumns, EventsRef, PartitionBy, Prepared, event_columns
from footpath.evidence.raw import Aside
from footpath.evidence.report import LoadReport, taken_of
from footpath.evidence.screens import Screens, screens_of

_VERSION = 2
"""Raised whenever the same bytes would give other tables: what is in the cache then no longer counts."""

_KEPT_READINGS = 2


def prepare(
    source: Source,
    root: Path,
    *,
    zone: str = "UTC",
    fresh: bool = False,
    limits: Limits | None = None,
    now_us: int | None = None,
    screens: Screens | None = None,
    period: Period = OPEN,
) -> Prepared:
    """Return a source made ready: read now, or found in the cache.

    Parameters
    ----------
    source
        Which files, and how their columns read.
    root
        The folder that relative paths and patterns in `source.files` start from (the atlas).
    zone
        The zone of times that name none, where the source does not say one.
    fresh
        Read again whatever the cache holds.
    limits
        What reading may take.
    now_us
        The present, for times in the future and for `source.days`; the clock where it is not given.
    screens
        How addresses become screens, where the source does not say it itself.
    period
        Only these events are asked for (microseconds UTC, half open; None is open). Files and partitions that cannot
        hold them are not opened; `Prepared.period` has an engine leave out the rest.

    Raises
    ------
    BadInputError
        Where files are missing or unreadable, columns do not exist, dates fit two orders and nobody said which, or no
        file may hold the period.
    MissingExtraError
        missing-extra where a table needs a package that is not installed.
    """
    zone = source.zone or zone
    _check_zone(zone)
    now_us = now_us if now_us is not None else time.time_ns() // 1000
    period = period_of(source, period, zone, now_us)
    if source.table is not None:
        return by_name(source, zone, period)
    paths = files_of(source, root)
    slot = cache_folder() / "evidence" / _slot(source, root)

    def ask(argument: dict[str, Any]) -> dict[str, Any]:
        with tempfile.TemporaryDirectory(prefix="listing-", dir=cache_folder()) as place:
            function = "footpath.evidence.lake.gather:list_in_child"
            return in_child(function, argument, folder=Path(place), limits=limits)

    units = gather(source, paths, period=period, ask=ask, kept=None if fresh else slot)
    content = content_of(units, period)
    screens = screens_of(source) or screens
    key = _key(source, content, zone, period, screens)
    folder = slot / key
    answer = None if fresh else _cached(folder)
    if answer is None:
        shutil.rmtree(folder, ignore_errors=True)
        argument = {
            "source": source.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            "paths": [str(unit.path) for unit in units],
            "listings": [unit.listing.to_json() if unit.listing is not None else None for unit in units],
            "zone": zone,
            "now_us": now_us,
            "limits": (limits or Limits()).to_json(),
            "screens": screens.to_json() if screens else None,
        }
        folder.mkdir(parents=True, exist_ok=True)
        answer = _looked_at(argument)
        if answer is None:
            answer = in_child("footpath.evidence.canonical:convert", argument, folder=folder, limits=limits)
        write_whole(folder / "answer.json", json.dumps(answer, ensure_ascii=False))
        _tidy(slot, folder)
    prepared = _prepared(source, content, folder, answer, zone)
    report = clipped(prepared.report, period, notes=notes_of_tables(units))
    return replace(prepared, report=report, period=period)


def files_of(source: Source, root: Path) -> list[Path]:
    """Return the files that a source names, patterns in their natural order (orders-2 before orders-10).

    Raises
    ------
    BadInputError
        Where one is missing, or a pattern fits nothing.
    """
    found: list[Path] = []
    problems = []
    for name in source.files:
        wrong = refused(name)
        if wrong is not None:
            problems.append(wrong)
            continue
        path = root / Path(name).expanduser()
        if any(sign in name for sign in "*?["):
            base = Path(path.anchor) if path.is_absolute() else Path()
            matches = [p for p in base.glob(str(path.relative_to(base))) if not p.name.startswith(".")]
            found += sorted(matches, key=natural)
            if not matches:
                problems.append(_missing(name, root, "no file fits the pattern"))
        elif path.exists():
            found.append(path)
        else:
            problems.append(_missing(name, root, "there is no such file"))
    if not source.files:
        problems.append(
            Problem(
                code="file-missing",
                message=f"source {source.id!r} names no files",
                place=Place("sources.yaml", path=str(source.id)),
                help="Add files: [../exports/orders.csv] to it.",
            )
        )
    if problems:
        raise BadInputError(*problems)
    return list(dict.fromkeys(path.resolve() for path in found))


def _missing(name: str, root: Path, what: str) -> Problem:
    folder = (root / name).parent
    near = (
        [str(Path(name).parent / p.name) for p in folder.iterdir() if p.is_file()] if folder.is_dir() else []
    )
    return Problem(
        code="file-missing",
        message=f"{what}: {name}",
        place=Place(name),
        value=name,
        help=did_you_mean(name, near, what="the folder has") if near else f"Paths start from {root}.",
    )


def _check_zone(zone: str) -> None:
    from zoneinfo import ZoneInfo, available_timezones

    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise BadInputError(
            Problem(
                code="zone-unknown",
                message=f"there is no time zone {zone!r}",
                value=zone,
                help=did_you_mean(zone, available_timezones(), what="zones are named like"),
            )
        ) from None


# ---------------------------------------------------------------- the cache


def _key(source: Source, content: str, zone: str, period: Period, screens: Screens | None) -> str:
    spec = source.model_dump(
        mode="json", exclude_defaults=True, exclude={"id", "title", "files", "note", "derive"}
    )
    oldest = str(period[0]) if source.days is not None else ""
    folding = json.dumps(screens.to_json()) if screens else ""
    return digest([content, json.dumps(spec, sort_keys=False), zone, str(_VERSION), oldest, folding])


def _slot(source: Source, root: Path) -> str:
    name = re.sub(r"[^\w-]", "_", str(source.id))[:40]
    return f"{name}-{digest([str(root.resolve()), str(source.id)])[:8]}"


def _cached(folder: Path) -> dict[str, Any] | None:
    answer = read_json(folder / "answer.json")
    if not answer:
        return None
    there = all((folder / f"{name}.parquet").is_file() for name in answer["tables"])
    in_place = answer["in_place"]
    if in_place is not None:
        there = there and all(Path(path).is_file() for path in in_place["paths"])
    return answer if there else None


def _tidy(slot: Path, newest: Path) -> None:
    """Remove older readings of a source, but for the one before: two people may look at two states."""
    others = [entry for entry in slot.iterdir() if entry.is_dir() and entry != newest]
    for entry in sorted(others, key=lambda p: p.stat().st_mtime, reverse=True)[_KEPT_READINGS - 1 :]:
        shutil.rmtree(entry, ignore_errors=True)


# ---------------------------------------------------------------- the answer in words


def _prepared(source: Source, content: str, folder: Path, answer: Mapping[str, Any], zone: str) -> Prepared:
    tables = {name: folder / f"{name}.parquet" for name in answer["tables"]}
    events: EventsRef | None = None
    in_place = answer["in_place"]
    if in_place is not None:
        events = EventsRef(
            tuple(Path(path) for path in in_place["paths"]), event_columns(source, in_place["kind"])
        )
    elif "events" in tables:
        events = EventsRef((tables["events"],))
    return Prepared(
        source=source,
        hash=content,
        events=events,
        answers=tables.get("answers"),
        remarks=tables.get("remarks"),
        customers=tables.get("customers"),
        identities=tables.get("identities"),
        report=_report(source, folder, answer, zone),
    )


def _looked_at(argument: dict[str, Any]) -> dict[str, Any] | None:
    if not all(path.lower().endswith(".parquet") for path in argument["paths"]):
        return None
    from footpath.evidence.canonical import looked_at

    return looked_at(argument)


def _report(source: Source, folder: Path, answer: Mapping[str, Any], zone: str) -> LoadReport:
    from footpath.evidence.guessing.names import case_word
    from footpath.evidence.profiles import PROFILES

    facts = answer["facts"]
    files = answer["files"]
    aside = answer["aside"]
    read = facts["rows"]
    by_reader = sum(file["aside"] for file in files)
    tool = PROFILES.get(answer["tool"]) if answer.get("tool") in PROFILES else None
    word = (tool.case if tool else "") or (case_word(source.case) if source.case else "case")
    screens = Screens.from_json(answer["screens"]) if answer.get("screens") else None
    roles = taken_of(source, answer["examples"], word, screens)
    used = {column for taken in roles for column in (taken.column, *source.properties, *source.traits)}
    used |= set(answer.get("made_of", ()))
    left = [
        column for column in dict.fromkeys(c for file in files for c in file["columns"]) if column not in used
    ]
    problems = [Problem.from_json(problem) for problem in answer["problems"]]
    return LoadReport(
        source=str(source.id),
        files=tuple(file["file"] for file in files),
        rows=read + by_reader,
        read_rows=read,
        events=facts.get("events"),
        kinds=facts.get("kinds", {}),
        from_us=facts.get("from_us"),
        to_us=facts.get("to_us"),
        customers=facts.get("customers"),
        cases=facts.get("cases"),
        duplicates=_plus(facts.get("duplicates"), facts.get("overlapping")),
        equal_rows=facts.get("equal_rows"),
        ties=facts.get("ties"),
        no_customer=facts.get("no_customer"),
        answers=facts.get("answers"),
        remarks=facts.get("remarks"),
        known_customers=facts.get("known_customers"),
        identities=facts.get("identities"),
        zone=zone,
        aside=aside["count"],
        first_asides=tuple(Aside.from_json(one) for one in aside["first"]),
        aside_file=str(folder / "aside.jsonl") if aside["count"] else None,
        case_word=word,
        in_place=answer["in_place"] is not None,
        taken=roles,
        left_out=tuple(left),
        notes=tuple(notes_of(source, answer, zone, word)),
        problems=(*problems, *warnings_of(source, facts)),
    )


def _plus(*numbers: int | None) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


__all__ = ["EventColumns", "EventsRef", "PartitionBy", "Prepared", "files_of", "prepare"]
