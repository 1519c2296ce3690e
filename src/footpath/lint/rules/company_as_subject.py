"""On the customer's row, the company acts.

## What

A cell for what customers do, want, expect, worry about, or what gets in their way or carries them on, begins with we,
our, the system or the team, in the language of the text (English, German, French, Spanish, Italian, Portuguese, Dutch,
Polish, Russian, Ukrainian, Turkish, Arabic, Chinese, Japanese, Korean, Hindi and a few more; other languages are left
alone). Thoughts and quotes are theirs and not looked at. Where customers speak of themselves as "we" (in the title of a
step, a thought or a quote of the same map), or the cell names whose it is (`persona`), "we" and "our" are theirs too.

## Why

"We send a confirmation" is a step of ours. What happened to the customer is that a mail came, or that none did.

## Example

```yaml
title: Ordering a cake
stages:
  - title: Ordering
    steps:
      - {title: I order, action: The system sends a confirmation}
```

## Better

```yaml
title: Ordering a cake
stages:
  - title: Ordering
    steps:
      - {title: I order, action: I look for a confirmation among forty mails}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule
from footpath.lint.languages import spoken
from footpath.lint.languages.company import SYSTEM, WE
from footpath.lint.subject import Map, Placed, Subject, quoted

_LANES = (
    "goal",
    "motive",
    "interest",
    "concern",
    "spending",
    "action",
    "expectation",
    "barrier",
    "driver",
)


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        ours = None
        for placed in map_.cells(*_LANES):
            begins = _begins(placed, map_.atlas.language)
            if begins is None:
                continue
            word, is_we = begins
            if is_we:
                ours = _customers_say_we(map_) if ours is None else ours
                if ours or placed.cell.persona or placed.lane.persona:
                    continue
            yield Fault(
                placed.spot,
                f"{quoted(str(placed.cell.text))} begins with {quoted(word)}, on a row of the customer's",
                help="Write what the customer does or meets there; what we do belongs into a lane of ours "
                "(frontstage-people, backstage-system, …).",
            )


def _begins(placed: Placed, language: str) -> tuple[str, bool] | None:
    for spoken_in, text in spoken(placed.cell.text, language):
        for table, is_we in ((WE, True), (SYSTEM, False)):
            word = table.begin(text, spoken_in)
            if word is not None:
                return word, is_we
    return None


def _customers_say_we(map_: Map) -> bool:
    texts = [step.title for step in map_.journey.steps()]
    texts += [placed.cell.text for placed in map_.cells("thought", "quote")]
    language = map_.atlas.language
    return any(
        WE.stand(one, spoken_in) is not None for text in texts for spoken_in, one in spoken(text, language)
    )


RULE = LintRule("company-as-subject", "warning", "0.2", _find, __doc__)
