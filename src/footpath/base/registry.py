"""A typed table of named things (rules, readers, measures, engines, forms, formats), open to installed packages.

Entries are import paths, so that listing them imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Generic, TypeVar

from footpath.base.ids import did_you_mean
from footpath.base.problems import BadInputError, Problem

T = TypeVar("T")


class Registry(Generic[T]):
    """Names to things; `table` maps a name to ``"module:attribute"``; third parties add by entry points.

    Parameters
    ----------
    what
        What stands in it, for messages ("form", "measure").
    table
        The project's own entries, in the order in which they are listed.
    group
        The entry-point group that installed packages use, such as ``footpath.forms``.
    """

    def __init__(self, what: str, table: Mapping[str, str], *, group: str) -> None:
        self.what = what
        self.group = group
        self._own = dict(table)
        self._loaded: dict[str, T] = {}

    def names(self) -> list[str]:
        """Return all names, our own first."""
        theirs = [point.name for point in entry_points(group=self.group) if point.name not in self._own]
        return [*self._own, *sorted(theirs)]

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self.names()

    def __iter__(self) -> Iterator[str]:
        return iter(self.names())

    def get(self, name: str) -> T:
        """Return the thing of that name, importing it now.

        Raises
        ------
        BadInputError
            Where there is none; the nearest names are given.
        """
        if name not in self._loaded:
            path = self._own.get(name)
            if path is not None:
                module, _, attribute = path.partition(":")
                self._loaded[name] = getattr(import_module(module), attribute)
            else:
                found = [point for point in entry_points(group=self.group) if point.name == name]
                if not found:
                    raise BadInputError(
                        Problem(
                            code="unknown-name",
                            message=f"there is no {self.what} {name!r}",
                            value=name,
                            help=did_you_mean(name, self.names(), what="there are"),
                        )
                    )
                self._loaded[name] = found[0].load()
        return self._loaded[name]
