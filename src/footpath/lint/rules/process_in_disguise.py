"""What is called a customer journey is a process of ours.

## What

A customer journey of 4 steps or more has no thought, no feeling and no quote, set or measured, and at least 80 % of its
steps have one and the same channel. A step's channels are those of its touchpoints and those in its lanes of channels.

## Why

A customer who thinks nothing, feels nothing and never leaves our web site is a form that moves from screen to screen.

## Example

```yaml
title: Opening an account
stages:
  - title: Applying
    steps:
      - {title: Enter data, channel: web}
      - {title: Upload papers, channel: web}
      - {title: Sign, channel: web}
      - {title: Receive welcome page, channel: web}
```

## Better

```yaml
title: Opening an account
stages:
  - title: Applying
    steps:
      - {title: I ask my sister which bank she has, channel: word-of-mouth}
      - {title: I fill in the form, channel: web, thought: Why do they need my tax number?}
      - {title: I look for my papers}
      - {title: I sign, channel: web, emotion: {score: -0.5, word: unsure}}
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from types import MappingProxyType

from footpath.atlas.types import Reference, Step
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject, quoted

LEAST_SHARE = 0.8
FEWEST_STEPS = 4


def _find(subject: Subject) -> Iterator[Fault]:
    least = subject.option(RULE.name, "least-share")
    channel_of = {str(one.id): str(one.channel) for one in subject.atlas.touchpoints if one.channel}
    titles = {str(one.id): str(one.title) for one in subject.atlas.channels}
    for map_ in subject.maps:
        steps = list(map_.journey.steps())
        if map_.journey.kind != "customer" or len(steps) < FEWEST_STEPS or _is_lived(map_):
            continue
        counts: Counter[str] = Counter()
        for step in steps:
            counts.update(_channels(map_, step, channel_of))
        if not counts:
            continue
        channel, count = counts.most_common(1)[0]
        if count >= least * len(steps):
            yield Fault(
                map_.at("title"),
                f"no thought, no feeling, and {count} of {len(steps)} steps in {quoted(titles.get(channel, channel))}: "
                "this is a process of ours",
                help="Ask what they thought and felt at each step, and what they did beside it: whom they asked, where else "
                "they looked. A way through a web site or an app alone is kind: user.",
            )


def _is_lived(map_: Map) -> bool:
    if any(True for _ in map_.cells("thought", "emotion", "quote")):
        return True
    run = map_.run
    return run is not None and (
        bool(run.quotes) or any(row.measure.startswith("emotion") for row in run.rows)
    )


def _channels(map_: Map, step: Step, channel_of: dict[str, str]) -> set[str]:
    roles = {lane.id: lane.role for lane in map_.lanes}
    found: set[str] = set()
    for lane, cells in step.cells.items():
        refs = [cell.ref for cell in cells if isinstance(cell, Reference)]
        if roles[lane] == "channel":
            found.update(refs)
        elif roles[lane] == "touchpoint":
            found.update(channel_of[ref] for ref in refs if ref in channel_of)
    return found


RULE = LintRule(
    "process-in-disguise",
    "warning",
    "0.2",
    _find,
    __doc__,
    options=MappingProxyType({"least-share": LEAST_SHARE}),
)
