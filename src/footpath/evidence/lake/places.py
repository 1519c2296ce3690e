"""What a source's files may be called: paths on this machine, without credentials."""

from __future__ import annotations

import re

from footpath.atlas.types import secret_in
from footpath.base import Problem

# A path swallows one of the two slashes; one letter before the colon is a drive.
_REMOTE = re.compile(r"[A-Za-z][\w+.-]+:/")


def refused(name: str) -> Problem | None:
    """Return why a name is none of a file here: it holds a credential, or it lies on another machine."""
    what = secret_in(name)
    if what is not None:
        return Problem(
            code="secret-in-atlas",
            message=f"{what} stands in the name of a file",
            help="Take it out (and change it: it has been in a file). Engines take theirs from the environment.",
        )
    if _REMOTE.match(name):
        return Problem(
            code="file-elsewhere",
            message=f"{name.partition('?')[0]} lies on another machine, and files are read on this one",
            help=(
                "Ask an engine that has it as a table (`table: catalog.schema.events` and --engine), or mount or copy "
                "the folder."
            ),
        )
    return None
