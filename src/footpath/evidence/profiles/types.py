"""What a profile of a tool is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.evidence.profiles.taking import Taking

_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of export: how it is recognised, what its columns are, and what is to be known about it.

    Parameters
    ----------
    title
        What people call it ("PostHog").
    fits
        Whether a file's columns are of this kind; nested ones with dots.
    take
        Gives columns their roles.
    keep
        Further columns worth keeping; the tool's own technical ones are left out. None keeps what any file would.
    each
        A list whose records are the rows.
    needs
        Columns without which nothing can be counted, each as alternatives; what is missing is said with `help`.
    help
        How to export it so that nothing is missing.
    note
        What a reader must know.
    case
        What people call its cases, where the column's name does not say it.
    """

    title: str
    fits: Callable[[frozenset[str]], bool]
    take: Callable[[Taking], None]
    keep: re.Pattern[str] | None = None
    drop: re.Pattern[str] = _NOTHING
    each: str | None = None
    needs: tuple[tuple[str, ...], ...] = ()
    help: str = ""
    note: str = ""
    case: str = ""


def heads(columns: frozenset[str]) -> frozenset[str]:
    """Return the outermost names of columns: `properties.plan` and `properties` are both `properties`."""
    return frozenset(column.split(".")[0].split("[")[0] for column in columns)
