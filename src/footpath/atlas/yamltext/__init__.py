"""YAML as text with a tree: read with places, edited by splices, written with right quotes."""

from footpath.atlas.yamltext.lines import Lines
from footpath.atlas.yamltext.nodes import (
    Entry,
    Mapping,
    Node,
    Path,
    Scalar,
    Sequence,
    child,
    find,
    to_data,
    walk,
)
from footpath.atlas.yamltext.parse import MAX_BYTES, MAX_DEPTH, MAX_NODES, Parsed, parse_yaml

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_NODES",
    "Entry",
    "Lines",
    "Mapping",
    "Node",
    "Parsed",
    "Path",
    "Scalar",
    "Sequence",
    "child",
    "find",
    "parse_yaml",
    "to_data",
    "walk",
]
