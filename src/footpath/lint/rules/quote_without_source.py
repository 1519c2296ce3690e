"""A quote that nobody can look up.

## What

A cell in a lane of quotes, or the quote on a persona's card, carries no evidence.

## Why

Quotation marks promise that somebody said it. A sentence that the team made up belongs into the lane of thoughts, where
nobody takes it for testimony.

## Example

```yaml
title: Changing a bank
stages:
  - title: Leaving
    steps:
      - title: I close the account
        quote: They asked me five times whether I am sure
```

## Better

```yaml
title: Changing a bank
stages:
  - title: Leaving
    steps:
      - title: I close the account
        quote:
          text: They asked me five times whether I am sure
          evidence: {link: notes/2026-09-talks.md, sentence: in the third talk}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.subject import Subject, quoted

_HELP = (
    "Say where it was said: evidence: {source: …, remarks: [ID]} or {link: …, sentence: …}; "
    "a sentence of your own is a thought."
)


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        for placed in map_.cells("quote"):
            if placed.cell.text.strip() and not placed.cell.evidence:
                yield Fault(placed.spot, f"the quote {quoted(placed.cell.text)} names no source", help=_HELP)
    for persona, file in subject.personas:
        if persona.quote and persona.quote.text.strip() and not persona.quote.evidence:
            yield Fault(Spot(file, ("quote",)), f"the quote of {persona.name} names no source", help=_HELP)


RULE = LintRule("quote-without-source", "warning", "0.1", _find, __doc__)
