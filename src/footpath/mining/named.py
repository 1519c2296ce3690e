"""Events and customers by name: what a question calls them, and the rule that says which are meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from footpath.rules import Rule, equals, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIGNS, _WORDS = "=<>()", ("in", "like", "missing")


@dataclass(frozen=True)
class Named:
    """A rule with the name by which a result calls what it means."""

    name: str
    when: Rule


def named(what: str | Named, *, over: Literal["events", "customers"] = "events") -> Named:
    """Return what is meant: an event by its name, a rule, or ``NAME: RULE``; a rule alone is its own name.

    A text of letters is an event's name; whoever means a column that is true writes ``late = true``. Over customers
    there are no events, so every text is a rule.

    Raises
    ------
    BadInputError
        Where the text after the colon is no rule.

    >>> str(named("purchase").when), str(named('big: event = "purchase" and value > 100').when)
    ('event = "purchase"', 'event = "purchase" and value > 100')
    """
    if isinstance(what, Named):
        return what
    name, colon, text = what.partition(":")
    if colon and name.strip() and _is_rule(text) and not any(sign in name for sign in _SIGNS):
        return Named(name.strip(), rule(text.strip(), over=over))
    if over == "customers" or _is_rule(what):
        return Named(what, rule(what, over=over))
    return Named(what, equals("event", what))


def _is_rule(text: str) -> bool:
    return any(sign in text for sign in _SIGNS) or any(word in text.split() for word in _WORDS)


def listed(names: Iterable[Named]) -> str:
    """Return names in a row, each with its rule where that says more than the name."""
    return ", ".join(
        one.name
        if one.when.tree == equals("event", one.name).tree or one.when.text == one.name
        else f"{one.name} ({one.when})"
        for one in names
    )
