"""A picture without a description: whoever cannot see it gets nothing.

## What

A picture in a cell, a portrait, the picture of a touchpoint or a note, or an attachment has no `text` that says what it
shows. (Footpath's own maps never tell anything by colour alone.)

## Why

A screen reader says "picture". And in two years nobody knows any more what the photo of the shelf was to show.

## Example

```yaml
title: Finding the platform
stages:
  - title: In the hall
    attachments: pictures/board.jpg
```

## Better

```yaml
title: Finding the platform
stages:
  - title: In the hall
    attachments: {file: pictures/board.jpg, text: The board over the stairs; the platform stands in the last column}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from footpath.atlas.types import Attachment, ImageCell
from footpath.lint.finding import Fault, LintRule, Spot, TextPath
from footpath.lint.subject import Map, Subject, quoted


def _find(subject: Subject) -> Iterator[Fault]:
    for spot, file, text in _pictures(subject):
        if not text.strip():
            yield Fault(
                spot,
                f"nothing says what {quoted(file)} shows",
                help="Write it for who cannot see it: {file: …, text: …}.",
            )


def _pictures(subject: Subject) -> Iterator[tuple[Spot, str, str]]:
    """Yield where each picture stands, its file, and its description."""
    for map_ in subject.maps:
        yield from _of_map(map_)
    for persona, file in subject.personas:
        if persona.portrait:
            yield Spot(file, ("portrait",)), persona.portrait.file, persona.portrait.text
        yield from _attached(file, (), persona.attachments)
    for touchpoint, spot in subject.touchpoints():
        if touchpoint.picture:
            yield Spot(spot.file, (*spot.path, "picture")), touchpoint.picture.file, touchpoint.picture.text
        yield from _attached(spot.file, spot.path, touchpoint.attachments)


def _of_map(map_: Map) -> Iterator[tuple[Spot, str, str]]:
    journey = map_.journey
    yield from _attached(map_.file, (), journey.attachments)
    for n, note in enumerate(journey.notes):
        if note.picture:
            # a note's own words say what its picture is about
            yield map_.at("notes", n, "picture"), note.picture.file, note.picture.text or note.text
    for holder in map_.holders:
        yield from _attached(map_.file, map_.path_of(holder), holder.attachments)
    for placed in map_.cells():
        if isinstance(placed.cell, ImageCell):
            yield placed.spot, placed.cell.picture, placed.cell.text


def _attached(
    file: str, path: TextPath, attachments: Iterable[Attachment]
) -> Iterator[tuple[Spot, str, str]]:
    for n, one in enumerate(attachments):
        yield Spot(file, (*path, "attachments", n)), one.file, one.text


RULE = LintRule("colour-only", "warning", "0.2", _find, __doc__)
