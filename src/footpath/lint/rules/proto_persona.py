"""A persona that the team made up, or one that is an age and an occupation.

## What

A card that nothing holds: no cell and no slider of it carries evidence, and no `segment` (or `actor`) ties it to
customers in the data. Or a card with neither goals nor needs nor pains.

## Why

A persona that nobody met agrees with whoever drew it. And two people of 34 with one occupation may want the opposite:
what they want and what hurts them is what makes a journey theirs.

## Example

```yaml
title: Choosing a school
personas: [mother]
stages:
  - title: Asking around
---
# personas/mother.yaml
footpath: 1
id: mother
name: Sandra
age: "34"
occupation: Bookkeeper
```

## Better

```yaml
title: Choosing a school
personas: [mother]
stages:
  - title: Asking around
---
# personas/mother.yaml
footpath: 1
id: mother
name: Sandra
age: "34"
occupation: Bookkeeper
goals:
  - {text: A way to school that he can walk alone, evidence: {link: notes/parents.md, sentence: said by five of seven}}
pains:
  - {text: Every school calls its day something else, severity: 3}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.atlas.types import Persona
from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.subject import Subject

_LISTS = ("interests", "preferences", "goals", "needs", "pains", "drivers", "context")


def _find(subject: Subject) -> Iterator[Fault]:
    for persona, file in subject.personas:
        at = Spot(file, ("name",))
        if not (persona.goals or persona.needs or persona.pains):
            yield Fault(
                at,
                f"the card of {persona.name} has no goal, no need and no pain",
                help="Ask three people like that what they wanted and what went wrong: goals: […], pains: […].",
            )
        if not (persona.segment or persona.actor or _has_evidence(persona)):
            yield Fault(
                at,
                f"nothing on the card of {persona.name} says how the team knows",
                help="Tie a goal or pain to a talk (evidence: {link: …, sentence: …}), or the card to customers in the "
                'data: segment: count(event = "…") >= 1.',
            )


def _has_evidence(persona: Persona) -> bool:
    cells = [cell for name in _LISTS for cell in getattr(persona, name)]
    held = [*cells, *persona.sliders, *([persona.quote] if persona.quote else [])]
    return any(one.evidence for one in held)


RULE = LintRule("proto-persona", "warning", "0.2", _find, __doc__)
