"""Somebody does two things in one column.

## What

One actor stands in two lanes of the same step: a persona (the cell's, else the lane's) in two lanes for what is done
(action, our people, support), or the same few words ("The waiter") in the lanes of people before and behind the scenes.
Several cells of one lane are done one after the other, and a hand-over (`hands`) to or from that persona at the step puts
them in order: both are fine. A persona's thoughts and feelings are no second thing to do.

## Why

A column is a moment. Whoever serves at the table and cooks at the same moment is either two people, or there are two
moments, and between them lies a wait that the map does not show.

## Example

```yaml
title: Coffee at a small bar
lanes: [action, frontstage-people, backstage-people]
stages:
  - title: Ordering
    steps:
      - {title: I order, action: Ask for two flat whites, frontstage-people: Barista, backstage-people: Barista}
```

## Better

```yaml
title: Coffee at a small bar
lanes: [action, frontstage-people, backstage-people]
stages:
  - title: Ordering
    steps:
      - {title: I order, action: Ask for two flat whites, frontstage-people: Barista}
      - {title: I wait by the machine, backstage-people: Barista}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule
from footpath.lint.languages import is_unspaced, plain
from footpath.lint.subject import Map, Placed, Subject, quoted

_PEOPLE = ("frontstage-people", "backstage-people")
_DOING = ("action", *_PEOPLE, "support")
_MOST_WORDS, _MOST_LETTERS = 3, 6


def _find(subject: Subject) -> Iterator[Fault]:
    names: dict[str, str] = {str(persona.id): str(persona.name) for persona, _ in subject.personas}
    for map_ in subject.maps:
        passed = {(str(hand.step), str(who)) for hand in map_.journey.hands for who in (hand.from_, hand.to)}
        first: dict[tuple[str, str], Placed] = {}
        told: set[tuple[str, str]] = set()
        for placed in map_.cells(*_DOING):
            actor = _actor(placed, map_)
            if placed.step is None or actor is None or (placed.step.id, actor) in passed:
                continue
            key = (str(placed.step.id), actor)
            before = first.setdefault(key, placed)
            if before.lane.id != placed.lane.id and key not in told:
                told.add(key)
                yield Fault(
                    placed.spot,
                    f"{names.get(actor, str(placed.cell.text))} is at {placed.where} twice, in {_lane(before)} and in {_lane(placed)}",
                    help="Make two steps of it, or say who does the other thing; hands: […] where it is passed on.",
                )


def _actor(placed: Placed, map_: Map) -> str | None:
    persona = placed.cell.persona or placed.lane.persona
    if persona is not None:
        return str(persona)
    words = plain(str(placed.cell.text))
    if placed.lane.role not in _PEOPLE or not words:
        return None
    is_name = (
        len(words) <= _MOST_LETTERS
        if is_unspaced(map_.atlas.language.partition("-")[0])
        else len(words.split()) <= _MOST_WORDS
    )
    return f" {words}" if is_name else None


def _lane(placed: Placed) -> str:
    return quoted(placed.lane.title or placed.lane.meaning.title)


RULE = LintRule("double-booked-actor", "info", "0.2", _find, __doc__)
