"""What channels cost by day, laid beside what they are credited with: cost for each outcome, and what met no channel."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from footpath.base import us_to_datetime
from footpath.mining.columns import floats, texts

if TYPE_CHECKING:
    from footpath.mining.result import Result

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """What a channel cost on a day: `day` as 2025-03-31 (None: the table has no days), `channel` None where it has none."""

    day: str | None
    channel: str | None
    amount: float


@dataclass(frozen=True)
class Costs:
    """A table of costs in one currency.

    Attributes
    ----------
    rows
        A row a day and channel.
    currency
        Its code; None where the table does not say.
    columns
        What was read from which column: date, channel, cost, currency.
    unreadable
        Rows without an amount or a day that can be read; they count in nothing.
    other_currencies
        Sums that were left out since they are in another currency.
    dates
        How days were read where that had to be settled: "dmy" or "mdy".
    """

    rows: tuple[Cost, ...]
    currency: str | None = None
    columns: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)
    unreadable: int = 0
    other_currencies: Mapping[str, float] = dataclasses.field(default_factory=dict, hash=False)
    dates: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Costs:
        """Read back what `to_json` wrote."""
        return cls(**{**data, "rows": tuple(Cost(**row) for row in data["rows"])})


def with_costs(result: Result, costs: Costs, *, from_us: int | None, to_us: int | None, zone: str) -> Result:
    """Return the result with cost, currency and cost_per_outcome, and notes on what of the costs met no channel.

    Only costs of the days from `from_us` to `to_us` (in the zone) count; where both are None, none does.
    """
    rows = result.to_dicts()
    channels = sorted({row["channel"] for row in rows})
    period = None
    if from_us is not None and to_us is not None:
        period = (_day(from_us, zone), _day(to_us, zone))
    met = _meet(costs.rows, channels, period)
    found = [met.by_channel.get(row["channel"]) for row in rows]
    each = [
        cost / row["credit"] if cost is not None and row["credit"] else None
        for cost, row in zip(found, rows, strict=True)
    ]
    table = result.rows
    for name, column in (
        ("cost", floats(found)),
        ("currency", texts([None if cost is None else costs.currency for cost in found])),
        ("cost_per_outcome", floats(each)),
    ):
        table = table.append_column(name, column)
    said = _notes(costs, met, channels, period)
    return dataclasses.replace(result, rows=table, notes=(*result.notes, *said))


@dataclass(frozen=True)
class _Met:
    """Costs by channel of the paths, what was renamed on the way, and what met none: by its own name, by days outside."""

    by_channel: dict[str, float]
    renamed: dict[str, str]
    lost: dict[str | None, float]
    outside: float
    outside_rows: int


def _meet(rows: Iterable[Cost], channels: Sequence[str], period: tuple[str, str] | None) -> _Met:
    alike: dict[str, list[str]] = {}
    for channel in channels:
        alike.setdefault(_folded(channel), []).append(channel)
    sums: dict[str, list[float]] = {}
    lost: dict[str | None, list[float]] = {}
    outside: list[float] = []
    renamed: dict[str, str] = {}
    for row in rows:
        if row.day is not None and (period is None or not period[0] <= row.day <= period[1]):
            outside.append(row.amount)
            continue
        name = row.channel if row.channel in channels else None
        if name is None and row.channel is not None:
            near = alike.get(_folded(row.channel), [])
            name = near[0] if len(near) == 1 else None
            if name is not None:
                renamed[row.channel] = name
        if name is None:
            lost.setdefault(row.channel, []).append(row.amount)
        else:
            sums.setdefault(name, []).append(row.amount)
    return _Met(
        {channel: math.fsum(found) for channel, found in sums.items()},
        renamed,
        {name: math.fsum(found) for name, found in lost.items()},
        math.fsum(outside),
        len(outside),
    )


def _folded(name: str) -> str:
    """Return a name without what people write now this way, now that: case, blanks, dashes."""
    return re.sub(r"[\s_\-]+", "", name.casefold())


def _day(us: int, zone: str) -> str:
    tz = UTC if zone == "UTC" else ZoneInfo(zone)
    return us_to_datetime(us).astimezone(tz).date().isoformat()


def _notes(costs: Costs, met: _Met, channels: Sequence[str], period: tuple[str, str] | None) -> list[str]:
    def money(amount: float) -> str:
        return f"{amount:,.2f}" + (f" {costs.currency}" if costs.currency else "")

    days = f" of the events' days, {period[0]} to {period[1]}" if period else ""
    read = ", ".join(f"{role} {column}" for role, column in costs.columns.items())
    notes = [f"Costs read with {read} (--cost-columns where that is wrong)."] if read else []
    notes.append(f"Costs{days}: {money(math.fsum(met.by_channel.values()))} met a channel.")
    if costs.currency is None:
        notes.append("The table of costs names no currency.")
    if met.renamed:
        notes.append(
            "Taken for one: " + _listed(f"{one!r} for {other!r}" for one, other in met.renamed.items()) + "."
        )
    if met.lost:
        names = _listed(
            f"{'without a channel' if name is None else repr(name)} {money(amount)}"
            for name, amount in sorted(met.lost.items(), key=lambda item: (-abs(item[1]), item[0] or ""))
        )
        notes.append(f"Costs that met no channel, {money(math.fsum(met.lost.values()))} in all: {names}.")
    if met.outside_rows:
        notes.append(f"Costs on days outside, in nothing: {money(met.outside)} in {_rows(met.outside_rows)}.")
    free = [channel for channel in channels if channel not in met.by_channel]
    if free:
        notes.append(f"No costs for {_listed(map(repr, free))}.")
    if costs.unreadable:
        notes.append(
            f"Costs without a day or an amount that can be read, in nothing: {_rows(costs.unreadable)}."
        )
    if costs.other_currencies:
        left = _listed(f"{amount:,.2f} {name}" for name, amount in sorted(costs.other_currencies.items()))
        notes.append(f"Left out, as another currency: {left}.")
    if any(row.day is None for row in costs.rows):
        notes.append("The table of costs has no days: its sums count whole, whatever days the events are of.")
    return notes


def _rows(count: int) -> str:
    return f"{count:,} row" + ("" if count == 1 else "s")


def _listed(parts: Iterable[str]) -> str:
    found = list(parts)
    more = len(found) - _NAMED
    return ", ".join(found[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def summed(rows: Iterable[tuple[str | None, str | None, float]]) -> tuple[Cost, ...]:
    """Return costs with one row a day and channel, in their order."""
    sums: dict[tuple[str | None, str | None], list[float]] = {}
    for day, channel, amount in rows:
        sums.setdefault((day, channel), []).append(amount)
    ordered = sorted(sums.items(), key=lambda item: (item[0][0] or "", item[0][1] or ""))
    return tuple(Cost(day, channel, math.fsum(found)) for (day, channel), found in ordered)


__all__ = ["Cost", "Costs", "summed", "with_costs"]
