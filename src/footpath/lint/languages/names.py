"""Where a name stands for certain: after a form of address, or after "my name is".

Names cannot be told from other words otherwise, so nothing else is looked for. What follows must begin with a capital
letter; words that are no names (Sir, Team, Kollege) are known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import takewhile

from footpath.lint.languages.phrases import plain

_NAME = r"(?P<name>[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+){0,2})"
_INITIAL = r"(?:[^\W\d_]\. ?)?"

_BEFORE: dict[str, tuple[str, ...]] = {
    "en": (r"\b(?:Mr|Mrs|Ms|Mx)\.? ", r"\bMiss ", r"^\W*Dear ", r"\b[Mm]y name(?: is|['’]s) ", r"\bI am called "),
    "de": (r"\b(?:Herrn?|Frau|Fräulein) (?:Dr\. |Prof\. )*", r"\b[Mm]ein Name ist ", r"\b[Ii]ch hei(?:ß|ss)e "),
    "fr": (r"\b(?:Monsieur|Madame|Mademoiselle|Mme|Mlle) ", r"\bM\. (?=[A-ZÀ-Þ][a-zà-ÿ])", r"\b[Jj]e m['’]appelle ", r"\b[Mm]on nom est "),
    "es": (r"\b(?:Sr|Sra|Srta|D|Dña)\. ", r"\b(?:[Ss]eñora?|[Dd]oña|[Dd]on) ", r"\b[Mm]e llamo ", r"\b[Mm]i nombre es "),
    "it": (r"\b(?:Sig|Sig\.ra|Sig\.na)\.? ", r"\b[Ss]ignor(?:a|ina)? ", r"\b[Mm]i chiamo ", r"\b[Ii]l mio nome è "),
    "pt": (r"\b(?:Sr|Sra|Dra?)\.ª? ", r"\b[Ss]enhora? ", r"\b(?:[Cc]hamo-me|[Mm]e chamo) ", r"\b[Oo] meu nome é |\b[Mm]eu nome é "),
    "nl": (r"\b(?:[Mm]eneer|[Mm]evrouw|Dhr\.|Mevr?\.) ", r"\b[Ii]k heet ", r"\b[Mm]ijn naam is "),
    "pl": (r"\b(?:pan|pani) ",  # lower case alone: with a capital it is the polite "you"
           r"\b[Nn]azywam się ", r"\b[Mm]am na imię "),
    "ru": (r"\b[Мм]еня зовут ", r"\b[Мм]о[её] имя ", r"\b(?:[Гг]осподин|[Гг]оспожа|[Уу]важаем(?:ый|ая)) "),
    "uk": (r"\b[Мм]ене звати ", r"\b[Мм]оє ім['’]я ", r"\b(?:[Пп]ан|[Пп]ані|[Шш]ановн(?:ий|а)) "),
    "tr": (r"\b(?:[Bb]enim )?[Aa]dım ",),
    "sv": (r"\b[Jj]ag heter ", r"\b[Mm]itt namn är "),
    "da": (r"\b[Jj]eg hedder ", r"\b[Mm]it navn er "),
    "nb": (r"\b[Jj]eg heter ", r"\b[Mm]itt navn er "),
    "cs": (r"\b[Jj]menuji se ", r"\b(?:[Pp]an|[Pp]aní) "),
    "fi": (r"\b[Nn]imeni on ",),
}  # fmt: skip
_BEFORE["no"] = _BEFORE["nb"]

_NO_NAMES = frozenset(
    """sir madam madame team all everyone everybody customer customers client clients guest guests friend friends colleague
    colleagues support service hiring reader readers parents diary santa god lord prime minister president doctor driver
    president nobody unknown right wrong universe
    kollege kollegen kollegin nachbar nachbarn nachbarin doktor professor ober wirt minister präsident holle lehrer lehrerin
    ministre président directeur directrice docteur tout
    doctor doctora director directora presidente profesor profesora cliente
    dottore dottoressa direttore direttrice avvocato
    agent kelner klient kierowca doktor profesor bóg
    клиент покупатель пассажир гость гости клиенты друзья коллеги доктор
    клієнт покупець гість друзі колеги""".split()  # noqa: SIM905  # words are read as words
)


def names_in(text: str, languages: Iterable[str], known: Collection[str]) -> Iterator[str]:
    """Yield the names of people that stand in a text for certain.

    Parameters
    ----------
    languages
        The languages that it may be in; those without a table are met with silence.
    known
        Words (made plain) that are no customer's name: the personas', the brands', the company's own.
    """
    for pattern in _patterns(tuple(sorted({language.partition("-")[0] for language in languages}))):
        for match in pattern.finditer(text):
            name = list(takewhile(lambda word: word[0].isupper(), match["name"].split()))
            words = plain(" ".join(name)).split()
            if words and words[0] not in _NO_NAMES and not set(words) & set(known):
                yield " ".join(name)


@cache
def _patterns(languages: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(f"(?:{before}){_INITIAL}{_NAME}")
        for language in languages
        for before in _BEFORE.get(language, ())
    )
