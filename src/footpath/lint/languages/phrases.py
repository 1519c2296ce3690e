"""A text in its language, made plain; and phrases looked for in it, as whole words where the script has words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from footpath.atlas.types import Translated

_UNSPACED = frozenset({"zh", "yue", "ja", "th", "lo", "km", "my"})
# Letters, digits and the signs that some scripts set on or between them: without those, `हमेशा` would begin with the word `हम`.
_WORD = re.compile(
    r"[^\W_]+(?:[\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u200c\u200d]+[^\W_]*)*"
)
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("uk", re.compile(r"[іїєґІЇЄҐ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
_WRITTEN_IN = {
    "ja": {"ja"},
    "ko": {"ko"},
    "zh": {"zh", "yue", "ja"},
    "ar": {"ar", "fa", "ur", "ps", "ckb"},
    "hi": {"hi", "mr", "ne", "sa"},
    "uk": {"uk", "be", "kk"},
    "ru": {"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn", "tt"},
}
_CACHED = 1 << 15


def spoken(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield a text as (language, text), once for each locale that it is given in.

    The language is its first part (`pt` of pt-BR). A text in a script that the atlas's language is never written in
    has the language that is usual for the script, so that an atlas which does not name its language is read all the same.
    """
    given = text.locales.items() if isinstance(text, Translated) else ((language, str(text)),)
    for locale, one in given:
        yield _language(locale.partition("-")[0].lower(), one), one


def _language(said: str, text: str) -> str:
    if text.isascii():
        return said
    for usual, letters in _SCRIPTS:
        if letters.search(text):
            return said if said in _WRITTEN_IN[usual] else usual
    return said


def is_unspaced(language: str) -> bool:
    """Return whether a language is written without spaces between words."""
    return language in _UNSPACED


@lru_cache(maxsize=_CACHED)
def plain(text: str) -> str:
    """Return the words of a text in lower case with one space between them: no punctuation, no apostrophes, no hyphens."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def length(text: str, language: str) -> int:
    """Return how many words a text has; how many letters, in a language that is written without spaces."""
    words = plain(text)
    return len(words.replace(" ", "")) if is_unspaced(language) else len(words.split())


@dataclass(frozen=True)
class Phrases:
    """Phrases by language; one that ends with `*` begins a word that may go on, `…` stands for up to six words."""

    by_language: Mapping[str, tuple[str, ...]]
    _made: dict[str, re.Pattern[str] | None] = field(default_factory=dict, repr=False, compare=False)

    def begin(self, text: str, language: str) -> str | None:
        """Return the phrase that a text begins with, as it stands there in lower case, or None."""
        pattern = self._pattern(language)
        match = pattern.match(plain(text)) if pattern else None
        return match.group(1) if match else None

    def stand(self, text: str, language: str) -> str | None:
        """Return the first phrase that stands anywhere in a text, or None."""
        pattern = self._pattern(language)
        match = pattern.search(plain(text)) if pattern else None
        return match.group(1) if match else None

    def spans(self, text: str, language: str) -> Iterator[tuple[int, int]]:
        """Yield where the phrases stand in the plain text."""
        pattern = self._pattern(language)
        for match in pattern.finditer(plain(text)) if pattern else ():
            yield match.span(1)

    def __contains__(self, language: object) -> bool:
        """Return whether there is a table for a language."""
        return language in self.by_language

    def _pattern(self, language: str) -> re.Pattern[str] | None:
        if language not in self._made:
            self._made[language] = self._compiled(language)
        return self._made[language]

    def _compiled(self, language: str) -> re.Pattern[str] | None:
        phrases = sorted(self.by_language.get(language, ()), key=len, reverse=True)
        if not phrases:
            return None
        if is_unspaced(language):
            return re.compile("(" + "|".join(re.escape(plain(one)) for one in phrases) + ")")
        parts = (
            r"(?: \S+){0,6} ".join(re.escape(plain(part)) for part in one.split("…"))
            + (r"\S*" if one.endswith("*") else "")
            for one in phrases
        )
        return re.compile(r"(?:(?<= )|^)(" + "|".join(parts) + r")(?= |$)")
