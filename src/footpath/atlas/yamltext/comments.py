"""The comments of a text, with their places: what stands between its values and begins with a hash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from footpath.atlas.yamltext.nodes import Mapping, Node, Scalar, Sequence
from footpath.atlas.yamltext.parse import Parsed

_COMMENT = re.compile(r"#[^\r\n]*")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\r\n]*)")


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment: `text[start:end]` from its hash to the end of its line; `own_line` where nothing else stands there."""

    start: int
    end: int
    text: str
    own_line: bool


def comments_of(parsed: Parsed) -> tuple[Comment, ...]:
    """Return the comments of a text, in order."""
    text = parsed.text
    if "#" not in text:
        return ()
    found: list[Comment] = []
    at = 0
    for scalar in (*_scalars(parsed.tree), None):
        stop = len(text) if scalar is None else scalar.start
        found += (_comment(text, match) for match in _COMMENT.finditer(text, at, max(at, stop)))
        if scalar is None:
            break
        at = max(at, scalar.end)
        if scalar.style in ("|", ">") and (header := _HEADER.match(text, scalar.start)):
            start, end = header.span(1)
            found.append(Comment(start, end, header.group(1).rstrip(), False))
    return tuple(found)


def _comment(text: str, match: re.Match[str]) -> Comment:
    line = max(text.rfind("\n", 0, match.start()), text.rfind("\r", 0, match.start())) + 1
    own = not text[line : match.start()].strip(" \t\ufeff")
    return Comment(match.start(), match.end(), match.group().rstrip(), own)


def _scalars(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for entry in node.entries:
            yield entry.key
            yield from _scalars(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item)
