"""Two steps of a map bear the same name, or nearly the same.

## What

Two step titles are equal but for case, punctuation and the spelling of one word.

## Why

A reader takes them for one, a funnel counts them as two. Where people really do a thing twice, the second time has
another reason: name the reason. Where they go back, draw a way back (`next`) to the first.

## Example

```yaml
title: Applying for a flat
stages:
  - title: Looking
    steps:
      - {title: I visit the flat}
      - {title: I send my papers}
      - {title: I visit the flats}
```

## Better

```yaml
title: Applying for a flat
stages:
  - title: Looking
    steps:
      - {title: I visit the flat}
      - {title: I send my papers}
      - {title: I show it to my husband}
```
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import deque
from collections.abc import Iterator
from types import MappingProxyType

from footpath.lint.finding import Fault, LintRule
from footpath.lint.languages import is_unspaced, spoken
from footpath.lint.subject import Map, Subject, quoted

SAME_WORD = 0.8
_SHORTEST = 3
_COMPARED = 40
_WORD = re.compile(r"\w+", re.UNICODE)


def _find(subject: Subject) -> Iterator[Fault]:
    alike = subject.option(RULE.name, "alike")
    for map_ in subject.maps:
        yield from _in_map(map_, alike)


def _in_map(map_: Map, alike: float) -> Iterator[Fault]:
    filed = _Filed(alike)
    for column in map_.columns:
        if column.step is None:
            continue
        title = str(column.step.title)
        twin = filed.twin_of(title, next(spoken(title, map_.atlas.language))[0])
        if twin is not None:
            yield Fault(
                map_.at(*column.path, "title"),
                f"the step {quoted(title)} bears nearly the name of {quoted(twin)}"
                if title != twin
                else f"two steps are called {quoted(title)}",
                help="Name what is different the second time, or lead back to the first with next: [ID].",
            )


class _Filed:
    """The titles so far, each under itself with one word left out.

    So titles that differ in one word meet without comparing every pair: a map of two thousand steps has two million.
    Of many that differ in the same place only the last few with the same first letter are compared letter by letter.
    """

    def __init__(self, alike: float) -> None:
        self.alike = alike
        self.same: dict[tuple[str, ...], str] = {}
        self.near: dict[tuple[int, tuple[str, ...], str], deque[tuple[str, str]]] = {}

    def twin_of(self, title: str, language: str) -> str | None:
        """Return the first title so far that is nearly this one, or None; and file this one."""
        words = tuple(_WORD.findall(unicodedata.normalize("NFKC", title).casefold()))
        found = self.same.get(words)
        if words:
            self.same.setdefault(words, title)
        if is_unspaced(language):
            # without spaces the whole title is one word, in which one sign may be another verb
            return found
        for n, word in enumerate(words):
            if len(word) < _SHORTEST or any(letter.isdigit() for letter in word):
                continue
            others = self.near.setdefault((n, words[:n] + words[n + 1 :], word[0]), deque(maxlen=_COMPARED))
            if found is None:
                found = next((its for other, its in others if _are_alike(other, word, self.alike)), None)
            others.append((word, title))
        return found


def _are_alike(a: str, b: str, least: float) -> bool:
    compared = difflib.SequenceMatcher(None, a, b)
    return (
        compared.real_quick_ratio() >= least and compared.quick_ratio() >= least and compared.ratio() >= least
    )


RULE = LintRule(
    "duplicate-step", "warning", "0.1", _find, __doc__, options=MappingProxyType({"alike": SAME_WORD})
)
