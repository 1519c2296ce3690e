"""Who: the case, the customer, and other ids of the customer."""

from __future__ import annotations

from footpath.evidence.guessing import names
from footpath.evidence.guessing.profile import ColumnProfile
from footpath.evidence.guessing.state import Deciding


def find_customer(state: Deciding) -> None:
    """Find the customer's id, and where a second id names the same people, the identity."""
    if state.says("customer"):
        _find_identity_to(state, state.profile.get(state.fields["customer"] or ""))
        return
    ids = state.find(lambda c: _is_customer(c) and _fits_id(c) and not names.has(c.name, names.EMAIL))
    anonymous = state.find(_is_anonymous)
    known = [c for c in ids if not names.has(c.name, names.ANONYMOUS)]
    if known:
        person = max(known, key=lambda c: (_person_words(c), c.filled, -known.index(c)))
        why = "its name says customer"
        if len(known) > 1 and _person_words(person):
            why = "its name says which person, whatever other ids there are"
        state.take("customer", person, why)
        _find_identity_to(state, person)
        return
    mails = state.find(lambda c: c.emails >= 0.8)
    if mails:
        state.take("customer", mails[0], "e-mail addresses tell customers apart", sure=False)
        return
    if anonymous:
        state.take("customer", anonymous[0], "an id without a name is all that the file has", sure=False)
        return
    accounts = state.find(
        lambda c: names.is_id_of(c.name, frozenset({"account", "konto", "cuenta", "conta", "compte"}))
    )
    if accounts and accounts[0].looks_like_id:
        state.take("customer", accounts[0], "accounts are the nearest to customers in the file", sure=False)


def find_customer_by_values(state: Deciding) -> None:
    """Find the customer by values alone: an id that comes back, where no name says anything."""
    if "customer" in state.fields or "case" in state.fields:
        return

    def fits(c: ColumnProfile) -> bool:
        named = names.has(
            c.name, names.THING | names.VALUE | names.COUNTS | names.STATUS | names.SESSION | names.NOT_VALUE
        )
        many = c.distinct >= max(10, 0.02 * c.filled) if c.filled >= 50 else c.distinct >= 2
        return (
            c.looks_like_id
            and not c.is_time
            and not named
            and many
            and c.distinct < c.filled
            and not c.coarse
        )

    found = [c for c in state.free() if fits(c)]
    if found:
        best = max(found, key=lambda c: (c.leading_zeros or c.hashes > 0.9, c.distinct))
        state.take("customer", best, "an id that comes back in several rows", sure=False)


def find_case(state: Deciding) -> None:
    """Find the id of the order, ticket, booking ... that rows are about."""
    if state.says("case"):
        return

    def fits(c: ColumnProfile) -> bool:
        return (
            names.is_id_of(c.name, names.CASE)
            and not names.has(c.name, names.THING | names.SESSION | names.PROMISE)
            and _fits_id(c)
            and (names.has(c.name, names.ID) or c.distinct > 0.01 * c.filled or c.hashes > 0.9)
        )

    found = state.find(fits)
    if not found:
        # Shopify calls the number of an order "Name".
        found = state.find(
            lambda c: names.words(c.name) == ("name",) and all(e.startswith("#") for e in c.examples)
        )
    if not found:
        return
    best = max(
        found, key=lambda c: (names.has(c.name, names.ID), c.unique if c.filled else 0, -found.index(c))
    )
    state.take(
        "case",
        best,
        f"its name says {names.case_word(best.name)}",
        means=f"the {names.case_word(best.name)} that the row is about",
    )


def find_case_of_rows(state: Deciding) -> None:
    """Take a bare `id` that is new in each row as the case (a table with one row a ticket)."""
    if "case" in state.fields or state.says("case"):
        return
    bare = state.find(
        lambda c: set(names.words(c.name)) <= names.ID and bool(names.words(c.name)) and c.unique >= 0.95
    )
    if bare:
        state.take(
            "case", bare[0], "an id that is new in each row", means="what the row is about", sure=False
        )


def _fits_id(c: ColumnProfile) -> bool:
    """Return whether values fit an id: any short ones where the name says id, else several distinct ones."""
    return c.could_be_id if names.has(c.name, names.ID) else c.looks_like_id


def _is_customer(c: ColumnProfile) -> bool:
    return names.is_id_of(c.name, names.CUSTOMER) and not names.has(c.name, names.THING) and not _counts(c)


def _counts(c: ColumnProfile) -> bool:
    """Return whether a column counts people ("Active Users", "Unique visitors") instead of naming one."""
    parts = names.words(c.name)
    whose_id = any(part in names.ID and part != "unique" for part in parts)
    many = any(part in names.COUNTS and part.endswith("s") for part in parts)
    return c.is_number and many and not whose_id and any(part in _HOW_MANY for part in parts)


_HOW_MANY = frozenset(
    ("active", "new", "total", "unique", "returning", "daily", "weekly", "monthly", "engaged", "identified")
)


def _is_anonymous(c: ColumnProfile) -> bool:
    named = names.is_id_of(c.name, names.ANONYMOUS) and names.has(
        c.name, names.ID | {"anonymous", "visitor", "cookie"}
    )
    return named and c.looks_like_id and not c.coarse


def _person_words(c: ColumnProfile) -> bool:
    return names.has(c.name, names.KNOWN_PERSON)


def _find_identity_to(state: Deciding, person: ColumnProfile | None) -> None:
    if person is None or state.says("identity"):
        return

    def other(c: ColumnProfile) -> bool:
        second = _is_anonymous(c) or (_is_customer(c) and _person_words(person))
        return second and c.looks_like_id and c.name != person.name and not names.has(c.name, names.EMAIL)

    found = state.find(other)
    if not found:
        return
    from footpath.atlas.types import Identity

    alias = found[0]
    state.fields["identity"] = Identity(id=alias.name, customer=person.name)
    state.note(
        "identity", alias, f"names the same people as {person.name}", means="another id of the customer"
    )
