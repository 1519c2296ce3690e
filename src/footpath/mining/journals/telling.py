"""A journal for a terminal: a line an event, days and silences between them, what was said where it was said."""

from __future__ import annotations

import textwrap
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from footpath.base import format_duration, us_to_datetime

if TYPE_CHECKING:
    from footpath.mining.journals.entries import Entry, Journal

_HIDDEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
_SILENT = 24
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def told(journal: Journal, *, most: int | None, width: int) -> str:
    """Return the text, of the first `most` entries (None: of all)."""
    lines = [_head(journal)]
    shown = journal.entries if most is None else journal.entries[:most]
    names = max((len(shown_text(entry.name)) for entry in shown if entry.kind == "event"), default=0)
    day, session, episode = "", 0, None
    for entry in shown:
        local = _local(entry.at_us, journal.zone)
        if entry.session is not None and session and entry.session != session and entry.since_us is not None:
            lines.append(
                f"{'':>12}{'·' * 3} {format_duration(entry.since_us)} of silence, session {entry.session}"
            )
        session = entry.session or session
        today = _day(local) if local is not None else "without a time"
        if today != day:
            lines += ["", today]
            day = today
        if entry.episode is not None and entry.episode != episode:
            lines.append(f"{'':>12}walk {entry.episode} begins (it ends: {shown_text(entry.outcome or '')})")
            episode = entry.episode
        lines += _event(entry, local, names) if entry.kind == "event" else _said(entry, local, width)
    if len(shown) < len(journal.entries):
        lines += ["", f"… {len(journal.entries) - len(shown):,} more; -o FILE writes all"]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def shown_text(text: str) -> str:
    """Return a text with what a terminal would obey, or turn round, shown by its number instead.

    >>> shown_text("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    return "".join(
        sign if unicodedata.category(sign) not in _HIDDEN else sign.encode("unicode_escape").decode("ascii")
        for sign in text
    )


def _head(journal: Journal) -> str:
    events = journal.events
    said = [entry for entry in journal.entries if entry.kind == "remark"]
    scored = [entry for entry in journal.entries if entry.kind == "score"]
    sessions = max((entry.session or 0 for entry in events), default=0)
    parts = [_many(len(events), "event"), _many(sessions, "session")]
    parts += [_many(len(some), word) for some, word in ((scored, "score"), (said, "remark")) if some]
    return f"customer {shown_text(journal.customer)}: {', '.join(parts)} (times in {journal.zone})"


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _event(entry: Entry, local: datetime | None, width: int) -> list[str]:
    since = "" if not entry.since_us else f"+{format_duration(entry.since_us)}"
    facts = []
    if entry.touchpoint is not None and entry.touchpoint != entry.name:
        facts.append(shown_text(entry.touchpoint))
    if entry.step is not None and entry.step not in (entry.touchpoint, entry.name):
        facts.append(f"at {shown_text(entry.step)}")
    if entry.channel:
        facts.append(shown_text(entry.channel))
    if entry.value is not None:
        facts.append(f"{entry.value:,.2f} {shown_text(entry.currency or '')}".strip())
    if entry.delay_us is not None:
        facts.append(_promise(entry.delay_us))
    if entry.case is not None:
        facts.append(f"case {shown_text(entry.case)}")
    line = f"  {_clock(local):<8}  {since:>14}  {shown_text(entry.name):<{width}}  {' · '.join(facts)}"
    return [line]


def _promise(delay_us: int) -> str:
    if delay_us == 0:
        return "on time"
    return f"{format_duration(abs(delay_us))} {'late' if delay_us > 0 else 'before it was promised'}"


def _said(entry: Entry, local: datetime | None, width: int) -> list[str]:
    since = "" if not entry.since_us else f"+{format_duration(entry.since_us)}"
    clock = f"  {_clock(local):<8}  {since:>14}  "
    if entry.kind == "score":
        scale = f", of {entry.scale}" if entry.scale else ""
        return [f"{clock}scored {entry.score:g}{scale} ({shown_text(entry.name)})"]
    lines = textwrap.wrap(
        f"“{shown_text(' '.join((entry.text or '').split()))}”",
        max(30, width - _SILENT - 4),
    )
    return [f"{clock}said ({shown_text(entry.name)})", *(f"{'':>{_SILENT + 6}}{line}" for line in lines)]


def _local(us: int | None, zone: str) -> datetime | None:
    return None if us is None else us_to_datetime(us).astimezone(ZoneInfo(zone))


def _clock(local: datetime | None) -> str:
    return "" if local is None else f"{local:%H:%M:%S}"


def _day(local: datetime) -> str:
    """Return a day in English, whatever the computer's own language is."""
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}"
