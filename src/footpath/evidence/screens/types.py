"""How addresses become screens, as plain data."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Screens:
    """A column of addresses and the rules that make screens of them.

    Parameters
    ----------
    column
        The column of addresses (or paths, or names of an app's screens).
    rules
        ``/products/*`` folds that segment wherever a path begins so; ``/checkout/** = checkout`` names what fits as a
        whole (``*`` is one segment, ``**`` any number). Rules hold in their order, and win over what always folds.
    views
        Names of events that are no more than a look at a screen: such an event is called by its screen. So is an event
        without a name, and every event where the column of events is that of the addresses.
    languages
        Prefixes that are left out, as ``de`` and ``pt-BR``.
    """

    column: str
    rules: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the rules as plain data."""
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in dataclasses.asdict(self).items()
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Screens:
        """Read back what `to_json` wrote."""
        lists = {key: tuple(data.get(key) or ()) for key in ("rules", "views", "languages")}
        return cls(column=data["column"], **lists)


def screens_of(source: object) -> Screens | None:
    """Return the screens that a source asks for, or None."""
    found = getattr(source, "screens", None)
    if found is None or isinstance(found, Screens):
        return found
    names = ("column", "rules", "views", "languages")
    return Screens.from_json({name: getattr(found, name, ()) for name in names})
