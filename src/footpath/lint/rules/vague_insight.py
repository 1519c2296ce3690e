"""A barrier, driver or opportunity says too little to act upon.

## What

A barrier, driver or opportunity has fewer than 5 words; fewer than 3 where one of them is an article, a pronoun or the
like ("Her light is on" is short and plain), and in languages for which those are not known; fewer than 6 letters in
languages written without spaces. Let off is what can be looked up: a text with a number in it (in digits, or in words
in English, German, French, Spanish, Portuguese, Italian and Dutch: "before six"), with evidence, or (a barrier) with a
rule of who meets it. And: an opportunity in the library answers no barrier, stands at no step, names none in its
target, and has no evidence: nobody can tell where or for whom.

## Why

"Bad service" is an opinion that everybody shares. Who, where, and what happened makes it a finding that somebody can
check and mend.

## Example

```yaml
title: Having a tooth filled
stages:
  - title: Waiting
    steps:
      - {title: I wait, barrier: Poor communication}
---
# opportunities.yaml
opportunities:
  - {id: talk, text: Communicate better with our patients}
```

## Better

```yaml
title: Having a tooth filled
stages:
  - title: Waiting
    steps:
      - {title: I wait, barrier: {id: no-word, text: Nobody says how long it will be}}
---
# opportunities.yaml
opportunities:
  - {id: talk, text: Tell each patient when their turn will come, answers: [no-word]}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.atlas.types import Barrier, Cell, Opportunity
from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.languages import is_unspaced, length, spoken
from footpath.lint.languages.voices import has_number, is_bare
from footpath.lint.subject import Subject, quoted

FEWEST_WORDS = 5
FEWEST_IN_A_SENTENCE = 3
FEWEST_LETTERS = 6


def _find(subject: Subject) -> Iterator[Fault]:
    least = subject.option(RULE.name, "fewest-words")
    placed_at: set[str] = set()
    for map_ in subject.maps:
        for placed in map_.cells("barrier", "driver"):
            if _is_short(placed.cell, subject.atlas.language, least) and not _can_be_looked_up(placed.cell):
                yield _fault(placed.spot, placed.lane.role, placed.cell.text)
        placed_at |= {str(getattr(placed.cell, "ref", "")) for placed in map_.cells("opportunity")}
    for one in subject.atlas.opportunities:
        if one.status == "dropped":
            continue
        at = Spot("opportunities.yaml", ("opportunities", one.id))
        if _is_short(one, subject.atlas.language, least) and not one.evidence:
            yield _fault(at, "opportunity", one.text)
        elif not _is_somewhere(one, placed_at):
            yield Fault(
                at,
                f"the opportunity {quoted(one.text)} stands at no step and answers no barrier",
                help=f"Say what it is for: answers: [BARRIER]; or name it where it helps, opportunity: {one.id}.",
            )


def _is_short(one: Cell | Opportunity, language: str, least: int) -> bool:
    return any(
        text.strip() and not has_number(text, said_in) and _is_vague(text, said_in, least)
        for said_in, text in spoken(one.text, language)
    )


def _is_vague(text: str, language: str, least: int) -> bool:
    if is_unspaced(language):
        return length(text, language) < FEWEST_LETTERS
    fewest = least if is_bare(text, language) else min(least, FEWEST_IN_A_SENTENCE)
    return length(text, language) < fewest


def _can_be_looked_up(cell: Cell) -> bool:
    return bool(cell.evidence) or (isinstance(cell, Barrier) and cell.when is not None)


def _is_somewhere(one: Opportunity, placed_at: set[str]) -> bool:
    has_step = one.target is not None and one.target.step is not None
    return bool(one.answers or one.evidence or has_step) or str(one.id) in placed_at


def _fault(at: Spot, what: str, text: str) -> Fault:
    return Fault(
        at,
        f"the {what} {quoted(str(text))} is too short to be looked into",
        help="Say who, where and what happened: Nobody at the desk says how long it will take.",
    )


RULE = LintRule(
    "vague-insight", "info", "0.2", _find, __doc__, options=MappingProxyType({"fewest-words": FEWEST_WORDS})
)
