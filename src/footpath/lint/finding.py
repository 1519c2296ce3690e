"""What a rule yields, and what a user gets: frozen data, no behaviour but their own text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from footpath.base import Place, Severity

if TYPE_CHECKING:
    from footpath.lint.subject import Subject

TextPath = tuple[str | int, ...]
Status = Literal["preview", "stable", "deprecated"]
OptionValue = int | float | str | bool | tuple[str, ...]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the worst to the mildest."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in an atlas before it is looked up in the text: a file, and a path of keys and indices in it.

    What stands between the values (a comment) has no path: `offset` is then its first character in the text.
    """

    file: str
    path: TextPath = ()
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault that a rule found; code, name and severity are added by `check`.

    `is_private` keeps the source line out of the finding (personal data must not be repeated in a log).
    `operation` is an operation of `atlas` that mends the fault without a judgement, `fix` says it in words.
    """

    at: Spot
    message: str
    help: str | None = None
    fix: str | None = None
    operation: Any = None
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of `check`.

    `fix` says in words what `check --fix` would do (None: nothing is safe to do by machine), `operation` is the
    operation of `atlas` that does it. `help` is one step that a person can take. `source` is the line that
    `place` points at.
    """

    code: str
    name: str
    severity: Severity
    place: Place
    message: str
    fix: str | None = None
    help: str | None = None
    source: str | None = None
    operation: Any = None

    def row(self) -> dict[str, Any]:
        """Return the finding as a row of `check`: code, name, severity, file, line, column, message, fix."""
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity,
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "message": self.message,
            "fix": self.fix,
        }


@dataclass(frozen=True, slots=True)
class LintRule:
    """One rule: its name, how grave its fault is, the version that brought it, and the function that finds it.

    `page` is the docstring of the rule's module: what, why, an example that fails and one that passes.
    A rule with `last` looks at what the others found (the allowances), and runs after them. `options` are what an
    atlas may set for it (`check:` in atlas.yaml), each with its default; the default's type is that of the option.
    `choices` are all that an option may be, where it is not free.
    `needs` is what it is silent without: the day of the check, what a drawing knows, or maps drawn on a paper.
    """

    name: str
    severity: Severity
    since: str
    find: Callable[[Subject], Iterator[Fault]]
    page: str
    status: Status = "stable"
    last: bool = False
    options: Mapping[str, OptionValue] = field(default_factory=lambda: MappingProxyType({}))
    needs: Literal["", "today", "layout", "paper"] = ""
    choices: Mapping[str, tuple[OptionValue, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Allowance:
    """One entry of an `allow` in a file: which rule (code or name), for what reason, and what it held back."""

    spot: Spot
    rule: str
    reason: str
    thing: Literal["atlas", "journey", "persona"]
    id: str
    held: int = 0

    @property
    def everywhere(self) -> bool:
        """Return whether it holds for all files."""
        return self.thing == "atlas"
