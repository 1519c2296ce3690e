"""The files of an atlas: their names, their kinds, and reading them inside the folder and inside the limits."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from footpath.atlas.yamltext import MAX_BYTES, Lines
from footpath.base import Place, Problem

FileKind = Literal[
    "atlas", "touchpoints", "sources", "opportunities", "journey", "persona", "measures", "discussion"
]

MAX_MEASURE_BYTES = 64 * 1024 * 1024
LIBRARIES: tuple[FileKind, ...] = ("touchpoints", "sources", "opportunities")
FOLDERS: dict[str, FileKind] = {"journeys": "journey", "personas": "persona"}

_STEM = re.compile(r"\w[\w.\-]{0,120}")


def kind_of(file: str) -> FileKind | None:
    """Return what a relative path is in an atlas, or None where it is none of its files."""
    if file == "atlas.yaml":
        return "atlas"
    folder, slash, name = file.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    if not dot or not _STEM.fullmatch(stem) or "/" in folder:
        return None
    if not slash:
        return next((kind for kind in LIBRARIES if ending == "yaml" and kind == stem), None)
    if ending == "yaml":
        return "discussion" if folder == "discussion" else FOLDERS.get(folder)
    return "measures" if ending == "json" and folder == "measures" else None


def is_inside(root: Path, path: Path) -> bool:
    """Return whether a path, with all links followed, lies inside a folder (compared by parts)."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read: its text and the hash of its bytes, or the problem that kept it from being read."""

    file: str
    text: str | None
    hash: str
    problem: Problem | None = None


def digest(data: bytes) -> str:
    """Return the hash that commits compare (BLAKE2b, 16 bytes, hexadecimal)."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read_text(root: Path, file: str, *, limit: int = MAX_BYTES) -> Read:
    """Return the text of a file of the atlas; its size is looked at before its bytes are read."""
    path = root / file
    if not is_inside(root, path):
        return _unread(
            file,
            code="path-outside-atlas",
            message="this file is a link that leads out of the atlas",
            advice="Put the file itself here.",
        )
    try:
        size = path.stat().st_size
        if size > limit:
            return _unread(
                file,
                code="file-too-large",
                message=f"the file has {size / 2**20:.1f} MiB, and the limit is {limit // 2**20} MiB",
                advice="Split the map into child journeys, or look whether this file belongs into the atlas.",
            )
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        return _unread(
            file,
            code="unreadable-file",
            message=f"the file cannot be read: {error.strerror}",
            advice="Look at its rights.",
        )
    problem = None
    text = None
    if len(data) > limit:
        return _unread(
            file, code="file-too-large", message=f"the file grew past {limit // 2**20} MiB while it was read"
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = _not_utf8(file, data, error)
    return Read(file, text, digest(data), problem)


def list_files(root: Path) -> tuple[list[str], list[Problem]]:
    """Return the relative paths of an atlas's YAML files, in order, and a warning for each that is not read."""
    files = [
        file for file in ("atlas.yaml", *(f"{name}.yaml" for name in LIBRARIES)) if (root / file).is_file()
    ]
    problems: list[Problem] = []
    for folder in (*FOLDERS, "discussion"):
        if not (root / folder).is_dir() or not is_inside(root, root / folder):
            continue
        for path in sorted((root / folder).iterdir()):
            name = f"{folder}/{path.name}"
            if path.name.startswith(".") or not path.is_file():
                continue
            if kind_of(name):
                files.append(name)
            elif path.suffix in (".yml", ".yaml", ".YAML", ".YML"):
                problems.append(
                    Problem(
                        code="file-not-read",
                        message="this file is not read, because of its name",
                        place=Place(name),
                        severity="warning",
                        help="Give it a name of letters, digits and hyphens that ends in .yaml.",
                    )
                )
    return files, problems


def _unread(file: str, *, code: str, message: str, advice: str | None = None) -> Read:
    return Read(file, None, "", Problem(code=code, message=message, place=Place(file), help=advice))


def _not_utf8(file: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Problem(
            code="not-utf-8",
            message="the file is UTF-16, and must be UTF-8",
            place=Place(file, 1, 1),
            help="Save it as UTF-8: most editors ask for the encoding under Save as.",
        )
    before = data[: error.start].decode("utf-8", "replace")
    place = Lines(before, file).place(len(before))
    return Problem(
        code="not-utf-8",
        message=f"the byte 0x{data[error.start]:02X} is no UTF-8",
        place=place,
        help="Save the file as UTF-8; it may have been written as Windows-1252, Latin-1 or Windows-1251.",
    )
