"""The table of formats, and the two protocols: what writes a journey, and what reads one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from footpath.atlas import Loaded
from footpath.atlas.types import Atlas, Journey, Lane
from footpath.base import BadInputError, Problem, Registry
from footpath.interchange.reading import Back, Foreign, Read, ReadOptions, Rows
from footpath.interchange.report import Written


@dataclass(frozen=True, slots=True)
class Options:
    """What a writer is asked for: the lanes to show in this order, and whose cells where several personas have some."""

    lanes: tuple[Lane, ...]
    persona: str | None = None


class Writer(Protocol):
    """From a journey to the bytes of a file, and the report of what was lost."""

    def __call__(self, atlas: Atlas, journey: Journey, options: Options) -> Written:
        """Return the file and its report."""


class Reader(Protocol):
    """From what somebody else wrote to plain data of an atlas, what was guessed, and the report of what was lost.

    It runs in a child process, so it takes a text or rows and returns plain data; it never calls back.
    """

    def __call__(self, foreign: Foreign, options: ReadOptions) -> Read:
        """Return what was read."""


class Home(Protocol):
    """From the rows of a table that was written from an atlas and edited elsewhere, to what they change in it."""

    def __call__(self, rows: Rows, loaded: Loaded, journey: str | None, options: ReadOptions) -> Back:
        """Return the operations and the report."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format of somebody else: its title, the endings of its files, and which ways it goes.

    `write_atlas` writes what belongs to a whole atlas and to no one journey. `rows` gives a table's rows (it runs in the child process), `home` what they change in the atlas that they are of.
    """

    title: str
    endings: tuple[str, ...]
    write: Writer | None = None
    write_atlas: Callable[[Atlas], Written] | None = None
    read: Reader | None = None
    rows: Callable[[Foreign], Rows] | None = None
    home: Home | None = None


FORMATS: Registry[Format] = Registry(
    "format",
    {
        "mermaid": "footpath.interchange.mermaid:FORMAT",
        "grid-csv": "footpath.interchange.grid_csv:FORMAT",
        "grid-xlsx": "footpath.interchange.grid_xlsx:FORMAT",
        "html-table": "footpath.interchange.html_table:FORMAT",
        "markdown": "footpath.interchange.markdown:FORMAT",
        "dgmo": "footpath.interchange.dgmo:FORMAT",
        "ojf": "footpath.interchange.ojf:FORMAT",
        "cjml": "footpath.interchange.cjml:FORMAT",
        "ujg": "footpath.interchange.ujg:FORMAT",
        "notes": "footpath.interchange.notes:FORMAT",
        "touchpoints": "footpath.interchange.touchpoint_table:FORMAT",
        "tasks-jira": "footpath.interchange.tasks:JIRA",
        "tasks-trello": "footpath.interchange.tasks:TRELLO",
        "tasks-asana": "footpath.interchange.tasks:ASANA",
        "tasks-github": "footpath.interchange.tasks:GITHUB",
    },
    group="footpath.formats",
)
"""Name to `Format`."""


def format_of(file: str | PurePath) -> str:
    """Return the name of the format that a file's ending stands for.

    Raises
    ------
    BadInputError
        Where no format has that ending.
    """
    suffixes = [suffix.lower() for suffix in PurePath(file).suffixes]
    by_ending = {known: name for name in FORMATS for known in FORMATS.get(name).endings}
    # two endings say more than one: board.notes.csv, team.jira.csv
    ending = next((last for last in ("".join(suffixes[-2:]), *suffixes[-1:]) if last in by_ending), "")
    if not ending:
        ending = suffixes[-1] if suffixes else ""
        raise BadInputError(
            Problem(
                code="unknown-format-ending",
                message=f"no format is known by the ending {ending!r}",
                value=str(file),
                help=f"Known are {', '.join(sorted(by_ending))}; or name the format itself (--from, --to).",
            )
        )
    return by_ending[ending]
