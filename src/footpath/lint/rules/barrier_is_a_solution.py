"""A barrier names a feature that is missing, and not what gets in the way.

## What

A barrier begins with need, lack of, no, missing or the like, and names something that one builds (a button, a filter,
an app); or it says what should be added. It is looked for in English, German, French, Spanish, Italian, Portuguese, Dutch,
Polish, Russian, Ukrainian, Turkish, Arabic, Chinese, Japanese, Korean and Hindi. "No answer for nine days" names no
feature, and "needs the app to get in" tells of a burden: both are barriers.

## Why

"No chatbot" has one answer, and it was chosen before anybody looked. "Nobody answers after six" has five, and three of
them cost nothing.

## Example

```yaml
title: Asking about a bill
stages:
  - title: Asking
    steps:
      - {title: I look for somebody, barrier: No chatbot on the page}
```

## Better

```yaml
title: Asking about a bill
stages:
  - title: Asking
    steps:
      - {title: I look for somebody, barrier: Nobody answers after six in the evening}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule
from footpath.lint.languages import plain, spoken
from footpath.lint.languages.solutions import (
    ABSENT,
    BEFORE,
    BESIDE,
    FAR,
    FEATURES,
    NEEDED,
    PLACES,
    SHOULD,
    SHOULD_FIRST,
)
from footpath.lint.subject import Subject, quoted


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        for placed in map_.cells("barrier"):
            texts = list(spoken(placed.cell.text, subject.atlas.language))
            word = next((said for language, text in texts if (said := solution_in(text, language))), None)
            if word is not None:
                yield Fault(
                    placed.spot,
                    f"the barrier {quoted(str(placed.cell.text))} asks for something to be built ({quoted(word)})",
                    help="Write what happens to them without it, and put the thing to be built among the opportunities.",
                )


def solution_in(text: str, language: str) -> str | None:
    """Return the words by which a text asks for a feature, or None where it asks for none."""
    should = SHOULD.stand(text, language) or SHOULD_FIRST.begin(text, language)
    if should is not None:
        return should
    for opening, things in ((ABSENT, (FEATURES, PLACES)), (NEEDED, (FEATURES,))):
        opened = opening.begin(text, language)
        for table in things if opened else ():
            thing = table.stand(text, language)
            if thing is not None:
                return f"{opened} … {thing}"
    return _beside(text, language)


def _beside(text: str, language: str) -> str | None:
    absent = list(BESIDE.spans(text, language))
    things = [span for table in (FEATURES, PLACES) for span in table.spans(text, language)] if absent else []
    for begin, end in things:
        for first, last in absent:
            between = begin - last if language in BEFORE else first - end
            if 0 <= between <= FAR[language]:
                return plain(text)[min(begin, first) : max(end, last)]
    return None


RULE = LintRule("barrier-is-a-solution", "info", "0.2", _find, __doc__)
