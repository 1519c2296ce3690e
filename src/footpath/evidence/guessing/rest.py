"""The other columns: how a case ended, the channel, the value, the order at equal times, and what is kept as it is."""

from __future__ import annotations

from footpath.atlas.types import Outcome
from footpath.evidence.guessing import names
from footpath.evidence.guessing.profile import ColumnProfile
from footpath.evidence.guessing.state import Deciding

_LATE_WANTED = frozenset(["paid", "approved", "accepted", "bezahlt", "pagado", "pago", "payé", "оплачен"])
_MOST_KEPT = 40


def find_outcome(state: Deciding) -> None:
    """Find the column that tells how a case ended, and which of its values are wanted and unwanted."""
    if state.says("outcome") or "case" not in state.fields:
        return
    best: tuple[int, ColumnProfile, Outcome] | None = None
    for column in state.find(
        lambda c: names.has(c.name, names.STATUS) and 1 <= c.distinct <= 40 and not c.is_number
    ):
        wanted, unwanted = sort_values([value for value, _ in column.top])
        told = sum(count for value, count in column.top if value in wanted or value in unwanted)
        if told and (best is None or told > best[0]):
            best = told, column, Outcome(column=column.name, wanted=wanted, unwanted=unwanted)
    if best is None:
        return
    _, column, outcome = best
    state.fields["outcome"] = outcome
    parts = []
    if outcome.wanted:
        parts.append(f"good: {', '.join(outcome.wanted)}")
    if outcome.unwanted:
        parts.append(f"bad: {', '.join(outcome.unwanted)}")
    state.note("outcome", column, "; ".join(parts) + "; the rest is still open", means="how it ended")


def sort_values(values: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which of a status column's values are wanted ends, and which unwanted; the others are neither.

    "paid" and "approved" are ends only where nothing later (delivered, completed) is among the values.
    """
    wanted, unwanted = [], []
    for value in values:
        parts = names.words(value)
        negated = names.NEGATED.match(value.casefold()) is not None
        if any(word in names.UNWANTED for word in parts) or (
            negated and any(word in names.WANTED for word in parts)
        ):
            unwanted.append(value)
        elif any(word in names.WANTED for word in parts) and not negated:
            wanted.append(value)
    last = [value for value in wanted if not any(word in _LATE_WANTED for word in names.words(value))]
    return tuple(last or wanted), tuple(unwanted)


def find_event_details(state: Deciding, *, log: bool) -> None:
    """Find session, channel, value, currency, actor; in an event log also the event's id and the order at equal times."""
    _one(
        state,
        "session",
        lambda c: names.is_id_of(c.name, names.SESSION) and c.looks_like_id,
        "its name says session",
    )
    strong = state.find(
        lambda c: (
            names.has(c.name, names.CHANNEL) and _label(c) and not _has(c, "campaign term content payment")
        )
    )
    weak = state.find(
        lambda c: names.words(c.name) in (("source",), ("traffic", "source"), ("origin",)) and _label(c)
    )
    if strong or weak:
        plain = [c for c in strong if "utm" not in names.words(c.name)]
        state.take("channel", (plain or strong or weak)[0], "its name says channel", sure=bool(plain))
    _find_value(state)
    _one(
        state, "currency", lambda c: names.has(c.name, names.CURRENCY) and _label(c), "its name says currency"
    )
    _one(
        state,
        "actor",
        lambda c: names.has(c.name, names.ACTOR) and _label(c) and c.distinct <= 20,
        "its name says who acts",
    )
    if log:
        nouns = names.EVENT | frozenset({"hit", "message", "insert", "log", "row", "uuid"})

        def own_id(c: ColumnProfile) -> bool:
            named = names.has(c.name, names.ID) and (
                names.is_id_of(c.name, nouns) or set(names.words(c.name)) <= names.ID
            )
            return named and c.unique >= 0.9 and c.looks_like_id

        _one(state, "event_id", own_id, "an id that is new with each event")
        whole = state.find(
            lambda c: names.has(c.name, names.SEQUENCE) and c.is_number and c.integers == 1 and c.distinct > 1
        )
        whole = [c for c in whole if not names.has(c.name, names.THING | names.CUSTOMER | names.VALUE)]
        if whole:
            state.take("sequence", whole[0], "counts the rows in order")


def _find_value(state: Deciding) -> None:
    order = (
        "total",
        "revenue",
        "gmv",
        "umsatz",
        "gesamt",
        "amount",
        "betrag",
        "value",
        "valor",
        "sales",
        "price",
        "preis",
    )

    def fits(c: ColumnProfile) -> bool:
        return (
            names.has(c.name, names.VALUE)
            and not names.has(c.name, names.NOT_VALUE)
            and c.is_number
            and not c.leading_zeros
        )

    found = state.find(fits)
    if found and not state.says("value"):

        def rank(c: ColumnProfile) -> tuple[bool, bool, int]:
            parts = names.words(c.name)
            place = min((order.index(word) for word in parts if word in order), default=len(order))
            return (c.typed and c.type == "string", len(parts) > 3, place)

        state.take(
            "value", min(found, key=rank), "numbers, and its name says what it is worth", sure=len(found) == 1
        )


def keep_rest(state: Deciding, role: str) -> None:
    """Keep the remaining columns as they are (properties, traits), but for those that name people or hold nothing."""
    if state.says(role):
        return
    kept: list[ColumnProfile] = []
    for column in state.profile.columns:
        if column.name in state.used:
            continue
        if not column.filled:
            state.left_out[column.name] = "empty"
        elif is_private(column):
            state.left_out[column.name] = "names or places of people are not kept"
        elif column.type == "nested":
            state.left_out[column.name] = f"holds lists or records; {column.name}.KEY names what is inside"
        elif len(kept) >= _MOST_KEPT:
            state.left_out[column.name] = f"more than {_MOST_KEPT} further columns"
        else:
            kept.append(column)
    if kept:
        state.fields[role] = tuple(c.name for c in kept)
        for column in kept:
            state.used.add(column.name)


def is_private(c: ColumnProfile) -> bool:
    """Return whether a column holds people's names, addresses or numbers."""
    if c.emails >= 0.5:
        return True
    parts = names.words(c.name)
    private = any(word in names.PRIVATE for word in parts)
    return private and not any(
        word in names.THING | names.EVENT | frozenset({"type", "category", "payment"}) for word in parts
    )


def _one(state: Deciding, role: str, test: object, why: str) -> None:
    if state.says(role):
        return
    assert callable(test)  # noqa: S101  # one of the lambdas above
    found = state.find(test)
    if found:
        state.take(role, found[0], why)


def _label(c: ColumnProfile) -> bool:
    return not c.is_time and not c.is_number and c.categorical


def _has(c: ColumnProfile, text: str) -> bool:
    return names.has(c.name, frozenset(text.split()))
