"""Foreign JSON, read leniently: values of the kinds that were hoped for, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from footpath.interchange.reading import refuse

MOST_DEEP = 64
_MOST = 1e9


def parse(text: str, what: str) -> Any:
    """Return the data of a JSON text.

    Raises
    ------
    BadInputError
        Where it is no JSON (`not-this-format`).
    """
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise refuse(f"the {what} nests too deep", "Export it again.") from None
    except ValueError as error:
        raise refuse(
            f"the text is no JSON ({error})",
            f"A {what} is JSON; name another format with --from.",
            value=text[:60],
        ) from None


def first(data: Mapping[str, Any], *names: str) -> Any:
    """Return the value of the first of these keys that holds something, whatever their case."""
    folded = {str(key).casefold().replace("_", "").replace("-", ""): value for key, value in data.items()}
    for name in names:
        value = folded.get(name.casefold())
        if value not in (None, "", [], {}):
            return value
    return None


def text_of(value: Any) -> str:
    """Return a value as one line of text; of an object the part that people read."""
    if isinstance(value, Mapping):
        value = first(value, "name", "title", "label", "text", "value", "content", "description")
    if isinstance(value, list):
        return ", ".join(filter(None, map(text_of, value)))
    if value is None or isinstance(value, Mapping):
        return ""
    return " ".join(str(value).split())


def number_of(value: Any) -> float | None:
    """Return a value as a number, or None."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) < _MOST else None  # nor is a NaN smaller than anything


def list_of(value: Any) -> list[Any]:
    """Return a value as a list: its items, its values where it is an object, itself alone, or nothing."""
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping):
        return [{"id": key, **item} if isinstance(item, Mapping) else item for key, item in value.items()]
    return [] if value is None else [value]


def objects(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield every object in a value, the outer before the inner."""
    if depth > MOST_DEEP:
        return
    if isinstance(value, Mapping):
        yield value
        for item in value.values():
            yield from objects(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from objects(item, depth + 1)
