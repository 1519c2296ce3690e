"""A new atlas: its folder, its first file, and a .gitignore that keeps people's data and caches out of the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from footpath.atlas.commit import finish
from footpath.atlas.loader import Loaded, load
from footpath.atlas.lock import locked
from footpath.atlas.references import is_zone
from footpath.atlas.schema import ensure_schemas
from footpath.atlas.schema_names import modeline
from footpath.atlas.yamltext import emit
from footpath.base import BadInputError, Place, Problem, write_whole

FOLDERS = ("journeys", "personas", "measures", "pictures")
IGNORED = (
    ".footpath/",
    "exports/",
    "*.csv",
    "*.tsv",
    "*.xlsx",
    "*.xls",
    "*.parquet",
    "*.jsonl",
    "*.gz",
    "*.duckdb",
    "*.part",
)
_HEADING = "# Footpath: people's data, caches and unfinished files stay out of the repository"


def new_atlas(folder: Path | str, title: str, language: str = "en", zone: str = "UTC", **more: Any) -> Loaded:
    """Make an atlas in a folder, which may be there already and hold other things, and return it.

    Parameters
    ----------
    more
        Further keys of `atlas.yaml`, such as `currency`.

    Raises
    ------
    BadInputError
        `atlas-exists`, `bad-zone`, `no-atlas` (the path is a file), `write-failed`; nothing was written then.
    """
    root = Path(folder)
    _check(root, zone)
    head = {"footpath": 1, "title": title, "language": language, "zone": zone, **more}
    text = emit.document(
        {key: value for key, value in head.items() if value is not None}, header=modeline("atlas.yaml")
    )
    try:
        for name in FOLDERS:
            (root / name).mkdir(parents=True, exist_ok=True)
        with locked(root):
            finish(root)
            _check(root, zone)
            _ignore(root / ".gitignore")
            ensure_schemas(root)
            write_whole(root / "atlas.yaml", text)
    except OSError as error:
        raise BadInputError(
            Problem(
                code="write-failed",
                message=f"the folder cannot be made: {error.strerror}",
                place=Place(str(root)),
            )
        ) from error
    return load(root)


def _check(root: Path, zone: str) -> None:
    if root.exists() and not root.is_dir():
        raise BadInputError(
            Problem(
                code="no-atlas", message="this is a file, and an atlas is a folder", place=Place(str(root))
            )
        )
    if (root / "atlas.yaml").exists():
        raise BadInputError(
            Problem(
                code="atlas-exists",
                message="an atlas stands in this folder already",
                place=Place(str(root / "atlas.yaml")),
                help="Choose another folder, or go on with this one.",
            )
        )
    if not is_zone(zone):
        raise BadInputError(
            Problem(
                code="bad-zone",
                message="this time zone is not known",
                value=zone,
                expected="a name such as Europe/Lisbon",
            )
        )


def _ignore(path: Path) -> None:
    """Add what is missing to a .gitignore; the lines that are there stay as they are."""
    old = path.read_text("utf-8") if path.exists() else ""
    missing = [line for line in IGNORED if line not in old.splitlines()]
    if missing:
        gap = "" if not old or old.endswith("\n") else "\n"
        write_whole(path, old + gap + "\n".join((_HEADING, *missing)) + "\n")
