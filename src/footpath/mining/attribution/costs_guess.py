"""A table of costs understood: which column is the day, the channel, the cost, the currency; every guess can be set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from footpath.base import BadInputError, Problem, did_you_mean
from footpath.mining.attribution.costs import Costs, summed

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable

ROLES = ("date", "channel", "cost", "currency")

# Ordered: a word further left says it more surely.
_WORDS = {
    "date": "date day datum tag fecha dia día data jour дата день",
    "channel": "channel kanal canal canale канал source medium network platform quelle campaign kampagne campaña",
    "cost": (
        "cost costs spend spent kosten ausgaben coste costo custo gasto dépense dépenses coût расход расходы amount betrag "
        "importe montant budget"
    ),
    "currency": "currency währung waehrung moneda moeda devise валюта curr",
}
_NOT_COST = frozenset(["per", "cpc", "cpm", "cpa", "cpo", "avg", "average", "rate", "share", "roas", "id"])
_CODE = re.compile(r"^[A-Z]{3}$")
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₽": "RUB", "₹": "INR"}


def costs_of(
    table: ArrowTable,
    *,
    by: str = "channel",
    columns: Mapping[str, str] | None = None,
    currency: str | None = None,
    dates: Literal["dmy", "mdy"] | None = None,
    zone: str = "UTC",
) -> Costs:
    """Return the costs of a table with a row a day and channel (or several).

    Parameters
    ----------
    table
        A `pyarrow.Table`; text is read as people write days and amounts.
    by
        The property that the channels are values of: a column of that name is the channel before any other.
    columns
        Role to column where the guess is wrong: date, channel, cost, currency.
    currency
        The one currency to take; amounts in others are left out and told.
    dates
        The order of day and month where every date fits both.

    Raises
    ------
    BadInputError
        costs-unreadable where no column is a channel or a cost, a column does not exist, days could stand in two
        orders, or amounts are in several currencies and none was chosen.
    """
    found = _columns(table, by, dict(columns or {}))
    order = _order(table, found, dates)
    days = _days(table, found, order or "ymd", zone)
    amounts = _amounts(table[found["cost"]])
    channels = _texts(table[found["channel"]])
    codes = _codes(table, found)
    readable = [
        (day, channel, amount, code)
        for day, channel, amount, code in zip(days, channels, amounts, codes, strict=True)
        if amount is not None and day != ""
    ]
    chosen = _currency({code for *_, code in readable if code is not None}, currency)
    kept = [(day, channel, amount) for day, channel, amount, code in readable if code in (None, chosen)]
    other = summed((None, code, amount) for _, _, amount, code in readable if code not in (None, chosen))
    return Costs(
        summed(kept),
        chosen,
        found,
        table.num_rows - len(readable),
        {cost.channel: cost.amount for cost in other if cost.channel is not None},
        order,
    )


def _columns(table: ArrowTable, by: str, given: dict[str, str]) -> dict[str, str]:
    names = list(table.column_names)
    for role, name in given.items():
        if role not in ROLES:
            raise _unreadable(f"costs have no column for {role!r}", value=role, expected=", ".join(ROLES))
        if name not in names:
            raise _unreadable(
                f"the costs have no column {name!r}",
                value=name,
                help=did_you_mean(name, names, what="there are"),
            )
    found = dict(given)
    folded = {name.casefold(): name for name in reversed(names)}
    if "channel" not in found and by.casefold() in folded:
        found["channel"] = folded[by.casefold()]
    for role in ("cost", "date", "currency", "channel"):
        if role not in found:
            best = _best(role, [name for name in names if name not in found.values()])
            if best is not None:
                found[role] = best
    for role in ("channel", "cost"):
        if role not in found:
            raise _unreadable(
                f"no column of the costs looks like the {role}",
                expected=f"one of: {', '.join(names)}",
                help=f"Name it: --cost-columns {role}=COLUMN",
            )
    return {role: found[role] for role in ROLES if role in found}


def _best(role: str, names: list[str]) -> str | None:
    """Return the column whose name says the role most surely; of equals the first."""
    ranks = {word: rank for rank, word in enumerate(_WORDS[role].split())}
    said = []
    for name in names:
        words = _words(name)
        if role == "cost" and _NOT_COST & set(words):
            continue
        rank = min((ranks[word] for word in words if word in ranks), default=None)
        if rank is not None:
            said.append((rank, len(words), name))
    return min(said, key=lambda item: item[:2])[2] if said else None


def _words(name: str) -> list[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return [word for word in re.split(r"[\W_]+", apart.casefold()) if word]


def _order(table: ArrowTable, found: Mapping[str, str], given: str | None) -> Literal["dmy", "mdy"] | None:
    """Return the order of day and month, None where it does not matter."""
    if given in ("dmy", "mdy"):
        return given  # type: ignore[return-value]  # one of the two, as just asked
    if "date" not in found:
        return None
    from footpath.evidence.guessing.profile import profile_table

    column = profile_table(table.select([found["date"]])).columns[0]
    if column.typed or not (column.either or column.day_first or column.month_first):
        return None
    if column.day_first or column.month_first or column.dotted:
        return "mdy" if column.month_first > column.day_first else "dmy"
    raise _unreadable(
        f"every date in {found['date']!r} fits two orders: is {column.examples[0]} with the day or the month first?",
        value=column.examples[0],
        help="Say it: --cost-dates dmy (day first) or mdy (month first).",
    )


def _days(table: ArrowTable, found: Mapping[str, str], order: Any, zone: str) -> list[str | None]:
    """Return days as 2025-03-31; "" where the row has none that can be read, None where the table has no days."""
    if "date" not in found:
        return [None] * table.num_rows
    import numpy as np

    from footpath.evidence.times import read_times

    read = read_times(table[found["date"]], order, zone)
    days = read.local_us // 86_400_000_000  # as written: a day of a report is nobody's instant
    text = np.datetime_as_string(days.astype("datetime64[D]"))
    return [str(day) if ok else "" for day, ok in zip(text, read.ok, strict=True)]


def _amounts(column: Any) -> list[float | None]:
    from footpath.evidence.numbers import read_numbers

    point = read_numbers(column, ".")
    comma = read_numbers(column, ",")
    read = comma if comma.ok.sum() > point.ok.sum() else point
    return [float(value) if ok else None for value, ok in zip(read.value, read.ok, strict=True)]


def _texts(column: Any) -> list[str | None]:
    return [
        None if value is None or not str(value).strip() else str(value).strip()
        for value in column.to_pylist()
    ]


def _codes(table: ArrowTable, found: Mapping[str, str]) -> list[str | None]:
    """Return each row's currency: of its column, else of the name of the cost's column (spend_eur), else of its sign."""
    if "currency" in found:
        return [
            None if text is None else _SIGNS.get(text, text.upper())
            for text in _texts(table[found["currency"]])
        ]
    named = next((w.upper() for w in re.split(r"[\W_]+", found["cost"]) if _is_code(w)), None)
    if named is not None:
        return [named] * table.num_rows
    return [
        next((code for sign, code in _SIGNS.items() if text is not None and sign in text), None)
        for text in _texts(table[found["cost"]])
    ]


def _is_code(word: str) -> bool:
    return word.upper() in _KNOWN


_KNOWN = frozenset(
    [
        "EUR",
        "USD",
        "GBP",
        "CHF",
        "JPY",
        "CNY",
        "RUB",
        "INR",
        "BRL",
        "PLN",
        "SEK",
        "NOK",
        "DKK",
        "CZK",
        "HUF",
        "CAD",
        "AUD",
        "NZD",
        "MXN",
        "TRY",
        "ZAR",
        "KRW",
        "SGD",
        "HKD",
        "ILS",
        "UAH",
        "RON",
        "BGN",
    ]
)


def _currency(codes: set[str], wanted: str | None) -> str | None:
    if wanted is not None and codes and wanted.upper() not in codes:
        raise _unreadable(f"no cost is in {wanted.upper()}", value=wanted, expected=", ".join(sorted(codes)))
    if wanted is not None:
        return wanted.upper()
    if len(codes) > 1:
        raise _unreadable(
            f"the costs are in {len(codes)} currencies, which nobody can add up",
            value=", ".join(sorted(codes)),
            help="Take one (--cost-currency EUR), or convert the others first.",
        )
    return next(iter(codes), None)


def _unreadable(message: str, **more: Any) -> BadInputError:
    return BadInputError(Problem(code="costs-unreadable", message=message, **more))
