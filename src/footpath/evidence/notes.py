"""What is worth knowing about a load, in plain sentences: every number has its "of", every guess the option that changes it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.atlas.types import Source
from footpath.base import Place, Problem, us_to_datetime

if TYPE_CHECKING:
    from footpath.evidence.lake.days import Period
    from footpath.evidence.lake.gather import Unit
    from footpath.evidence.report import LoadReport

_MANY = 200


def notes_of(source: Source, answer: Mapping[str, Any], zone: str, word: str) -> list[str]:
    """Return what is worth knowing, in plain sentences with their numbers."""
    facts, files, dates = answer["facts"], answer["files"], answer["dates"]
    notes = []

    def note(name: str, text: str) -> None:
        if facts.get(name):
            notes.append(text.format(f"{facts[name]:,}"))

    notes += _tool_notes(answer.get("tool"))
    notes += _object_notes(source, files)
    notes += _screen_notes(answer.get("screens"))
    notes += _tying_notes(facts)
    if facts.get("unzoned") and source.zone is None:
        notes.append(
            f"Times name no zone and were read as {zone}. If the clock on the wall was another: --zone Europe/Lisbon"
        )
    if dates in ("dmy", "mdy"):
        first, other = ("day", "mdy") if dates == "dmy" else ("month", "dmy")
        notes.append(f"Dates are read with the {first} first. The other way round: --dates {other}")
    events = facts.get("events") or 0
    note("duplicates", "Events that stood before under the same id: {}. The first of each stays.")
    note("overlapping", "Events that stand in more than one file: {}. They count once.")
    note(
        "cases_again",
        f"{word.capitalize()}s that stood in an older file too: {{}}. The newer file's row stands.",
    )
    note("equal_rows", "Events that equal another in every column: {}. They all count.")
    whose = "customer" if facts.get("customers") else word
    note(
        "ties",
        f"Events at the same time as another of the same {whose}: {{}} of {events:,}. They stay in the file's order.",
    )
    note(
        "cases_with_lines",
        f"{word.capitalize()}s with several rows (lines): {{}}. Each counts as one {word}.",
    )
    note("filled_down", f"Rows without {word}, taken as lines of the {word} above: {{}}.")
    for event, missing in (facts.get("never") or {}).items():
        if missing and facts.get("cases"):
            notes.append(f"{missing:,} of {facts['cases']:,} {word}s have no “{event}” (not yet, or never).")
    if source.outcome and (source.outcome.wanted or source.outcome.unwanted):
        ends = [
            f"{', '.join(values)} is a {kind} end"
            for values, kind in ((source.outcome.wanted, "good"), (source.outcome.unwanted, "bad"))
            if values
        ]
        notes.append(
            f"{source.outcome.column}: {', '.join(ends)}; with any other the {word} is still open. "
            "Otherwise: --wanted STATUS --unwanted STATUS"
        )
    if facts.get("cases") and facts["cases"] == facts.get("customers") and facts["cases"] >= _MANY:
        notes.append(
            f"No customer has a second {word}: {source.customer} may be new with each. A table that says who is who "
            "(a list of customers with both ids) finds those who came back; add it as a source."
        )
    for event, column in source.promises.items():
        notes.append(
            f"Late is a “{event}” after {column}; a date without a time of day is kept until the end of that day."
        )
    followed = f"They are followed by {word}." if source.case else "They count in totals only."
    note("no_customer", f"Events without a customer: {{}}. {followed}")
    note("gaps", "Times in the hour that summer time skips: {}, moved one hour on.")
    note("overlaps", "Times that occur twice, as the clock went back: {}. The first was taken.")
    note("remarks_twice", "Remarks that stood twice: {}. They count once.")
    note("answers_twice", "Scores that stood twice: {}. They count once.")
    note("masks", "E-mail addresses, phone and card numbers masked in texts: {}.")
    note("customers_again", "Customers that stood twice: {}. The newest row of each stands.")
    note("ids_of_several", "Ids that name several customers: {}. They tie nobody together.")
    note("too_old", f"Rows older than {source.days} days, not read: {{}}.")
    for file in files:
        if file["encoding"] and file["encoding"].lower().replace("_", "-") not in (
            "utf-8",
            "ascii",
            "utf-8-sig",
        ):
            notes.append(
                f"{Path(file['file']).name} is written in {file['encoding']}. If letters look wrong: --encoding NAME"
            )
        if len(file["sheets"]) > 1:
            notes.append(
                f"{Path(file['file']).name}: sheet {file['sheet']!r} of {len(file['sheets'])}. Another: --sheet NAME"
            )
    return notes


def _tool_notes(name: str | None) -> list[str]:
    from footpath.evidence.profiles import PROFILES

    if name is None or name not in PROFILES:
        return []
    profile = PROFILES.get(name)
    return [f"The columns are those of {profile.title}. {profile.note}".strip()]


def _object_notes(source: Source, files: list[Mapping[str, Any]]) -> list[str]:
    """Return which other types of objects a log has, each as the option that makes it the case."""
    used = {f"{source.case}".removesuffix("[]"), f"{source.customer}".removesuffix("[]")}
    columns = dict.fromkeys(column for file in files for column in file["columns"])
    others = [c for c in columns if c.startswith("ocel:type:") and c not in used]
    options = ", ".join(f"--case '{column}[]'" for column in others)
    return [f"The case is {source.case}. Another type of objects: {options}"] if others else []


def _screen_notes(screens: Mapping[str, Any] | None) -> list[str]:
    if not screens:
        return []
    told = [*screens["rules"], *(f"/{language} is left out" for language in screens["languages"])]
    rules = f"; further rules: {', '.join(told)}" if told else ""
    views = f" Called by their screen: {', '.join(screens['views'])}." if screens["views"] else ""
    return [
        f"Addresses in {screens['column']} became screens (numbers, ids and what follows ? fall away{rules}).{views} "
        "Otherwise: screens in sources.yaml"
    ]


def _tying_notes(facts: Mapping[str, Any]) -> list[str]:
    before, after = facts.get("customers_untied"), facts.get("customers")
    if not facts.get("ids_tied") or before is None or after is None:
        return []
    return [
        f"Ids that turned out to be known customers: {facts['ids_tied']:,}. Their {facts['events_tied']:,} events of before "
        f"are those customers', who are {after:,} instead of {before:,}. Otherwise: leave identity out of sources.yaml"
    ]


def notes_of_tables(units: Sequence[Unit]) -> list[str]:
    """Return which state of a table was read, and how many of its files the period needs."""
    notes = []
    for unit in units:
        listing = unit.listing
        if listing is None:
            continue
        name = Path(listing.root).name
        if listing.told:
            kind = {"delta": "Delta", "iceberg": "Iceberg"}[listing.kind]
            notes.append(f"{name} is a table of {kind}: {listing.told} was read.")
        if len(listing.files) < listing.total:
            notes.append(
                f"Of the {listing.total:,} files of {name} the period needs {len(listing.files):,}; the others were not opened."
            )
    return notes


def clipped(report: LoadReport, period: Period, *, notes: Sequence[str] = ()) -> LoadReport:
    """Return a report of files read in place that tells no time outside the period, with further notes."""
    low, high = report.from_us, report.to_us
    since, until = period
    if report.in_place and low is not None and since is not None:
        low = max(low, since)
    if report.in_place and high is not None and until is not None:
        high = min(high, until - 1)
    return dataclasses.replace(report, from_us=low, to_us=high, notes=(*report.notes, *notes))


def warnings_of(source: Source, facts: Mapping[str, Any]) -> list[Problem]:
    """Return what a person should look at: times in the future, a source that gave no event."""
    out = []
    future = facts.get("future")
    if future:
        latest = us_to_datetime(facts["latest_future_us"])
        out.append(
            Problem(
                code="times-in-future",
                message=f"{future:,} of {facts['events']:,} events lie in the future, the latest on {latest:%Y-%m-%d}",
                severity="warning",
                place=Place(source.files[0] if source.files else None),
                help="If a column says when something should happen, it is a promise: --promise EVENT=COLUMN.",
            )
        )
    if facts.get("events") == 0 and facts["rows"]:
        out.append(
            Problem(
                code="all-set-aside",
                message="no row gave an event: every one was set aside",
                severity="error",
                place=Place(source.files[0] if source.files else None),
                help="Look at the rows set aside; --time COLUMN and --dates dmy say how times read.",
            )
        )
    return out


def ids_ruined(column: str, example: str, file: str | None) -> Problem:
    """Return the warning about ids that a spreadsheet has rounded."""
    return Problem(
        code="ids-ruined",
        message=f"{column!r} holds ids that a spreadsheet has rounded, such as {example}: different ones have become one",
        place=Place(file),
        severity="warning",
        value=example,
        help=(
            "Export again and do not open the file in a spreadsheet before; or import it there with this column set "
            "to Text. The lost digits cannot be brought back from this file."
        ),
    )
