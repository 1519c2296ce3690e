"""One row sets answers to different questions, or on different scales, beside each other.

## What

The cells of one lane take their numbers from different questions or kinds of scores (a step from NPS, the next from
CSAT; one from scores, the next from words), or the typed numbers of one lane are out of different totals.

## Why

Side by side they look like rising and falling. But 7 of 10 and 4 of 5 are answers to two questions, and the step
between them is nothing that a customer ever felt.

## Example

```yaml
title: Learning to swim
stages:
  - title: First lessons
    steps:
      - {title: I put my head under, emotion: {score: -1, evidence: {source: forms, question: afraid}}}
      - {title: I float, emotion: {score: 1, evidence: {source: forms, question: would-tell-friends}}}
---
# sources.yaml
sources:
  - {id: forms, files: forms.csv, customer: who, said: at, score: {column: answer, scale: [1, 5]}}
```

## Better

```yaml
title: Learning to swim
stages:
  - title: First lessons
    steps:
      - {title: I put my head under, emotion: {score: -1, evidence: {source: forms, question: how-was-it}}}
      - {title: I float, emotion: {score: 1, evidence: {source: forms, question: how-was-it}}}
---
# sources.yaml
sources:
  - {id: forms, files: forms.csv, customer: who, said: at, score: {column: answer, scale: [1, 5]}}
```
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from footpath.atlas.types import Atlas, Cell, Evidence, NumberCell
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Placed, Subject

_SCORES = ("emotion-scores", "emotion-words", "score", "nps", "csat", "ces")
_OUT_OF = re.compile(
    r"(?:\bof|/|\bout of|\bvon|\bsur|\bde)\s*(\d+)\s*$|^\s*[-+]?\d+\s*(?:-|–|\.\.|to)\s*\+?(\d+)\s*$"
)


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        rows: dict[str, list[Placed]] = defaultdict(list)
        for placed in map_.cells():
            if placed.lane.meaning.cell in ("emotion", "number"):
                rows[str(placed.lane.id)].append(placed)
        for row in rows.values():
            if _is_of_scores(row):
                yield from _mixed(row, map_.atlas)


def _is_of_scores(row: Sequence[Placed]) -> bool:
    """Return whether a row is one of scores; a row of measures of every kind is no comparison."""
    named = [placed.cell.measure for placed in row if isinstance(placed.cell, NumberCell)]
    return all(name is None or name in _SCORES for name in named)


def _mixed(row: Sequence[Placed], atlas: Atlas) -> Iterator[Fault]:
    """Yield a fault at the first cell from which on no scale is common to all; a cell may rest on several."""
    common: dict[str, Placed] = {}
    for placed in row:
        here = dict.fromkeys(_scales(placed.cell, atlas), placed)
        if not here:
            continue
        left = {scale: common[scale] for scale in common if scale in here} if common else here
        if not left:
            was, before = next(iter(common.items()))
            yield Fault(
                placed.spot,
                f"this row sets {next(iter(here))} beside {was} (at {before.where})",
                help="Keep one question in a row; give the other a lane of its own.",
            )
            return
        common = left


def _scales(cell: Cell, atlas: Atlas) -> Iterator[str]:
    """Return in words which questions or scales a cell's numbers answer."""
    for evidence in cell.evidence:
        scale = _of_evidence(evidence, atlas)
        if scale:
            yield scale
    if isinstance(cell, NumberCell):
        if cell.measure in _SCORES:
            yield cell.measure
        elif cell.value is not None and (found := _OUT_OF.search(cell.unit)):
            yield f"a number out of {found[1] or found[2]}"


def _of_evidence(evidence: Evidence, atlas: Atlas) -> str:
    if evidence.question is not None:
        return f'the question "{evidence.question}" of {evidence.source}'
    if evidence.measure not in _SCORES:
        return ""
    source = next((one for one in atlas.sources if one.id == evidence.source), None)
    if source is None or source.score is None:
        return str(evidence.measure)
    low, high = source.score.scale
    asked = f' to "{source.score.question}"' if source.score.question else ""
    return f"{evidence.measure} on a scale of {low:g} to {high:g}{asked}"


RULE = LintRule("mixed-scales", "warning", "0.2", _find, __doc__)
