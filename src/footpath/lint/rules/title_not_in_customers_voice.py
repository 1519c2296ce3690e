"""The titles of some steps are worded unlike the others.

## What

Titles of steps are to be worded in one way, by the option `style`: `first-person` (I look for ideas), `verb` (look for
ideas, looking for ideas), `any` (nothing is found), or `most`, which is the default: what at least 80 % of a map's titles
do, where there are 5 or more; then only those are found that clearly do otherwise, such as "Checkout" among sentences
that begin with I. A sentence about somebody else (she unwraps it) is fine among those. First person is known for English,
German, French, Dutch, Danish, Norwegian and Swedish; verbs for English, German, French, Dutch, Spanish, Italian,
Portuguese, Polish, Russian and Ukrainian. Titles in other languages are left alone.

## Why

"Checkout" is a page of the shop; "I pay and hope that it worked" is a moment. Where the two mix, a reader jumps between
the chair and the counter.

## Example

```yaml
title: Renting a van
stages:
  - title: Before
    steps:
      - {title: I count the boxes}
      - {title: I compare three prices}
      - {title: I book a van}
      - {title: Identity check}
      - {title: I fetch the key}
      - {title: I drive round the block}
```

## Better

```yaml
title: Renting a van
stages:
  - title: Before
    steps:
      - {title: I count the boxes}
      - {title: I compare three prices}
      - {title: I book a van}
      - {title: I show my papers}
      - {title: I fetch the key}
      - {title: I drive round the block}
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType

from footpath.lint.finding import Fault, LintRule
from footpath.lint.languages import spoken
from footpath.lint.languages.voices import (
    begins_with_a_person_or_article,
    is_first_person,
    is_label,
    is_verb,
)
from footpath.lint.subject import Column, Map, Subject, quoted

STYLE = "most"
LEAST_SHARE = 0.8
FEWEST = 5
_IS: dict[str, Callable[[str, str], bool | None]] = {"first-person": is_first_person, "verb": is_verb}
_SAYS = {"first-person": "what they do themselves (I …)", "verb": "what is done (a verb first)"}

Titled = tuple[Column, str, str]


def _find(subject: Subject) -> Iterator[Fault]:
    style = subject.option(RULE.name, "style")
    least = subject.option(RULE.name, "least-share")
    for map_ in subject.maps:
        titled = list(_titles(map_))
        if style in _IS:
            odd = [one for one in titled if _fails(one, style)]
            yield from (_fault(map_, one, style, "the house's titles say") for one in odd)
        elif style == STYLE and len(titled) >= FEWEST:
            yield from _odd_ones(map_, titled, least)


def _titles(map_: Map) -> Iterator[Titled]:
    for column in map_.columns:
        if column.step is not None:
            language, text = next(spoken(str(column.step.title), map_.atlas.language))
            yield column, language, text


def _fails(one: Titled, style: str) -> bool:
    _, language, title = one
    if style == "first-person":
        return is_first_person(title, language) is False
    # a verb that no table knows may stand first: only what is certainly none is found
    is_none = is_label(title, language) or begins_with_a_person_or_article(title, language)
    return is_verb(title, language) is False and is_none


def _odd_ones(map_: Map, titled: list[Titled], least: float) -> Iterator[Fault]:
    for style, says_so in _IS.items():
        told = [says_so(title, language) for _, language, title in titled]
        if sum(one is True for one in told) < least * len(titled):
            continue
        for one, is_so in zip(titled, told, strict=True):
            if is_so is False and _is_clearly_other(one, style):
                yield _fault(map_, one, style, "most titles of this map say")
        return


def _is_clearly_other(one: Titled, style: str) -> bool:
    _, language, title = one
    return is_label(title, language) or (style == "verb" and is_first_person(title, language) is True)


def _fault(map_: Map, one: Titled, style: str, who: str) -> Fault:
    column, _, title = one
    return Fault(
        map_.at(*column.path, "title"),
        f"{quoted(title)}: {who} {_SAYS[style]}",
        help="Word it as they would tell it: what do they do, or what happens to them?",
    )


RULE = LintRule(
    "title-not-in-customers-voice",
    "info",
    "0.2",
    _find,
    __doc__,
    options=MappingProxyType({"style": STYLE, "least-share": LEAST_SHARE}),
)
