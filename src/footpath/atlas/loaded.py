"""The atlas as it was loaded: the document with its problems, texts and trees, and where its things stand."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from pathlib import Path as Folder

from footpath.atlas.building import path_text
from footpath.atlas.ids import JourneyIndex, effective_ids
from footpath.atlas.parts import Made
from footpath.atlas.types import Atlas
from footpath.atlas.yamltext import Lines, Node, Parsed, Path, Sequence, child
from footpath.base import Place, Problem


@dataclass(frozen=True)
class Loaded:
    """An atlas as it was loaded: the document, every problem, and the texts that it came from.

    Attributes
    ----------
    atlas
        The document, of everything that could be read.
    problems
        All errors and warnings, in the order of files and lines.
    texts
        Relative path to text, of the YAML files that could be decoded.
    hashes
        Relative path to the hash of the bytes on disk, of all files that were read.
    folder
        Where it was loaded from; None where it came from texts alone.
    parsed, indexes, files
        The trees by file; where stages and steps stand by file; the file of each journey, persona or library entry.
    outside
        Those of the problems that came with the texts: of files that could not be read, and of measures.
    made
        What was made of each file's parts, to be used again after an edit.
    """

    atlas: Atlas
    problems: tuple[Problem, ...]
    texts: Lookup[str, str]
    hashes: Lookup[str, str] = field(default_factory=dict)
    folder: Folder | None = None
    parsed: Lookup[str, Parsed] = field(default_factory=dict, repr=False)
    indexes: Lookup[str, JourneyIndex] = field(default_factory=dict, repr=False)
    files: Lookup[tuple[str, str], str] = field(default_factory=dict, repr=False)
    outside: tuple[Problem, ...] = field(default=(), repr=False, compare=False)
    made: Lookup[str, Made] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_valid(self) -> bool:
        """Return whether there is no error (there may be warnings)."""
        return not any(problem.severity == "error" for problem in self.problems)

    def file_of(self, kind: str, id_: str) -> str | None:
        """Return the file of a journey or persona (`kind`), or of a thing in a library, by id."""
        return self.files.get((kind, id_))

    def place(self, file: str, path: Path | str = ()) -> Place:
        """Return where a thing stands; a part of the path may be a key, an index, or the id of a thing in a list.

        Where the path leads nowhere, the place is that of the last thing on the way to it.
        """
        parts: Path = tuple(path.split("/")) if isinstance(path, str) and path else tuple(path)
        parsed = self.parsed.get(file)
        if parsed is None or parsed.tree is None:
            return Place(file, path=path_text(parts))
        node = _follow(parsed.tree, parts)
        return Lines(parsed.text, file).place(node.start, path_text(parts))

    def source_line(self, place: Place) -> str | None:
        """Return the line of text that a place points at."""
        text = self.texts.get(place.file or "")
        lines = text.splitlines() if text is not None and place.line else []
        return lines[place.line - 1] if place.line and place.line <= len(lines) else None

    def where(
        self, journey: str, at: str | None = None, lane: str | None = None, index: int | None = None
    ) -> Place:
        """Return where a journey, a step or stage of it (`at`), or a cell stands."""
        file = self.file_of("journey", journey) or f"journeys/{journey}.yaml"
        known = self.indexes.get(file)
        path: Path = ()
        if at is not None and known is not None:
            path = known.steps.get(at) or known.stages.get(at) or ()
        if lane is not None:
            path = (*path, lane)
        if index is not None:
            path = (*path, index)
        return self.place(file, path)


def _follow(tree: Node, path: Path) -> Node:
    node = tree
    for part in path:
        found = child(
            node,
            int(part) if isinstance(part, str) and part.isdigit() and isinstance(node, Sequence) else part,
        )
        if found is None and isinstance(node, Sequence) and isinstance(part, str):
            ids = effective_ids(node.items)
            found = node.items[ids.index(part)] if part in ids else None
        if found is None and not (part == 0 and not isinstance(node, Sequence)):
            break
        node = found or node
    return node
