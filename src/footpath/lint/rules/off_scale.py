"""A score of which nobody can tell the scale.

## What

A feeling whose word is a figure ("4/5", "7 of 10", stars): on which scale is not said, and it stands on no line. A
feeling that is a word alone, on a map where most are scored: the line has a gap there that nobody meant. A typed number of
a score (nps, csat, ces, rating) without a unit: 4.2 of 5 and 4.2 of 7 are two things. A source whose NPS is not asked from
0 to 10. A measured feeling outside of -2 to +2, or without a unit. (A typed score outside of -2 to +2 is refused when the
file is read.)

## Why

Numbers of two scales in one row are compared by everybody who reads them, whatever the footnote says.

## Example

```yaml
title: A call to the energy company
stages:
  - title: The call
    steps:
      - {title: I wait in the line, emotion: {score: -1, word: worn out}}
      - {title: Somebody listens, emotion: {score: 1, word: relieved}}
      - {title: I am asked how it was, emotion: {word: 4/5}}
```

## Better

```yaml
title: A call to the energy company
stages:
  - title: The call
    steps:
      - {title: I wait in the line, emotion: {score: -1, word: worn out}}
      - {title: Somebody listens, emotion: {score: 1, word: relieved}}
      - {title: I am asked how it was, emotion: {score: 1, word: content}}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from footpath.atlas.types import Emotion, NumberCell
from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.subject import Map, Placed, Subject, quoted

_FIGURE = re.compile(
    r"\s*(?:[+−-]?\d+(?:[.,]\d+)?\s*(?:%|(?:/|of|von|sur|de|di|van|z|из|з)\s*\d+)?|[★☆⭐]+)\s*"
)
_SCORES = ("nps", "csat", "ces", "rating")
_NPS = (0.0, 10.0)
_LOWEST, _HIGHEST = -2.0, 2.0
_NAMED = 3


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        yield from _feelings(map_)
        for placed in map_.cells():
            cell = placed.cell
            if (
                isinstance(cell, NumberCell)
                and cell.value is not None
                and not cell.unit
                and cell.measure in _SCORES
            ):
                yield Fault(
                    placed.spot,
                    f"{cell.measure} is {cell.value:g} at {placed.where}, on a scale that is not named",
                    help="Name it: {measure: …, value: …, unit: of 5}; or take `value` away and let it be measured.",
                )
        yield from _measured(map_)
    for source in subject.atlas.sources:
        if source.score and source.score.kind == "nps" and tuple(source.score.scale) != _NPS:
            low, high = source.score.scale
            yield Fault(
                Spot("sources.yaml", ("sources", source.id, "score", "scale")),
                f"{quoted(source.score.column)} is read as NPS, and its scale is {low:g} to {high:g}",
                help="NPS is asked from 0 to 10 alone. Write the scale that was on the paper, or kind: rating.",
            )


def _feelings(map_: Map) -> Iterator[Fault]:
    scored = 0
    wordy: list[Placed] = []
    for placed in map_.cells("emotion"):
        cell = placed.cell
        if not isinstance(cell, Emotion):
            continue
        if cell.score is not None:
            scored += 1
        elif _FIGURE.fullmatch(str(cell.word)):
            yield Fault(
                placed.spot,
                f"{quoted(str(cell.word))} at {placed.where} is a figure on a scale that is not named",
                help="Write what it means from -2 to +2, and the word that they used: emotion: {score: 1, word: content}.",
            )
        elif cell.word:
            wordy.append(placed)
    if wordy and scored > len(wordy):
        more = f" and {len(wordy) - _NAMED} more" if len(wordy) > _NAMED else ""
        shown = ", ".join(quoted(str(getattr(placed.cell, "word", ""))) for placed in wordy[:_NAMED])
        yield Fault(
            wordy[0].spot,
            f"{len(wordy)} of {scored + len(wordy)} feelings are words alone and stand on no scale: {shown}{more}",
            help="Add a score from -2 to +2, or take the word away where nobody knows.",
        )


def _measured(map_: Map) -> Iterator[Fault]:
    for row in map_.run.rows if map_.run else ():
        if not row.measure.startswith("emotion") or row.value is None:
            continue
        ends = [end for end in (row.value, row.low, row.high) if end is not None]
        if min(ends) < _LOWEST or max(ends) > _HIGHEST or not row.unit:
            wrong = "without a unit" if not row.unit else "outside of -2 to +2"
            yield Fault(
                map_.at("title"),
                f"the measured {row.measure} of {row.on} {quoted(row.id)} is {row.value:g}, {wrong}",
                help="Name the scale of the source (score: {column: …, scale: [1, 5]}) and measure again.",
            )


RULE = LintRule("off-scale", "warning", "0.2", _find, __doc__)
