"""A person's address, number or account stands on the map.

## What

A cell, a note, a persona's card or an opportunity holds an e-mail address, a telephone number, a card number (with a
right check digit), an IBAN, or a name after a form of address or "my name is" (in the languages of the atlas). Names
elsewhere are not found: a program cannot tell a customer's from an invented one, so read your quotes. The names of your
personas, touchpoints and brands are known and allowed.

## Why

A map is printed, sent round and kept for years. What a customer wrote to the service desk was not written for the wall
of a meeting room.

## Example

```yaml
title: Reporting a broken meter
stages:
  - title: Reporting
    steps:
      - {title: I write, thought: I gave them my new address ines@example.org and heard nothing}
```

## Better

```yaml
title: Reporting a broken meter
stages:
  - title: Reporting
    steps:
      - {title: I write, thought: I gave them my new address and heard nothing}
```
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from footpath.atlas.types import Cell, Persona, Translated
from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.languages import plain
from footpath.lint.languages.names import names_in
from footpath.lint.subject import Subject

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_PHONE = re.compile(
    r"(?<![\w.])(?:(?:\+|00)\d(?:[ ()/.-]{0,2}\d){8,13}|\(?0\d{2,5}\)?[ /-]{1,3}\d{2,4}(?:[ -]?\d{2,4}){1,3}"
    r"|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})(?!\w)"
)
_FIELDS = (
    "name",
    "summary",
    "age",
    "occupation",
    "situation",
    "quote",
    "interests",
    "preferences",
    "goals",
    "needs",
)
_MORE_FIELDS = ("pains", "drivers", "context", "unknown")


def _find(subject: Subject) -> Iterator[Fault]:
    atlas = subject.atlas
    languages = {atlas.language, *atlas.locales, *(one.language for one in atlas.sources if one.language)}
    known = _known(subject)
    for spot, text in _texts(subject):
        kinds = found_in(text, languages, known)
        if kinds:
            yield Fault(
                spot,
                f"{' and '.join(kinds)} {'stands' if len(kinds) == 1 else 'stand'} in the text",
                help="Take it out, here and in the history of the folder; the sentence rarely needs it.",
                is_private=True,
            )


def found_in(text: str, languages: Iterable[str] = (), known: Collection[str] = ()) -> list[str]:
    """Return in words which kinds of personal data a text holds (perhaps none).

    Names are looked for in these languages; words that are `known` are nobody's.
    """
    kinds = []
    if any(True for _ in names_in(text, languages, known)):
        kinds.append("somebody's name")
    if _EMAIL.search(text):
        kinds.append("an e-mail address")
    # What was recognised is taken out, so that a part of it is not taken for something else.
    for kind, pattern, is_one in (("an account number", _IBAN, _is_iban), ("a card number", _CARD, _is_card)):
        hits = [match.group() for match in pattern.finditer(text) if is_one(match.group())]
        if hits:
            kinds.append(kind)
        for hit in hits:
            text = text.replace(hit, " ")
    if _PHONE.search(text):
        kinds.append("a telephone number")
    return kinds


def _known(subject: Subject) -> frozenset[str]:
    """Return the words of names that are no customer's: personas, touchpoints, companies, the house's own."""
    atlas = subject.atlas
    said = [atlas.title, *atlas.team, *atlas.glossary]
    said += [persona.name for persona in atlas.personas]
    said += [touchpoint.title for touchpoint in atlas.touchpoints]
    said += [journey.company for journey in atlas.journeys]
    return frozenset(word for text in said for one in _given(text) for word in plain(one).split())


def _texts(subject: Subject) -> Iterator[tuple[Spot, str]]:
    for spot, text in _spots(subject):
        for one in _given(text):
            yield spot, one


def _given(text: str) -> Iterable[str]:
    return text.locales.values() if isinstance(text, Translated) else (str(text),)


def _spots(subject: Subject) -> Iterator[tuple[Spot, str]]:
    for map_ in subject.maps:
        for placed in map_.cells():
            yield placed.spot, placed.cell.text
            for inner in _inner(placed.cell):
                if inner:
                    yield placed.spot, inner
        for n, note in enumerate(map_.journey.notes):
            yield map_.at("notes", n), note.text
    for persona, file in subject.personas:
        yield from _card(persona, file)
    for opportunity in subject.atlas.opportunities:
        yield Spot("opportunities.yaml", ("opportunities", opportunity.id)), opportunity.text


def _inner(cell: Cell) -> Iterator[str]:
    for name in ("word", "why"):
        yield getattr(cell, name, "")
    for evidence in cell.evidence:
        yield evidence.sentence or ""


def _card(persona: Persona, file: str) -> Iterator[tuple[Spot, str]]:
    for name in (*_FIELDS, *_MORE_FIELDS):
        value = getattr(persona, name)
        if isinstance(value, tuple):
            for n, item in enumerate(value):
                yield Spot(file, (name, n)), item.text if isinstance(item, Cell) else item
        elif value:
            yield Spot(file, (name,)), value.text if isinstance(value, Cell) else value


def _is_card(text: str) -> bool:
    digits = [int(letter) for letter in text if letter.isdigit()]
    doubled = [d if n % 2 == 0 else sum(divmod(2 * d, 10)) for n, d in enumerate(reversed(digits))]
    return len(set(digits)) > 1 and sum(doubled) % 10 == 0


def _is_iban(text: str) -> bool:
    compact = text.replace(" ", "")
    if not 15 <= len(compact) <= 34:
        return False
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


RULE = LintRule("personal-data", "error", "0.1", _find, __doc__)
