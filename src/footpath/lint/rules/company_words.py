"""A customer speaks the language of the house.

## What

A cell for what customers want, do, think, expect or worry about, or the title of a step, holds a word that only the
company uses: a term of the `glossary` that is not marked `customers: true`; the name of a department, where it stands as
a name (in capitals, as in "passed on to Customer Success"); or a system behind the scenes with a name of its own (SAP,
NetSuite), as a lane of backstage systems has it. Barriers and drivers, which the team often words itself, are looked at
for names, abbreviations and terms of several words alone. Quotes are what somebody said and left as they are. An everyday
English word that is a term of the house ("pass") counts after an article or the like alone.

## Why

Whoever writes "the customer raises a ticket" has left the customer's side of the counter. Their own word for it is also
the word that they search for, and look for on the door.

## Example

```yaml
title: Sending a parcel back
stages:
  - title: At home
    steps:
      - {title: I open the box, action: I create an RMA and print the return slip}
---
# atlas.yaml
title: A shop
glossary:
  RMA: the number under which a return is known here
```

## Better

```yaml
title: Sending a parcel back
stages:
  - title: At home
    steps:
      - {title: I open the box, action: I ask for a number and print the return slip}
---
# atlas.yaml
title: A shop
glossary:
  RMA: the number under which a return is known here
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.languages.house import CompanyWords, Use
from footpath.lint.subject import Map, Subject, quoted

_VOICE = ("goal", "motive", "interest", "concern", "spending", "action", "thought", "expectation")
_WORDED_BY_THE_TEAM = ("barrier", "driver")


def _find(subject: Subject) -> Iterator[Fault]:
    words = CompanyWords.of(subject.atlas)
    if words.is_empty:
        return
    for map_ in subject.maps:
        if map_.journey.company:
            continue
        for spot, text, is_voice in _texts(map_):
            found = words.found(text, names_alone=not is_voice)
            if found is not None:
                yield _fault(spot, found)


def _texts(map_: Map) -> Iterator[tuple[Spot, str, bool]]:
    for column in map_.columns:
        if column.step is not None:
            yield map_.at(*column.path, "title"), str(column.step.title), True
    for placed in map_.cells(*_VOICE, *_WORDED_BY_THE_TEAM):
        yield placed.spot, str(placed.cell.text), placed.lane.role in _VOICE


def _fault(spot: Spot, found: Use) -> Fault:
    helps = {
        "glossary": f"Write what they call it; if they do say {quoted(found.word)}, mark the term in the glossary: "
        "customers: true.",
        "department": "Write whom they meet there in their words: the man at the desk, a voice on the phone.",
        "system": "Write what they see of it: a letter, a screen, a wait.",
    }
    what = {
        "glossary": "a word of the house, by the glossary",
        "department": "the name of a department",
        "system": "the name of a system behind the scenes",
    }
    return Fault(spot, f"{quoted(found.word)} is {what[found.kind]}", help=helps[found.kind])


RULE = LintRule("company-words", "info", "0.2", _find, __doc__)
