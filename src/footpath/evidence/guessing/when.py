"""When: which time columns are events, which are promises, and in what order day and month stand."""

from __future__ import annotations

import math
from dataclasses import dataclass

from footpath.evidence.guessing import names
from footpath.evidence.guessing.profile import ColumnProfile, TableProfile
from footpath.evidence.guessing.state import Deciding


@dataclass(frozen=True, slots=True)
class Times:
    """The time columns of a file: what happened, what was promised, since when a customer is known, and the rest."""

    happened: tuple[ColumnProfile, ...]
    promised: tuple[ColumnProfile, ...]
    known: tuple[ColumnProfile, ...]
    other: tuple[ColumnProfile, ...]


def sort_times(state: Deciding) -> Times:
    """Return the free time columns by what they are."""
    happened, promised, known, other = [], [], [], []
    for column in state.find(lambda c: c.is_time):
        parts = names.words(column.name)
        if any(word in names.PROMISE for word in parts) and not any(
            word in names.NOT_PROMISE for word in parts
        ):
            promised.append(column)
        elif any(word in names.NOT_EVENT for word in parts) or parts[:1] == ("last",):
            other.append(column)
        elif any(word in _SIGN_UP for word in parts):
            known.append(column)
        else:
            happened.append(column)
    if not happened and not known and not promised:
        # A history of changes has no other time than that of the change.
        happened = [c for c in other if "changed" in names.words(c.name) or "modified" in names.words(c.name)]
        other = [c for c in other if c not in happened]
    return Times(tuple(happened), tuple(promised), tuple(known), tuple(other))


_SIGN_UP = frozenset(
    (
        "signup",
        "registered",
        "registration",
        "joined",
        "join",
        "since",
        "cadastro",
        "inscription",
        "регистрации",
        "регистрация",
    )
)

_BEST_TIME = ("timestamp", "occurred", "event", "time", "datetime", "date", "created", "start", "started")
_WORSE_TIME = frozenset(
    (
        "received",
        "server",
        "sent",
        "upload",
        "uploaded",
        "processed",
        "ingest",
        "logged",
        "end",
        "ended",
        "stop",
    )
)


def best_time(columns: tuple[ColumnProfile, ...]) -> ColumnProfile:
    """Return the time column that an event log most probably means."""

    def rank(c: ColumnProfile) -> tuple[bool, float, int]:
        parts = names.words(c.name)
        place = min((_BEST_TIME.index(word) for word in parts if word in _BEST_TIME), default=len(_BEST_TIME))
        return (any(word in _WORSE_TIME for word in parts), -c.filled, place)

    return min(columns, key=rank)


@dataclass(frozen=True, slots=True)
class Match:
    """A promise and the event that it is about; `named` says whether its name told, or only that it came last."""

    event: str
    column: str
    named: bool


def match_promises(
    promised: tuple[ColumnProfile, ...], times: dict[str, str], profile: TableProfile
) -> list[Match]:
    """Return for each promise the event that it is about: the most similar name, then the nearest time.

    A delivery has often several columns (handed to the carrier, handed to the customer): where names fit equally, the
    event nearest to the promise stands. A promise whose name fits none (due date, SLA) is about the last event.
    """
    out: list[Match] = []
    for promise in promised:
        free = [event for event in times if event not in [match.event for match in out]]
        if not free:
            break

        def rank(event: str, promise: ColumnProfile = promise) -> tuple[float, float]:
            wait, share = profile.waits.get((times[event], promise.name), (math.inf, 0.0))
            near = -abs(wait) if share and math.isfinite(wait) else -math.inf
            return round(names.likeness(promise.name, times[event]), 1), near

        best = max(free, key=rank)
        named = rank(best)[0] > 0
        out.append(Match(best if named else free[-1], promise.name, named))
    return out


def find_dates(state: Deciding) -> None:
    """Settle in what order day and month stand, or ask."""
    if state.says("dates"):
        return
    columns = [
        c
        for c in state.profile.columns
        if c.is_time and not c.typed and (c.either or c.day_first or c.month_first)
    ]
    if not columns:
        return
    day = sum(c.day_first for c in columns)
    month = sum(c.month_first for c in columns)
    first = max(columns, key=lambda c: c.either + c.day_first + c.month_first)
    option = f"--dates {'mdy' if day >= month else 'dmy'}"
    if day and month:
        state.fields["dates"] = "dmy" if day >= month else "mdy"
        state.problem(
            code="dates-mixed",
            message=f"dates stand in two orders: {day:,} different ones have the day first, {month:,} the month",
            severity="warning",
            value=first.examples[0] if first.examples else None,
            help=f"Read as {state.fields['dates']}; the others are set aside. {option} turns it round.",
        )
    elif day or month:
        state.fields["dates"] = "dmy" if day else "mdy"
        words = "the day stands first" if day else "the month stands first"
        state.note(
            "dates",
            first,
            f"{day or month:,} dates fit no other order",
            means=f"dates: {words}",
            option=option,
        )
        state.used.discard(first.name)
    elif all(c.dotted for c in columns):
        state.fields["dates"] = "dmy"
        state.note(
            "dates",
            first,
            "dates with dots have the day first",
            means="dates: the day stands first",
            option=option,
        )
        state.used.discard(first.name)
    else:
        example = first.examples[0] if first.examples else ""
        state.problem(
            code="dates-ambiguous",
            message=f"every date in {first.name!r} fits two orders: is {example} with the day or the month first?",
            value=example,
            help="Day first: --dates dmy. Month first: --dates mdy.",
        )


def in_lived_order(columns: tuple[ColumnProfile, ...], profile: TableProfile) -> tuple[ColumnProfile, ...]:
    """Return time columns in the order in which customers live them; where nothing tells, in the file's order."""

    def before(a: ColumnProfile, b: ColumnProfile) -> bool:
        wait, share = profile.waits.get((a.name, b.name), (0.0, 0.0))
        return share > 0 and wait > 0

    place = {c.name: sum(before(c, other) for other in columns) for c in columns}
    return tuple(sorted(columns, key=lambda c: -place[c.name]))
