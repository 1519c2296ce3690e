"""A title is not given in one of the languages that the atlas promises.

## What

`locales` in `atlas.yaml` names a language, and titles of a file are not given in it: of the atlas, journeys, stages, steps,
lanes, touchpoints, channels, departments, and the texts of opportunities. A persona's name may stay as it is. With
`cells: true` the cells of the map are looked at, too. Each file is told once a language.

## Why

A map that is half in another language looks broken to its readers, and they are the ones it was translated for.

## Example

```yaml
title: {en: Buying a bed, fr: Acheter un lit}
stages:
  - title: In the shop
---
# atlas.yaml
title: {en: Beds, fr: Lits}
locales: [fr]
```

## Better

```yaml
title: {en: Buying a bed, fr: Acheter un lit}
stages:
  - title: {en: In the shop, fr: Au magasin}
---
# atlas.yaml
title: {en: Beds, fr: Lits}
locales: [fr]
```
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from types import MappingProxyType

from footpath.atlas.locales import missing_locales
from footpath.atlas.types import Channel, Translated
from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.subject import Map, Subject, quoted

_NAMED = 3


def _find(subject: Subject) -> Iterator[Fault]:
    atlas = subject.atlas
    if not atlas.locales:
        return
    missing: dict[tuple[str, str], list[tuple[Spot, str]]] = defaultdict(list)
    count: dict[str, int] = defaultdict(int)
    for spot, text in _texts(subject):
        count[spot.file] += 1
        for locale in missing_locales(text, atlas.language, atlas.locales):
            missing[spot.file, locale].append((spot, text))
    for (file, locale), found in missing.items():
        named = ", ".join(quoted(text) for _, text in found[:_NAMED])
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        yield Fault(
            found[0][0],
            f"{len(found)} of {count[file]} titles {'is' if len(found) == 1 else 'are'} not given in {locale}: {named}{more}",
            help=f"Write both: {{{atlas.language}: …, {locale}: …}}.",
        )


def _texts(subject: Subject) -> Iterator[tuple[Spot, str]]:
    for spot, text in _titles(subject):
        if text.strip():
            yield spot, text


def _titles(subject: Subject) -> Iterator[tuple[Spot, str]]:
    atlas = subject.atlas
    yield Spot("atlas.yaml", ("title",)), atlas.title
    for n, lane in enumerate(atlas.lanes):
        yield Spot("atlas.yaml", ("lanes", n)), lane.title
    for n, channel in enumerate(atlas.channels):
        # a channel's usual title is not the team's to translate
        if channel.title != Channel.from_bare(channel.id)["title"]:
            yield Spot("atlas.yaml", ("channels", n)), channel.title
    for n, department in enumerate(atlas.departments):
        yield Spot("atlas.yaml", ("departments", n)), department.title
    for map_ in subject.maps:
        yield from _of_map(map_, cells=subject.option("untranslated", "cells"))
    for persona, file in subject.personas:
        if isinstance(persona.name, Translated):
            yield Spot(file, ("name",)), persona.name
    for touchpoint, spot in subject.touchpoints():
        yield spot, touchpoint.title
    for opportunity in atlas.opportunities:
        yield Spot("opportunities.yaml", ("opportunities", opportunity.id)), opportunity.text


def _of_map(map_: Map, *, cells: bool) -> Iterator[tuple[Spot, str]]:
    journey = map_.journey
    yield map_.at("title"), journey.title
    yield map_.at("claim"), journey.claim
    for n, lane in enumerate(journey.lanes):
        yield map_.at("lanes", n), lane.title
    for holder in map_.holders:
        yield map_.at(*map_.path_of(holder), "title"), holder.title
    if cells:
        for placed in map_.cells():
            yield placed.spot, placed.cell.text
            yield placed.spot, getattr(placed.cell, "word", "")


RULE = LintRule("untranslated", "info", "0.2", _find, __doc__, options=MappingProxyType({"cells": False}))
