"""Pictures of the atlas: which files a map shows, and what may be put into a page, by its first bytes and its size.

Nothing is read here, and nothing is decoded but the few bytes that say how wide and tall a picture is.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from footpath.atlas.types import Atlas, Attachment, ImageCell

PICTURE_LIMIT = 2 * 1024 * 1024
"""The most bytes of one picture, 2 MiB: all of them are copied into every page that shows it."""

_SIDE = 30_000
"""A side over so many pixels is no picture for a page: a browser would need gigabytes for it."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture that a map shows: what to put into the page and its pixels, or why it cannot be shown."""

    file: str
    text: str
    uri: str = ""
    width: int = 0
    height: int = 0
    problem: str = ""


def shot(pictures: Mapping[str, bytes] | None, file: str, text: str) -> Shot:
    """Return a file of the atlas as it may be shown; `problem` says why it may not."""
    if pictures is None:
        return Shot(file, text, problem=f"picture: {file}")
    data = pictures.get(file)
    if data is None:
        return Shot(file, text, problem=f"no file {file}")
    if len(data) > PICTURE_LIMIT:
        return Shot(file, text, problem=f"{file} is over 2 MiB")
    kind, width, height = _looked_at(data)
    if not kind:
        return Shot(file, text, problem=f"{file} is no PNG, JPEG, WebP or GIF")
    if not (0 < width <= _SIDE and 0 < height <= _SIDE):
        return Shot(file, text, problem=f"{file} has no size that can be shown")
    return Shot(file, text, _uri(kind, data), width, height)


def picture_files(atlas: Atlas, journey: str) -> tuple[str, ...]:
    """Return the paths of the pictures that a journey's map or its personas' cards may show, each once, in order."""
    return tuple(dict.fromkeys(_files(atlas, journey)))


def _files(atlas: Atlas, journey: str) -> Iterator[str]:
    shown = atlas.journey(journey)
    for persona in atlas.personas:
        if persona.portrait is not None:
            yield persona.portrait.file
    used: set[str] = set()
    for stage in shown.stages:
        for holder in (stage, *stage.steps):
            for cells in holder.cells.values():
                for cell in cells:
                    if isinstance(cell, ImageCell):
                        yield cell.picture
                    used.add(getattr(cell, "ref", ""))
    pictures: list[Attachment | None] = [t.picture for t in atlas.touchpoints if t.id in used]
    yield from (picture.file for picture in pictures if picture is not None)


@lru_cache(maxsize=64)
def _uri(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _looked_at(data: bytes) -> tuple[str, int, int]:
    """Return the kind of a picture (png, jpeg, gif, webp, or empty for none), its width and its height."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR" and len(data) >= 24:
        return "png", int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        return "gif", int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ("webp", *_webp(data))
    if data[:3] == b"\xff\xd8\xff":
        return ("jpeg", *_jpeg(data))
    return "", 0, 0


def _webp(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X" and len(data) >= 30:
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L" and len(data) >= 25:
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF)
    if kind == b"VP8 " and len(data) >= 30:
        return (
            int.from_bytes(data[26:28], "little") & 0x3FFF,
            int.from_bytes(data[28:30], "little") & 0x3FFF,
        )
    return 0, 0


def _jpeg(data: bytes) -> tuple[int, int]:
    """Return the size that the first frame header says."""
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            return 0, 0
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + (int.from_bytes(data[at + 2 : at + 4], "big") if marker != 0xFF else -1)
    return 0, 0
