"""What a tree must say after an edit: its own nodes where nothing was meant to change, plain data where something was.

So a text of any size is compared with what was meant by looking at what was changed, and at nothing else.
"""

from __future__ import annotations

import copy
from typing import Any

from footpath.atlas.yamltext.nodes import Mapping, Node, Path, Scalar, Sequence, base_of, to_data

Meant = tuple[Path, str, Any]
"""One thing meant: a path in the tree as it was, `put`, `insert` or `remove`, and the value (for `insert` with its index)."""


class NotMeantError(Exception):
    """What was meant cannot be said of this tree: a list of one that is written as a single value."""


def meant(tree: Node, changes: list[Meant]) -> Any:
    """Return what a tree says after changes: dicts and lists on the way to each, and nodes beside that way."""
    data: Any = tree
    for path, what, value in sorted(changes, key=_late_first):
        data = _changed(data, path, what, value)
    return data


def says(node: Node, wanted: Any) -> bool:
    """Return whether a node says what is wanted: a node of another tree, or plain data (with nodes in it)."""
    if isinstance(wanted, (Scalar, Sequence, Mapping)):
        return _alike(base_of(node), base_of(wanted))
    if isinstance(wanted, dict):
        if not isinstance(node, Mapping) or len(node.entries) != len(wanted):
            return False
        by_key = {str(key): value for key, value in wanted.items()}
        return all(
            entry.key.text in by_key and says(entry.value, by_key[entry.key.text]) for entry in node.entries
        )
    if isinstance(wanted, (list, tuple)):
        return (
            isinstance(node, Sequence)
            and len(node.items) == len(wanted)
            and all(says(item, value) for item, value in zip(node.items, wanted, strict=True))
        )
    return isinstance(node, Scalar) and _plain(to_data(node)) == _plain(wanted)


def _alike(node: Any, other: Any) -> bool:
    if node is other:
        return True
    if type(node) is not type(other):
        return False
    if isinstance(node, Scalar):
        return node.text == other.text and bool(node.style) == bool(other.style)
    if isinstance(node, Mapping):
        return len(node.entries) == len(other.entries) and all(
            one.key.text == two.key.text and _alike(base_of(one.value), base_of(two.value))
            for one, two in zip(node.entries, other.entries, strict=True)
        )
    return len(node.items) == len(other.items) and all(
        _alike(base_of(one), base_of(two)) for one, two in zip(node.items, other.items, strict=True)
    )


def _plain(value: Any) -> Any:
    """Return a value in a form in which equal means written alike: 1 is not true, days are text."""
    if isinstance(value, (bool, int, float)) or value is None:
        return (type(value).__name__, float(value) if isinstance(value, (int, float)) else None)
    return str(value)


def _late_first(change: Meant) -> tuple[Any, ...]:
    """Order changes so that those further down come first, as paths mean the text before all changes."""
    path, what, value = change
    keys = [(1, part, "") if isinstance(part, int) else (0, 0, part) for part in path]
    if what == "insert":
        keys.append((1, value[0], ""))
    return ([(kind, -number, text) for kind, number, text in keys], 0 if what == "remove" else 1)


def _changed(data: Any, path: Path, what: str, value: Any) -> Any:
    if not path:
        return _copied(value)
    data = parent = _opened(data)
    for part in path[:-1]:
        parent[part] = _opened(_at(parent, part))
        parent = parent[part]
    last: Any = path[-1]
    if what == "insert":
        parent[last] = _opened(_at(parent, last))
        parent[last].insert(value[0], _copied(value[1]))
    elif what == "remove":
        del parent[last]
    elif isinstance(parent, (dict, list)):
        parent[last] = _copied(value)
    else:
        raise NotMeantError
    return data


def _copied(value: Any) -> Any:
    """Return a value that may be changed; nodes never are."""
    return value if isinstance(value, (Scalar, Sequence, Mapping)) else copy.deepcopy(value)


def _at(parent: Any, part: Any) -> Any:
    if not isinstance(parent, (dict, list)):
        raise NotMeantError
    return parent[part]


def _opened(value: Any) -> Any:
    """Return a node as a dict or list of its nodes, to be changed; what is plain data already as it is."""
    if isinstance(value, Mapping):
        return {entry.key.text: entry.value for entry in base_of(value).entries}
    if isinstance(value, Sequence):
        return list(base_of(value).items)
    return to_data(value) if isinstance(value, Scalar) else value
