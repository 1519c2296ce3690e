"""The words of one house: which texts of an atlas only the company uses, and where one stands in a customer's cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from footpath.atlas.types import Atlas
from footpath.lint.languages.phrases import is_unspaced, plain

Kind = Literal["glossary", "department", "system"]

_MOST_WORDS = 3
_FEWEST_LETTERS = 3
_ALL_SAY = frozenset(
    {
        "ok", "tv", "pc", "cd", "dvd", "sms", "mms", "pin", "tan", "qr", "gps", "id", "vip", "faq", "url", "usb",
        "atm", "nfc", "iban", "vat", "tax", "eu", "us", "uk", "usa", "uae", "bbq", "diy", "pdf", "led", "lcd", "wifi",
        "wlan", "wc", "app", "mri", "ct", "gp", "er", "tuv", "tüv", "bahn", "ic", "ice", "www", "sim", "esim", "aa",
        "vpn", "iphone", "ipad", "ebay", "youtube", "whatsapp", "paypal", "linkedin", "airbnb", "tiktok",
    }
)  # fmt: skip
"""Abbreviations and names in capitals that are everybody's."""
_DETERMINED = r"(?:the|an?|my|our|your|his|her|their|its|this|that|these|those|no|any|each|every|another|first|second|new|of)\s+"
_ENDS_A_SENTENCE = '.!?:;…"“”„«»(–—'


@dataclass(frozen=True, slots=True)
class Use:
    """A company word in a text, as it is listed, and which list has it."""

    word: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Listed:
    """One pattern; `is_name` where it is unlike any everyday word; `is_capital` where only a name in mid-sentence counts."""

    use: Use
    pattern: re.Pattern[str]
    is_name: bool
    is_capital: bool = False

    def stands_in(self, text: str) -> bool:
        if not self.is_capital:
            return self.pattern.search(text) is not None
        return any(_in_mid_sentence(text, match.start()) for match in self.pattern.finditer(text))


@dataclass(frozen=True, slots=True)
class CompanyWords:
    """What only the company says."""

    listed: tuple[_Listed, ...]
    any_of: re.Pattern[str] | None = None
    """Any of them in any case: one look that spares a look for each."""

    @classmethod
    def of(cls, atlas: Atlas) -> CompanyWords:
        """Return the company words of an atlas: its glossary, its departments, its systems behind the scenes."""
        language = atlas.language.partition("-")[0].lower()
        customers = {plain(word) for word, term in atlas.glossary.items() if term.customers}
        found = [*_glossary(atlas, language), *_departments(atlas, language), *_systems(atlas, language)]
        kept = tuple(one for one in found if plain(one.use.word) not in customers)
        return cls(
            kept, re.compile("|".join(_body(one.use.word) for one in kept), re.IGNORECASE) if kept else None
        )

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to look for."""
        return not self.listed

    def found(self, text: str, *, names_alone: bool) -> Use | None:
        """Return the first company word that stands in a text, or None; `names_alone` leaves everyday words out."""
        if self.any_of is None or not self.any_of.search(text):
            return None
        for one in self.listed:
            if (one.is_name or not names_alone) and one.stands_in(text):
                return one.use
        return None


def _glossary(atlas: Atlas, language: str) -> Iterator[_Listed]:
    for word, term in atlas.glossary.items():
        if term.customers or not plain(word):
            continue
        has_capital = word != word.lower()
        is_phrase = " " in plain(word)
        is_name = is_phrase or _is_like_no_word(word)
        before = ""
        if language == "en" and not (has_capital or is_phrase):
            before = _DETERMINED
        plural = "(?:e?s)?" if language == "en" else ""
        yield _Listed(
            Use(word, "glossary"),
            _compiled(word, language, before=before, after=plural, any_case=not has_capital),
            is_name,
        )


def _departments(atlas: Atlas, language: str) -> Iterator[_Listed]:
    for department in atlas.departments:
        name = str(department.title or department.id).replace("-", " ").strip()
        is_abbreviation = name.isupper() and len(name) > 1 and name.lower() not in _ALL_SAY
        if is_abbreviation or name.upper() == name.lower():
            # a script without capitals: short ones may be parts of everyday words
            if is_abbreviation or len(plain(name)) > _FEWEST_LETTERS:
                yield _Listed(Use(name, "department"), _compiled(name, language, any_case=False), True)
        elif language != "de" or " " in name:
            capitals = name.title() if name == name.lower() else name
            yield _Listed(
                Use(name, "department"), _compiled(capitals, language, any_case=False), True, is_capital=True
            )


def _systems(atlas: Atlas, language: str) -> Iterator[_Listed]:
    seen = {plain(str(one.title)) for one in atlas.touchpoints}
    seen |= {plain(str(one.title)) for one in atlas.channels}
    behind: dict[str, None] = {}
    for journey in atlas.journeys:
        roles = {lane.id: lane.role for lane in (*atlas.lanes, *journey.lanes)}
        for holder in (*journey.stages, *journey.steps()):
            for lane, cells in holder.cells.items():
                role = roles.get(lane, lane)
                if role == "frontstage-system":
                    seen |= {plain(str(cell.text)) for cell in cells}
                elif role == "backstage-system":
                    behind |= dict.fromkeys(str(cell.text).strip() for cell in cells)
    met = f" {' | '.join(sorted(seen))} "
    for name in behind:
        words = plain(name)
        if not words or len(words.split()) > _MOST_WORDS or f" {words} " in met:
            continue
        if words not in _ALL_SAY and _is_like_no_word(name):
            yield _Listed(Use(name, "system"), _compiled(name, language, any_case=False), True)


def _compiled(
    word: str, language: str, *, any_case: bool, before: str = "", after: str = ""
) -> re.Pattern[str]:
    body = _body(word)
    flags = re.IGNORECASE if any_case else 0
    if is_unspaced(language) and not word.isascii():
        return re.compile(body, flags)
    return re.compile(rf"(?<![^\W_]){before}{body}{after}(?![^\W_])", flags)


def _body(word: str) -> str:
    return r"[\s\-]+".join(re.escape(part) for part in re.split(r"[\s\-]+", word.strip()) if part)


def _is_like_no_word(name: str) -> bool:
    """Return whether a name has an abbreviation in it, or capitals or figures inside: CRM, NetSuite, S4."""
    for word in re.findall(r"[^\W_]+", name):
        capitals = sum(letter.isupper() for letter in word)
        has_figure = any(letter.isdigit() for letter in word)
        if capitals > 1 or (capitals and (has_figure or not word[0].isupper())):
            return True
    return False


def _in_mid_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    words = [word for word in text.split() if word[0].isalpha()]
    shouts = sum(word[0].isupper() for word in words) * 2 > len(words)
    return bool(before) and before[-1] not in _ENDS_A_SENTENCE and not shouts
