"""New values as YAML text: quoted where a reader (of YAML 1.2 or 1.1) would take a text for something else.

Small things stand on one line in brackets or braces, large ones in block form; texts of several lines are literal blocks.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from footpath.atlas.yamltext.resolve import is_not_finite, resolve
from footpath.base import BadInputError, Problem

WIDTH = 100
_DEEPEST = 30
_LONGEST_KEY = 500  # YAML reads no key of more than 1,024 bytes, quotes and escapes included

# What YAML 1.1 readers take for a truth, a null or a number, and we do not: quoted for their sake.
_ELSEWHERE = re.compile(
    r"(?i:y|n|yes|no|on|off)|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[-+]?[0-9][0-9_]*|0b[01_]+|=|<<"
)
_PLAIN = re.compile(r"[^\W_](?:[^\s:#]|:(?!\s|$)|(?<!\s)#|[ ](?=\S))*")
_FLOW_PLAIN = re.compile(r"[^\W_](?:[^\s:#,\[\]{}]|[ ](?=[^\s#]))*")
_ESCAPED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_UNLITERAL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_ONLY_DIGITS = re.compile(r"[-+.0-9_]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """How new text is laid out: columns a level, columns a list's dash is moved in, and the line break."""

    step: int = 2
    dash: int = 2
    newline: str = "\n"
    literal: bool = True


def scalar(value: Any, *, flow: bool = False) -> str:
    """Return a text, number, truth, day or null on one line.

    Raises
    ------
    BadInputError
        Where the value is none of these, or is no finite number (`unwritable-value`).
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float) and math.isfinite(value):
        return repr(float(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _text(value, flow)
    raise _unwritable(value)


def flow(value: Any) -> str:
    """Return a value on one line, lists in brackets and mappings in braces."""
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{scalar(str(key), flow=True)}: {flow(item)}" for key, item in value.items())
            + "}"
        )
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return scalar(value, flow=True)


def after_key(value: Any, indent: int, layout: Layout, *, always_block: bool = False) -> str:
    """Return what stands after `key:` for a value; `indent` is the column of the key. Begins with a space or line break."""
    if isinstance(value, dict) and value and (always_block or not _is_small(value, indent)):
        return layout.newline + block_mapping(value, indent + layout.step, layout)
    if isinstance(value, (list, tuple)) and value and (always_block or not _is_small(value, indent)):
        return layout.newline + block_list(value, indent + layout.dash, layout)
    if isinstance(value, str) and layout.literal and _is_literal(value):
        return " " + _literal(value, indent + layout.step, layout)
    return " " + (flow(value) if isinstance(value, (dict, list, tuple)) else scalar(value))


def block_mapping(value: dict[str, Any], indent: int, layout: Layout) -> str:
    """Return a mapping in block form, every line indented, without a line break at the end."""
    pad = " " * indent
    return layout.newline.join(
        f"{pad}{scalar(str(key))}:{after_key(item, indent, layout, always_block=key in ALWAYS_BLOCK)}"
        for key, item in value.items()
    )


def block_list(values: Iterable[Any], indent: int, layout: Layout) -> str:
    """Return a list in block form."""
    return layout.newline.join(list_item(value, indent, layout) for value in values)


def list_item(value: Any, indent: int, layout: Layout, *, as_flow: bool = False) -> str:
    """Return one item with its dash, indented; mappings in block form unless they are small leaves or `as_flow`."""
    pad = " " * indent
    if isinstance(value, dict) and value and not as_flow and not _is_leaf(value, indent):
        return f"{pad}- {block_mapping(value, indent + 2, layout).lstrip(' ')}"
    if isinstance(value, str) and layout.literal and not as_flow and _is_literal(value):
        return f"{pad}- {_literal(value, indent + 2, layout)}"
    if isinstance(value, (list, tuple)) and value and not as_flow and not _is_small(value, indent):
        return f"{pad}- {block_list(value, indent + 2, layout).lstrip(' ')}"
    return f"{pad}- {flow(value) if isinstance(value, (dict, list, tuple)) else scalar(value)}"


_OWN_LINES = frozenset({"id", "title", "steps"})
ALWAYS_BLOCK = frozenset({"stages", "steps", "touchpoints", "sources", "opportunities", "channels"})
"""Lists whose things get lines of their own however small they are."""


def document(value: dict[str, Any], *, header: str = "") -> str:
    """Return a whole file."""
    check_writable(value)
    return header + block_mapping(value, 0, Layout()) + "\n"


def is_flow_safe(text: str) -> bool:
    """Return whether a plain text keeps its meaning between brackets or braces."""
    return _FLOW_PLAIN.fullmatch(text) is not None or _ONLY_DIGITS.fullmatch(text) is not None


def is_foldable(text: str) -> bool:
    """Return whether a text may stand in a folded block."""
    return not _UNLITERAL.search(text)


def check_writable(value: Any, depth: int = 1) -> None:
    """Refuse what cannot be written, before anything is.

    Raises
    ------
    BadInputError
        `unwritable-value`.
    """
    if depth > _DEEPEST:
        raise _unwritable("…")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key or len(key) > _LONGEST_KEY:
                raise _unwritable(key)
            scalar(key)
            check_writable(item, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            check_writable(item, depth + 1)
    else:
        scalar(value)
        if isinstance(value, str) and re.search("[\ud800-\udfff]", value):
            raise _unwritable(value.encode("ascii", "backslashreplace").decode())


def _text(text: str, in_flow: bool) -> str:
    if _ESCAPED.search(text):
        return _double(text)
    if _is_plain(text, in_flow):
        return text
    if "'" in text and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _is_plain(text: str, in_flow: bool) -> bool:
    pattern = _FLOW_PLAIN if in_flow else _PLAIN
    return (
        pattern.fullmatch(text) is not None
        and resolve(text) is text
        and not is_not_finite(text)
        and not _ELSEWHERE.fullmatch(text)
        and not _ONLY_DIGITS.fullmatch(text)
    )


def _double(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", quoted)


def _is_literal(text: str) -> bool:
    if "\n" not in text.rstrip("\n") or text.endswith("\n\n") or _UNLITERAL.search(text):
        return False
    return not text.startswith((" ", "\n", "\t")) and all(
        not line or not line[-1].isspace() for line in text.split("\n")
    )


def _literal(text: str, indent: int, layout: Layout) -> str:
    header = "|" if text.endswith("\n") else "|-"
    pad = " " * indent
    lines = [f"{pad}{line}" if line else "" for line in text.removesuffix("\n").split("\n")]
    return layout.newline.join([header, *lines])


def _is_small(value: Any, indent: int) -> bool:
    """Return whether a list or mapping fits one line and holds nothing large or of several lines."""
    items = value.values() if isinstance(value, dict) else value
    if any(isinstance(item, str) and "\n" in item for item in items):
        return False
    if any(isinstance(item, (dict, list, tuple)) and not _is_small(item, indent) for item in items):
        return False
    return len(flow(value)) + indent <= WIDTH


def _is_leaf(value: dict[str, Any], indent: int) -> bool:
    """Return whether a mapping in a list is small, and holds no further mapping."""
    return (
        len(value) <= 2
        and not any(isinstance(item, dict) for item in value.values())
        and _is_small(value, indent)
    )


def _unwritable(value: Any) -> BadInputError:
    return BadInputError(
        Problem(
            code="unwritable-value",
            message="this value cannot be written into an atlas",
            value=str(value)[:80],
            expected="text, finite numbers, true, false, lists and mappings, at most 30 deep",
        )
    )
