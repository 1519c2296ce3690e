"""One file of an atlas as plain lines, a line a fact, with ids in place of positions: what a line-by-line tool can compare. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from footpath.atlas.ids import effective_ids, items_of
from footpath.atlas.yamltext import Mapping, Node, Scalar, Sequence, emit, parse_yaml, to_data

_THINGS = {
    "stages": "stage",
    "steps": "step",
    "touchpoints": "touchpoint",
    "opportunities": "opportunity",
    "sources": "source",
}


def outline_of(text: str, file: str = "") -> str:
    """Return a file's facts, a line each (`look-elsewhere  emotion: {score: -1}`); a text that is no YAML as it is."""
    parsed = parse_yaml(text, file)
    if not isinstance(parsed.tree, Mapping) or parsed.problems:
        return text
    return "".join(f"{line}\n" for line in _facts(parsed.tree, "", 0))


def _facts(node: Mapping, head: str, depth: int) -> Iterator[str]:
    pad = "  " * depth
    for entry in node.entries:
        key = entry.key.text
        if head and key == "id":
            continue
        if key in _THINGS:
            yield from _things(entry.value, key, depth)
        elif isinstance(entry.value, Sequence) and len(entry.value.items) > 1:
            for item in entry.value.items:
                yield f"{pad}{head}{key}: {_flow(item)}"
        else:
            yield f"{pad}{head}{key}: {_flow(entry.value)}"


def _things(value: Node, key: str, depth: int) -> Iterator[str]:
    nodes = items_of(value)
    for id_, node in zip(effective_ids(nodes, _THINGS[key]), nodes, strict=True):
        title = f": {node.text}" if isinstance(node, Scalar) else ""
        yield f"{'  ' * depth}{_THINGS[key]} {id_}{title}"
        if isinstance(node, Mapping):
            yield from _facts(node, f"{id_}  ", depth + 1)


def _flow(node: Node) -> str:
    return emit.flow(to_data(node))
