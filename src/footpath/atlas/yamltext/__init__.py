"""YAML as text with a tree: read with places, edited by splices, written with right quotes."""

from footpath.atlas.yamltext.lines import Lines
from footpath.atlas.yamltext.nodes import (
    Entry,
    Mapping,
    Node,
    Path,
    Scalar,
    Sequence,
    base_of,
    child,
    find,
    to_data,
    walk,
)
from footpath.atlas.yamltext.parse import MAX_BYTES, MAX_DEPTH, MAX_NODES, Parsed, parse_yaml
from footpath.atlas.yamltext.reparse import Change, reparse

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_NODES",
    "Change",
    "Entry",
    "Lines",
    "Mapping",
    "Node",
    "Parsed",
    "Path",
    "Scalar",
    "Sequence",
    "base_of",
    "child",
    "find",
    "parse_yaml",
    "reparse",
    "to_data",
    "walk",
]
