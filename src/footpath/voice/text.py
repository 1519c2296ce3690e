"""Remarks as text, in any language: words, sentences, and whether they say anything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

MOST_READ = 4000
"""Signs of a remark that are read for quotes: past a page and a half nobody is quoted."""

_SENTENCE_ENDS = frozenset(".!?…。！？｡؟۔।॥\n\r\u2028\u2029")
_NO_SPACE_AFTER = frozenset("。！？｡।॥\n\r\u2028\u2029")
_CLOSING = frozenset("\"'”’»)]）」』")
_ABBREVIATIONS = frozenset(
    {
        "a.m", "p.m", "e.g", "i.e", "etc", "vs", "mr", "mrs", "ms", "dr", "prof", "sr", "sra", "st", "nr", "inc", "ltd",
        "approx", "tel", "z.b", "d.h", "bzw", "ca", "p.ex", "pag",
    }
)  # fmt: skip
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Japanese kana
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_EMPTY = frozenset(
    {
        "n a", "na", "n d", "nd", "s c", "none", "nothing", "no comment", "no comments", "nothing to add", "not applicable",
        "nada", "nada a declarar", "sem comentarios", "sem comentario", "nao se aplica", "sin comentarios", "ninguno",
        "rien", "rien a signaler", "sans commentaire", "ras", "nichts", "keine", "kein kommentar", "keine angabe",
        "нет", "ничего", "без комментариев", "lorem ipsum", "test test test", "asdf asdf asdf",
    }
)  # fmt: skip
"""What people and programs write where they have nothing to say, folded."""


_LETTERS_ALONE = "\u0590"
"""Below it (Latin, Greek, Cyrillic, Armenian) a folded word holds letters and digits only, and a simple pattern finds it;
above it vowel signs belong to words, and some scripts write no spaces."""

_ACCENTS = re.compile("[\u0300-\u036f]+")
_SIMPLE_WORD = re.compile(r"[^\W_]+")
_SIMPLE_COUNT = re.compile(r"\w+(?:(?:['’@/-]|(?<=\d)[.,](?=\d))\w+)*")


def fold(text: str) -> str:
    """Return a text for comparing: compatible forms, lower case, Latin, Greek and Cyrillic letters without accents."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", _ACCENTS.sub("", plain))


def words(text: str) -> list[str]:
    """Return the words of a text, folded; scripts that write no spaces give pairs of neighbouring signs."""
    folded = fold(text)
    if max(folded, default="") < _LETTERS_ALONE:
        return _SIMPLE_WORD.findall(folded)
    found: list[str] = []
    start = 0
    for at, sign in enumerate(folded + " "):
        if unicodedata.category(sign)[0] in "LMN":
            continue
        if at > start:
            found.extend(_pieces(folded[start:at]))
        start = at + 1
    return found


def count_words(text: str) -> int:
    """Return how long a text is in words; of scripts without spaces two signs count as one."""
    if max(text, default="") < _LETTERS_ALONE:
        return sum(1 for _ in _SIMPLE_COUNT.finditer(text))
    spaced = unspaced = 0
    inside = False
    for sign in text:
        if _is_unspaced(sign):
            unspaced += 1
            inside = False
            continue
        is_word = unicodedata.category(sign)[0] in "LMN" or (inside and sign in "'’-@/_")
        spaced += is_word and not inside
        inside = is_word
    return spaced + (unspaced + 1) // 2


def says_something(text: str) -> bool:
    """Return whether a text is more than a placeholder: at least two different words, and letters in them."""
    return are_telling(words(text[:MOST_READ]))


def are_telling(found: Sequence[str]) -> bool:
    """Return whether these words of a text say something (see `says_something`)."""
    has_letters = any(any(unicodedata.category(sign)[0] == "L" for sign in word) for word in found)
    return has_letters and len(set(found)) >= 2 and " ".join(found) not in _EMPTY


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each exactly as it stands there, without the space around it."""
    found: list[str] = []
    start = at = 0
    while at < len(text):
        if text[at] not in _SENTENCE_ENDS:
            at += 1
            continue
        end = at + 1
        while end < len(text) and (text[end] in _SENTENCE_ENDS or text[end] in _CLOSING):
            end += 1
        if _ends_here(text, start, at, end):
            found.append(text[start:end].strip())
            start = end
        at = end
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def _ends_here(text: str, start: int, at: int, end: int) -> bool:
    if text[at] in _NO_SPACE_AFTER or end == len(text) or any(sign in "\n\r" for sign in text[at:end]):
        return True
    if not text[end].isspace():
        return text[at] in "!?" or (end - at > 1 and text[end].isalpha())
    if text[at] == "." and end == at + 1:
        before = text[start:at].rsplit(None, 1)[-1:]
        word = fold(before[0]).strip("(\"'") if before else ""
        return word not in _ABBREVIATIONS and not (len(word) == 1 and word.isalpha())
    return True


def _pieces(word: str) -> list[str]:
    """Cut a run of letters where its script writes no spaces: pairs of signs, overlapping."""
    if not any(_is_unspaced(sign) for sign in word):
        return [word]
    found: list[str] = []
    run = ""
    for sign in word + " ":
        if _is_unspaced(sign):
            if len(run) == 1:
                found.append(run + sign)
            elif run:
                found.append(run[-1] + sign)
            run += sign
            continue
        if len(run) == 1:
            found.append(run)
        run = ""
    rest = "".join(sign if not _is_unspaced(sign) else " " for sign in word).split()
    return found + rest


def _is_unspaced(sign: str) -> bool:
    code = ord(sign)
    return code >= 0x0E00 and any(low <= code <= high for low, high in _UNSPACED)
