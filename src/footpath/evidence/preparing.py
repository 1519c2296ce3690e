"""A source made ready: its files read in the child into canonical tables, kept in the cache by their content.

A second run over the same bytes and the same words about them reads nothing again. Parquet that has the right types is
not copied: `EventsRef.columns` then says how its columns are called.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footpath.atlas.types import Source
from footpath.base import (
    BadInputError,
    Place,
    Problem,
    cache_folder,
    content_hash,
    did_you_mean,
    format_day,
    write_whole,
)
from footpath.evidence.door import in_child
from footpath.evidence.limits import Limits
from footpath.evidence.notes import notes_of, warnings_of
from footpath.evidence.raw import Aside
from footpath.evidence.report import LoadReport, taken_of
from footpath.evidence.screens import Screens, screens_of

_VERSION = 2
"""Raised whenever the same bytes would give other tables: what is in the cache then no longer counts."""

_TABLES = ("answers", "remarks", "customers", "identities")
_BIG = 64 << 20
_KEPT_READINGS = 2


@dataclass(frozen=True, slots=True)
class EventColumns:
    """How the columns of the user's own Parquet files are called; None is "there is none".

    `time_kind` is ``timestamp`` (with a zone, or UTC) or ``date``. `pseudonyms` says that customers should not leave
    the engine under these ids: other sources hold keyed hashes of them. `properties` are kept columns.
    """

    time: str
    time_kind: str
    event: str | None = None
    event_name: str | None = None
    customer: str | None = None
    case: str | None = None
    actor: str | None = None
    event_id: str | None = None
    sequence: str | None = None
    session: str | None = None
    channel: str | None = None
    value: str | None = None
    currency: str | None = None
    case_status: str | None = None
    properties: tuple[str, ...] = ()
    pseudonyms: bool = True


@dataclass(frozen=True, slots=True)
class EventsRef:
    """Where a source's events are: Parquet in canonical form (`columns` None), or the user's own files in place."""

    paths: tuple[Path, ...]
    columns: EventColumns | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source ready for an engine; a table that the source does not give is None.

    `hash` is that of the files' content alone, so that changed data can be told from a changed number.
    """

    source: Source
    hash: str
    events: EventsRef | None
    answers: Path | None
    remarks: Path | None
    customers: Path | None
    identities: Path | None
    report: LoadReport


def prepare(
    source: Source,
    root: Path,
    *,
    zone: str = "UTC",
    fresh: bool = False,
    limits: Limits | None = None,
    now_us: int | None = None,
    screens: Screens | None = None,
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

    Raises
    ------
    BadInputError
        Where files are missing or unreadable, columns do not exist, or dates fit two orders and nobody said which.
    """
    zone = source.zone or zone
    _check_zone(zone)
    paths = files_of(source, root)
    content = _content(paths)
    now_us = now_us if now_us is not None else time.time_ns() // 1000
    screens = screens_of(source) or screens
    key = _key(source, content, zone, now_us, screens)
    slot = cache_folder() / "evidence" / _slot(source, root)
    folder = slot / key
    answer = None if fresh else _cached(folder)
    if answer is None:
        shutil.rmtree(folder, ignore_errors=True)
        argument = {
            "source": source.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            "paths": [str(path) for path in paths],
            "zone": zone,
            "now_us": now_us,
            "limits": (limits or Limits()).to_json(),
            "screens": screens.to_json() if screens else None,
        }
        answer = in_child("footpath.evidence.canonical:convert", argument, folder=folder, limits=limits)
        write_whole(folder / "answer.json", json.dumps(answer, ensure_ascii=False))
        _tidy(slot, folder)
    return _prepared(source, content, folder, answer, zone)


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
        path = root / Path(name).expanduser()
        if any(sign in name for sign in "*?["):
            base = Path(path.anchor) if path.is_absolute() else Path()
            matches = [p for p in base.glob(str(path.relative_to(base))) if not p.name.startswith(".")]
            found += sorted(matches, key=_natural)
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


def _natural(path: Path) -> tuple[Any, ...]:
    return tuple(
        (int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", str(path)) if part
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


def _content(paths: Sequence[Path]) -> str:
    """Return the hash of all files' bytes; of large ones it is remembered by path, size, time and inode."""
    files: list[Path] = []
    for path in paths:
        files += sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    big = [path for path in files if path.stat().st_size >= _BIG]
    if not big:
        return content_hash(*files)
    store = cache_folder() / "evidence" / "hashes.json"
    known = _read_json(store)
    hashes = []
    for path in files:
        state = path.stat()
        mark = f"{path}|{state.st_size}|{state.st_mtime_ns}|{state.st_ino}"
        # A file changed within the last seconds may change again without its time moving.
        settled = time.time_ns() - state.st_mtime_ns > 3_000_000_000
        one = known.get(mark) if settled else None
        if one is None:
            one = content_hash(path)
            known[mark] = one
        hashes.append(str(one))
    write_whole(store, json.dumps(dict(list(known.items())[-1000:])))
    return _digest(hashes)


def _key(source: Source, content: str, zone: str, now_us: int, screens: Screens | None) -> str:
    spec = source.model_dump(
        mode="json", exclude_defaults=True, exclude={"id", "title", "files", "note", "derive"}
    )
    today = format_day(now_us) if source.days is not None else ""
    folding = json.dumps(screens.to_json()) if screens else ""
    return _digest([content, json.dumps(spec, sort_keys=False), zone, str(_VERSION), today, folding])


def _slot(source: Source, root: Path) -> str:
    name = re.sub(r"[^\w-]", "_", str(source.id))[:40]
    return f"{name}-{_digest([str(root.resolve()), str(source.id)])[:8]}"


def _digest(parts: Sequence[str]) -> str:
    import hashlib

    return hashlib.blake2b("\x00".join(parts).encode(), digest_size=12).hexdigest()


def _cached(folder: Path) -> dict[str, Any] | None:
    answer = _read_json(folder / "answer.json")
    if not answer:
        return None
    there = all((folder / f"{name}.parquet").is_file() for name in answer["tables"])
    in_place = answer["in_place"]
    if in_place is not None:
        there = there and all(Path(path).is_file() for path in in_place["paths"])
    return answer if there else None


def _read_json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


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
            tuple(Path(path) for path in in_place["paths"]), _columns(source, in_place["kind"])
        )
    elif "events" in tables:
        events = EventsRef((tables["events"],))
    return Prepared(
        source=source,
        hash=content,
        events=events,
        **{name: tables.get(name) for name in _TABLES},
        report=_report(source, folder, answer, zone),
    )


def _columns(source: Source, kind: str) -> EventColumns:
    assert source.time is not None  # noqa: S101  # in place only with a time column
    names = (
        "event",
        "event_name",
        "customer",
        "case",
        "actor",
        "event_id",
        "sequence",
        "session",
        "channel",
        "value",
        "currency",
    )
    return EventColumns(
        time=source.time,
        time_kind=kind,
        case_status=source.outcome.column if source.outcome else None,
        properties=source.properties,
        pseudonyms=source.pseudonyms,
        **{name: getattr(source, name) for name in names},
    )


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


__all__ = ["EventColumns", "EventsRef", "Prepared", "files_of", "prepare"]
