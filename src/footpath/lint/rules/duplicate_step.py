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
from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject, quoted

_SAME_WORD = 0.8
_WORD = re.compile(r"\w+", re.UNICODE)


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        yield from _in_map(map_)


def _in_map(map_: Map) -> Iterator[Fault]:
    # A title is filed under itself with each word left out, so that titles which differ in one word meet without
    # comparing every pair: an atlas of two thousand steps has two million pairs.
    filed: dict[tuple[int, tuple[str, ...]], list[tuple[tuple[str, ...], str]]] = {}
    for column in map_.columns:
        if column.step is None:
            continue
        title = column.step.title
        words = tuple(_WORD.findall(unicodedata.normalize("NFKC", title).casefold()))
        keys = [(n, words[:n] + words[n + 1 :]) for n in range(len(words))]
        twin = next(
            (t for n, rest in keys for w, t in filed.get((n, rest), ()) if _alike(w[n], words[n])), None
        )
        if twin is not None:
            yield Fault(
                map_.at(*column.path, "title"),
                f"the step {quoted(title)} bears nearly the name of {quoted(twin)}"
                if title != twin
                else f"two steps are called {quoted(title)}",
                help="Name what is different the second time, or lead back to the first with next: [ID].",
            )
        for key in keys:
            filed.setdefault(key, []).append((words, title))


def _alike(a: str, b: str) -> bool:
    if a == b:
        return True
    if any(letter.isdigit() for letter in a + b):
        return False
    return difflib.SequenceMatcher(None, a, b).ratio() >= _SAME_WORD and min(len(a), len(b)) > 2


RULE = LintRule("duplicate-step", "warning", "0.1", _find, __doc__)
