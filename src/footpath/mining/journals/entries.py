"""A customer's journal: its entries, as data and as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from footpath.base import us_to_datetime

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable

Kind = Literal["event", "score", "remark"]
COLUMNS = (
    *("customer", "at", "since_s", "session", "kind", "name", "touchpoint", "step", "episode", "case"),
    *("channel", "value", "promised", "delay_s", "score", "scale", "text"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a customer did, scored or said.

    Attributes
    ----------
    at_us
        When, microseconds UTC; None where the source does not say.
    since_us
        Time since the event before (None of the first event; of scores and remarks since the last event before them).
    session
        Number of the customer's session, from 1 (M10); None of scores and remarks.
    name
        The event, the question that was scored, or what kind of remark it is.
    touchpoint, step, episode
        Where a journey tells them: the touchpoint that recognises the event, the step that its visit is at, and the number
        of the episode from 1.
    promised_us, delay_us
        When it was promised, and how much later than that it was (negative: earlier).
    score, scale
        What was scored, and the scale as ``1 to 5``; text is what was said, masked.
    """

    kind: Kind
    name: str
    at_us: int | None
    since_us: int | None = None
    session: int | None = None
    touchpoint: str | None = None
    step: str | None = None
    episode: int | None = None
    outcome: str | None = None
    case: str | None = None
    channel: str | None = None
    value: float | None = None
    currency: str | None = None
    promised_us: int | None = None
    delay_us: int | None = None
    score: float | None = None
    scale: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """One customer's entries, in order (rule M266); times are shown in `zone`."""

    customer: str
    entries: tuple[Entry, ...]
    zone: str = "UTC"
    gap_us: int = 0

    @property
    def events(self) -> tuple[Entry, ...]:
        """Return the entries that are events."""
        return tuple(entry for entry in self.entries if entry.kind == "event")

    @property
    def definition(self) -> str:
        """Return in words what is shown."""
        from footpath.base import format_duration

        return (
            "Everything that the source tells of one customer, in order: by time, then sequence, then arrival; scores and "
            "remarks stand after the events of their instant, those without a time last. since_s: elapsed since the event "
            f"before. A silence strictly longer than {format_duration(self.gap_us)} begins a new session. Remarks are masked."
        )

    def rows(self) -> ArrowTable:
        """Return one row an entry, with the columns of `COLUMNS`.

        at and promised are times of the zone with their offset (ISO 8601), since_s and delay_s seconds.
        """
        import pyarrow as pa

        kinds = dict.fromkeys(COLUMNS, pa.string())
        kinds |= dict.fromkeys(("since_s", "delay_s", "value", "score"), pa.float64())
        kinds |= dict.fromkeys(("session", "episode"), pa.int64())
        made = [self._row(entry) for entry in self.entries]
        return pa.table({name: pa.array([row[name] for row in made], kinds[name]) for name in COLUMNS})

    def to_text(self, *, most: int | None = 200, width: int = 100) -> str:
        """Return the journal for a terminal; control characters of the data are shown, never sent."""
        from footpath.mining.journals.telling import told

        return told(self, most=most, width=width)

    def _row(self, entry: Entry) -> dict[str, Any]:
        return {
            "customer": self.customer,
            "at": self._when(entry.at_us),
            "since_s": _seconds(entry.since_us),
            "promised": self._when(entry.promised_us),
            "delay_s": _seconds(entry.delay_us),
            **{
                name: getattr(entry, name)
                for name in COLUMNS
                if name not in ("customer", "at", "since_s", "promised", "delay_s")
            },
        }

    def _when(self, us: int | None) -> str | None:
        return None if us is None else us_to_datetime(us).astimezone(ZoneInfo(self.zone)).isoformat()


def _seconds(us: int | None) -> float | None:
    return None if us is None else us / 1e6
