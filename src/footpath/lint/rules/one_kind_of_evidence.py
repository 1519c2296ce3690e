"""All that is known comes from numbers alone, from words alone, or from one single place.

## What

A map on which several cells say where they come from, and all of it is numbers, or all of it words, or all of one source
or document. Numbers of the newest measures count, too.

## Why

Numbers tell how many, and not why; words tell why, and not how many. One source shows one kind of customer: those who
write reviews, those who answer mails, those who come to the shop.

## Example

```yaml
title: Renewing a passport
stages:
  - title: Applying
    steps:
      - title: I fill in the form
        thought: {text: What do they want here?, evidence: {link: talks.md, sentence: in three of five talks}}
        barrier: {text: The form asks twice, evidence: {link: talks.md, sentence: in four of five talks}}
      - title: I book a day
        barrier: {text: No day is free, evidence: {link: talks.md, sentence: in all five talks}}
```

## Better

```yaml
title: Renewing a passport
stages:
  - title: Applying
    steps:
      - title: I fill in the form
        thought: {text: What do they want here?, evidence: {link: talks.md, sentence: in three of five talks}}
        barrier: {text: The form asks twice, evidence: {source: forms, measure: share-lost}}
      - title: I book a day
        barrier: {text: No day is free, evidence: {link: talks.md, sentence: in all five talks}}
---
# sources.yaml
sources:
  - {id: forms, files: forms.csv, customer: person, time: at, event: event}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.atlas.types import Evidence
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject

_NUMBERS = ("measure", "exit", "wait", "question")


def _find(subject: Subject) -> Iterator[Fault]:
    least = subject.option("one-kind-of-evidence", "least")
    for map_ in subject.maps:
        given = [evidence for placed in map_.cells() for evidence in placed.cell.evidence]
        if len(given) < least:
            continue
        from_where = {str(one.source) if one.source else str(one.link) for one in given} | _measured(map_)
        is_number = {_is_number(one) for one in given} | ({True} if _measured(map_) else set())
        kind = "" if len(is_number) > 1 else "numbers" if True in is_number else "words"
        source = next(iter(from_where)) if len(from_where) == 1 else ""
        if not kind and not source:
            continue
        what = f"all {kind}" if kind else "all"
        where = f", {'all ' if kind else ''}from {source}" if source else ""
        yield Fault(
            map_.at("title"),
            f"the {len(given)} pieces of evidence on this map are {what}{where}".replace(
                "are all, from", "are all from"
            ),
            help=_HELP[kind],
        )


_HELP = {
    "numbers": "Ask somebody why: five talks, reviews, or what people write to support.",
    "words": "Count it: footpath listen add FILE for an export of events or of answers, then footpath measure.",
    "": "Look at a second source: one shows one kind of customer.",
}


def _is_number(evidence: Evidence) -> bool:
    return any(getattr(evidence, kind) is not None for kind in _NUMBERS)


def _measured(map_: Map) -> set[str]:
    """Return the sources that the newest numbers of the map come from (counts of remarks are words)."""
    rows = map_.run.rows if map_.run else ()
    return {row.source for row in rows if row.value is not None and row.measure != "remarks" and row.source}


RULE = LintRule("one-kind-of-evidence", "info", "0.2", _find, __doc__, options=MappingProxyType({"least": 3}))
