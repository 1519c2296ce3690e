"""The period that a command reads: ``--since DAY --until DAY``, and what its numbers say about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from footpath.base import BadInputError, Problem, datetime_to_us, us_to_datetime

Period = tuple[int | None, int | None]
"""From and until, microseconds UTC, half open; None is open."""

TELL_THEIR_END = frozenset({"retention", "stickiness", "lifecycle", "cohorts", "outcomes"})
"""Questions for which ``--until`` alone says where the data end: they read all, as they did, and leave out what is later."""

BY_PERIODS = TELL_THEIR_END - {"outcomes"}
"""Questions that look for a customer's first event, and can show some periods of all (``--from``)."""


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument("--since", metavar="DAY", help="read only events of this day and later")
    group.add_argument(
        "--until",
        metavar="DAY",
        help="read only events before this day; January is --since 2026-01-01 --until 2026-02-01",
    )


def period_of(since: str | None, until: str | None, zone: str) -> Period:
    """Return the period of two options: days begin in the zone (rule E102).

    Raises
    ------
    BadInputError
        bad-option where one is no day, or the period ends before it begins.
    """
    begins, ends = moment(since, "--since", zone), moment(until, "--until", zone)
    if begins is not None and ends is not None and begins >= ends:
        raise BadInputError(
            Problem(
                code="bad-option",
                message=f"--until {until} is not after --since {since}",
                value=until,
                expected="the day after the last one that is read",
            )
        )
    return begins, ends


def moment(text: str | None, option: str, zone: str) -> int | None:
    """Return an option's day (its beginning in the zone) or time in microseconds UTC; a clear error where it is none."""
    from zoneinfo import ZoneInfo

    if text is None:
        return None
    try:
        told = datetime.fromisoformat(text)
        return datetime_to_us(told if told.tzinfo is not None else told.replace(tzinfo=ZoneInfo(zone)))
    except (ValueError, KeyError, OSError, OverflowError) as error:
        raise BadInputError(
            Problem(
                code="bad-option",
                message=f"{option}: {text!r} is no day",
                value=text,
                expected="a day such as 2026-03-01, or a time such as 2026-03-01T12:00",
            )
        ) from error


def notes_of(period: Period, zone: str, *, question: str = "") -> tuple[str, ...]:
    """Return what the numbers of a period say about it (rule E103)."""
    since, until = (None if us is None else _in_words(us, zone) for us in period)
    if since is None and until is None:
        return ()
    span = " ".join(
        part for part in (f"from {since}" if since else "", f"until before {until}" if until else "") if part
    )
    found = [
        f"Only events {span} (zone {zone}) were read: what came before or after counts nowhere, not even as a customer's first event."
    ]
    if since is not None and question in BY_PERIODS:
        found.append(
            "Who was there before is new here. --from in place of --since shows the same periods and reads everything before them."
        )
    return tuple(found)


def _in_words(us: int, zone: str) -> str:
    from zoneinfo import ZoneInfo

    local = us_to_datetime(us).astimezone(ZoneInfo(zone))
    whole = (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)
    return local.date().isoformat() if whole else local.replace(tzinfo=None).isoformat(" ")
