"""The table of touchpoints, in and out: touchpoint, channel, stage, department, and the axes of METHOD section 5.

"Touchpoints first" is a way to a map: list every contact, then draw a journey through those that matter. In: a library, the
departments, and a journey whose stages hold the contacts. Back home: what the table says of each entry, by its title.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from footpath.atlas import AddEntry, Loaded, Operation, SetField
from footpath.atlas.types import Atlas, Touchpoint
from footpath.base import slug, unique
from footpath.interchange.formats import Format
from footpath.interchange.grid_csv import defuse, fuse
from footpath.interchange.lanes import fold
from footpath.interchange.meaning import Libraries
from footpath.interchange.reading import Back, Foreign, Guess, Read, ReadOptions, Rows, refuse, rows_of
from footpath.interchange.report import Report, Written, counted
from footpath.interchange.sketch import Sketch

_HEADS = (
    "touchpoint",
    "channel",
    "stage",
    "department",
    "ownership",
    "kind",
    "managed",
    "initiator",
    "receiver",
)
_NAMES: Mapping[str, str] = {
    name: meaning
    for meaning, names in {
        "touchpoint": "touchpoint, touch point, contact point, contact, interaction, encounter, kontaktpunkt, point de contact, punto de contacto, "
        "ponto de contato, точка контакта, touchpoint name, name, title",
        "channel": "channel, channels, medium, kanal, canal, canale, канал",
        "stage": "stage, phase, journey stage, etappe, étape, etapa, fase, этап",
        "department": "department, team, owner, responsible, answered by, abteilung, service, département, departamento, reparto, отдел",
        "ownership": "ownership, owned by, type of media, media type",
        "kind": "kind, physical or digital, type, physical digital",
        "managed": "managed, managed or not, under control",
        "initiator": "initiator, who starts, started by, initiated by",
        "receiver": "receiver, who receives, received by",
    }.items()
    for name in names.split(", ")
}
_OWNERSHIPS = {
    "own": "owned",
    "owned": "owned",
    "earned": "earned",
    "paid": "paid",
    "partner": "partner",
    "customer": "customer",
    "customers own": "customer",
}
_TRUE = {"yes", "y", "true", "1", "x", "managed", "ja", "oui", "sí", "sim", "да"}
_FALSE = {"no", "n", "false", "0", "unmanaged", "nein", "non", "não", "нет"}


def write(atlas: Atlas) -> Written:
    """Return a row for each touchpoint and stage in which it stands (one row where it stands in none)."""
    stages: dict[str, list[str]] = {}
    for journey in atlas.journeys:
        for stage in journey.stages:
            refs = [
                cell.ref
                for holder in (stage, *stage.steps)
                for cell in holder.lane("touchpoint")
                if hasattr(cell, "ref")
            ]
            for ref in dict.fromkeys(refs):
                titles = stages.setdefault(ref, [])
                if stage.title not in titles:
                    titles.append(stage.title)
    rows: list[Sequence[str]] = [[head.capitalize() for head in _HEADS]]
    for one in atlas.touchpoints:
        rows += [
            [defuse(field) for field in _row(atlas, one, title)] for title in stages.get(str(one.id), [""])
        ]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    report = Report(
        format="touchpoint table",
        direction="out",
        kept=counted([("touchpoints", len(atlas.touchpoints)), ("rows", len(rows) - 1)]),
        lost=counted(
            [
                (
                    "rules that recognise touchpoints",
                    sum(one.when is not None for one in atlas.touchpoints),
                    "a table holds words",
                ),
                (
                    "pictures",
                    sum(one.picture is not None for one in atlas.touchpoints),
                    "a table holds words",
                ),
            ]
        ),
    )
    return Written(text.getvalue().encode("utf-8-sig"), report)


def _row(atlas: Atlas, one: Touchpoint, stage: str) -> list[str]:
    channel = ""
    if one.channel:
        try:
            channel = atlas.channel(one.channel).title
        except KeyError:
            channel = str(one.channel)
    managed = "" if one.managed is None else "yes" if one.managed else "no"
    return [
        one.title,
        channel,
        stage,
        one.department or "",
        one.ownership or "",
        one.kind or "",
        managed,
        one.initiator,
        one.receiver,
    ]


def read(foreign: Foreign, options: ReadOptions) -> Read:
    """Return the library that a table holds, and a journey of its stages with the contacts in them.

    Raises
    ------
    BadInputError
        Where no column names touchpoints (`not-this-format`).
    """
    heads, rows, guesses = _table(rows_of(foreign), options)
    sketch = Sketch(title="", guesses=guesses)
    stages: dict[str, dict[str, Any]] = {}
    departments: dict[str, None] = {}
    known: dict[str, dict[str, Any]] = {}
    for row in rows:
        title = _at(row, heads, "touchpoint")
        if not title:
            sketch.lost.append(("rows without a touchpoint", 1, "nothing names the contact"))
            continue
        before = len(sketch.libraries.new["touchpoints"])
        id_ = sketch.libraries.refer("touchpoints", title)
        if len(sketch.libraries.new["touchpoints"]) > before:
            known[id_] = sketch.libraries.new["touchpoints"][-1]
        facts = _facts(row, heads, sketch.libraries)
        known[id_].update({key: value for key, value in facts.items() if key not in known[id_]})
        if department := _at(row, heads, "department"):
            departments[department] = None
        for name in filter(None, (part.strip() for part in _at(row, heads, "stage").split(";"))):
            stage = stages.get(name) or stages.setdefault(name, sketch.stage(name))
            present = stage.get("touchpoint")
            if id_ != present and not (isinstance(present, list) and id_ in present):
                sketch.put(stage, "touchpoint", id_)
    made = sketch.done("touchpoint table", foreign.name)
    import dataclasses

    counts = counted(
        [
            ("touchpoints", len(known)),
            ("channels", len(made.channels)),
            ("departments", len(departments)),
            ("stages", len(stages)),
        ]
    )
    return dataclasses.replace(
        made,
        report=dataclasses.replace(made.report, kept=counts),
        journeys=made.journeys if stages else (),
        departments=tuple(departments),
    )


def _facts(row: Sequence[str], heads: Mapping[str, int], libraries: Libraries) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if channel := _at(row, heads, "channel"):
        facts["channel"] = libraries.refer("channels", channel)
    for name in ("department", "initiator", "receiver"):
        if value := _at(row, heads, name):
            facts[name] = value
    if ownership := _OWNERSHIPS.get(fold(_at(row, heads, "ownership")).replace("'", "")):
        facts["ownership"] = ownership
    if (kind := fold(_at(row, heads, "kind"))) in ("physical", "digital"):
        facts["kind"] = kind
    if (managed := fold(_at(row, heads, "managed"))) in _TRUE | _FALSE:
        facts["managed"] = managed in _TRUE
    return facts


def home(rows: Rows, loaded: Loaded, journey: str | None, options: ReadOptions) -> Back:
    """Return what a table that comes back changes in the library: new touchpoints, and facts of those that are there."""
    del journey
    heads, kept, guesses = _table([list(row) for row in rows], options)
    atlas = loaded.atlas
    by_title = {one.title.casefold(): one for one in atlas.touchpoints}
    libraries = Libraries(channels={str(one.id): one.title for one in atlas.channels})
    operations: list[Operation] = []
    departments = {str(one.id).casefold() for one in atlas.departments}
    seen: set[str] = set()
    taken = {str(one.id) for one in atlas.touchpoints}
    for row in kept:
        title = _at(row, heads, "touchpoint")
        if not title or title.casefold() in seen:
            continue
        seen.add(title.casefold())
        facts = _facts(row, heads, libraries)
        department = str(facts.get("department", ""))
        if atlas.departments and department and department.casefold() not in departments:
            departments.add(department.casefold())
            operations.append(AddEntry("departments", department))
        one = by_title.get(title.casefold())
        if one is None:
            id_ = unique(slug(title, default="touchpoint"), taken)
            taken.add(id_)
            operations.append(AddEntry("touchpoints", {"id": id_, "title": title, **facts}))
            continue
        operations += [
            SetField("touchpoint", one.id, name, value)
            for name, value in facts.items()
            if (getattr(one, name) if getattr(one, name) is not None else "") != value
        ]
    new_channels = [AddEntry("channels", entry) for entry in libraries.new["channels"]]
    missing = len([one for one in atlas.touchpoints if one.title.casefold() not in seen])
    report = Report(
        format="touchpoint table",
        direction="in",
        kept=counted([("touchpoints", len(seen)), ("changes", len(operations) + len(new_channels))]),
        lost=counted(
            [("touchpoints of the library", missing, "the table does not show them; they stay as they are")]
        ),
    )
    return Back((*new_channels, *operations), report, tuple(guesses))


def _table(
    rows: list[list[str]], options: ReadOptions
) -> tuple[dict[str, int], list[list[str]], list[Guess]]:
    kept = [[fuse(field.strip()) for field in row] for row in rows]
    kept = [row for row in kept if any(row)]
    given = {fold(name): meaning for name, meaning in options.columns.items()}
    for number, row in enumerate(kept[:10]):
        heads: dict[str, int] = {}
        guesses: list[Guess] = []
        for column, name in enumerate(row):
            meaning = given.get(fold(name)) or _NAMES.get(fold(name))
            if meaning and meaning not in heads:
                heads[meaning] = column
                guesses.append(Guess(f"the column {name!r}", meaning, f"--column {name!r}=MEANING"))
        if "touchpoint" in heads and len(heads) > 1:
            return heads, kept[number + 1 :], guesses
    raise refuse(
        "no column of the table names touchpoints",
        "Write the heads touchpoint, channel, stage, department above the columns, or say --column NAME=touchpoint.",
    )


def _at(row: Sequence[str], heads: Mapping[str, int], name: str) -> str:
    number = heads.get(name)
    return " ".join(row[number].split()) if number is not None and number < len(row) else ""


def _rows(foreign: Foreign) -> Rows:
    return rows_of(foreign)


FORMAT = Format(
    "touchpoint table", (".touchpoints.csv",), write_atlas=write, read=read, rows=_rows, home=home
)
