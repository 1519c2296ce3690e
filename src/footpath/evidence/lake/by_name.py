"""A table by its name in an engine: nothing is read here; the source says what its columns are."""

from __future__ import annotations

from footpath.atlas.types import TABLE_NAME, Source, secret_in
from footpath.base import BadInputError, Place, Problem
from footpath.evidence.content import digest
from footpath.evidence.lake.days import OPEN, Period
from footpath.evidence.prepared import EventsRef, PartitionBy, Prepared, event_columns
from footpath.evidence.report import LoadReport, taken_of


def by_name(source: Source, zone: str, period: Period) -> Prepared:
    """Return a source whose events are a table by its name (rule E107).

    Its hash is that of the name and the period: what the table holds only its engine knows.

    Raises
    ------
    BadInputError
        secret-in-atlas, table-name; table-no-log where the source does not say time, event and whose it is, or says
        what only files can give.
    """
    table = source.table or ""
    _check(source, table)
    partition = PartitionBy(source.partition.column, source.partition.kind) if source.partition else None
    notes = [
        f"The table {table} is read by the engine each time it is asked; whether it has changed is not told.",
        "Its times that name no zone are read as UTC.",
    ]
    report = LoadReport(
        source=str(source.id),
        table=table,
        zone=zone,
        in_place=True,
        taken=taken_of(source, {}, "case"),
        notes=tuple(notes),
    )
    return Prepared(
        source=source,
        hash=digest(["table", table, *([] if period == OPEN else [repr(period)])]),
        events=EventsRef((), event_columns(source, "timestamp"), table, partition),
        answers=None,
        remarks=None,
        customers=None,
        identities=None,
        report=report,
        period=period,
    )


def _check(source: Source, table: str) -> None:
    place = Place("sources.yaml", path=str(source.id))
    what = secret_in(table)
    if what is not None:
        raise BadInputError(
            Problem(
                code="secret-in-atlas",
                message=f"{what} stands in the name of a table",
                place=place,
                help="Take it out (and change it: it has been in a file). Engines take theirs from the environment.",
            )
        )
    if source.files or not TABLE_NAME.fullmatch(table):
        raise BadInputError(
            Problem(
                code="table-name",
                message="a source has files or a table, not both"
                if source.files
                else "this is no name of a table",
                place=place,
                value=table,
                expected="a name such as events, shop.events or catalog.shop.events",
            )
        )
    missing = [
        option
        for option, given in (
            ("--time COLUMN", source.time),
            ("--event COLUMN", source.event or source.event_name),
            ("--customer COLUMN", source.customer or source.case),
        )
        if not given
    ]
    voice = source.text or source.score or source.traits or source.identity
    other = source.times or source.promises or voice or source.screens
    if missing or other:
        what = f"say {', '.join(missing)}" if missing else "leave out what only files can give"
        raise BadInputError(
            Problem(
                code="table-no-log",
                message=f"a table by its name is a log of events, one a row: {what}",
                place=place,
                expected="time, event (or event-name) and customer (or case)",
                help="Promises, words, scores, traits, identities and screens are read from files.",
            )
        )
