"""The register of problem codes: each room names its codes and explains them in one place.

`docs/reference/problems.md` is made from it, and a test keeps every code in use and every use registered.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_CODES: dict[str, tuple[str, str]] = {}


def register_codes(room: str, codes: Mapping[str, str]) -> Mapping[str, str]:
    """Register a room's problem codes, each with the paragraph that becomes its page.

    Raises
    ------
    ValueError
        Where another room owns a code already: a code is written in exactly one place.
    """
    for code, page in codes.items():
        owner = _CODES.get(code, (room, ""))[0]
        if owner != room:
            raise ValueError(f"problem code {code!r} of {room} belongs to {owner} already")
        _CODES[code] = (room, page)
    return MappingProxyType(dict(codes))


def registered_codes() -> Mapping[str, tuple[str, str]]:
    """Return every registered code with its room and its explanation."""
    return MappingProxyType(_CODES)
