"""The rules that a file's addresses ask for: segments with many values, prefixes that are languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from footpath.evidence.screens.folding import ANY, is_id, segments
from footpath.evidence.screens.types import Screens

_MANY = 20
_MANY_AT_ROOT = 100
_LANGUAGE = re.compile(
    "(?:ar|bg|bn|ca|cs|da|de|el|en|es|et|fa|fi|fr|he|hi|hr|hu|id|it|ja|ko|lt|lv|ms|nb|nl|nn|no|pl|pt|ro|ru|sk|sl|sr|sv|th|tr"
    "|uk|ur|vi|zh)(?:[-_][A-Za-z]{2})?"
)


def find_screens(column: str, addresses: Iterable[str], views: Iterable[str] = ()) -> Screens:
    """Return how addresses become screens: what they share, found in these values.

    A segment with more than 20 values (100 at the root) is one thing of many, as the names of products. Languages are
    left out where at least two of them begin paths, or one begins nearly all.
    """
    paths = [parts for address in addresses if (parts := segments(address)) is not None]
    languages = _languages(paths)
    tree: dict[str, Any] = {}
    for parts in paths:
        node = tree
        for part in parts[1:] if parts and parts[0] in languages else parts:
            node = node.setdefault(ANY if is_id(part) else part, {})
    rules: list[str] = []
    _fold_tree(tree, (), rules)
    return Screens(column, tuple(rules), tuple(views), tuple(sorted(languages)))


def _languages(paths: list[list[str]]) -> set[str]:
    count: dict[str, int] = {}
    for parts in paths:
        if parts and _LANGUAGE.fullmatch(parts[0]):
            count[parts[0]] = count.get(parts[0], 0) + 1
    share = sum(count.values()) / (len(paths) or 1)
    return set(count) if (len(count) >= 2 and share > 0.05) or share > 0.9 else set()


def _fold_tree(node: dict[str, Any], before: tuple[str, ...], rules: list[str]) -> None:
    named = [name for name in node if name not in (ANY, "#")]
    if len(named) > (_MANY if before else _MANY_AT_ROOT):
        rules.append("/" + "/".join((*before, ANY)))
        merged: dict[str, Any] = {}
        for name in [*named, ANY]:
            _merge(merged, node.get(name, {}))
        node = {ANY: merged} | ({"#": node["#"]} if "#" in node else {})
    for name, inner in node.items():
        _fold_tree(inner, (*before, name), rules)


def _merge(into: dict[str, Any], other: dict[str, Any]) -> None:
    for name, inner in other.items():
        _merge(into.setdefault(name, {}), inner)
