"""Where findings stand in the text, for thousands of them: each file's lines, and each list's ids, are looked up once.

Says what `Loaded.place` and `Loaded.source_line` say, which serve one question at a time.
"""

from __future__ import annotations

from footpath.atlas import Loaded
from footpath.atlas.ids import effective_ids
from footpath.atlas.yamltext import Node, Sequence, child
from footpath.atlas.yamltext.lines import Lines
from footpath.base import Place
from footpath.lint.finding import Spot


class Places:
    """Answers where spots of one atlas stand."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._lines: dict[str, Lines] = {}
        self._texts: dict[str, list[str]] = {}
        self._ids: dict[tuple[str, int], dict[str, int]] = {}

    def of(self, spot: Spot) -> Place:
        """Return the place of a spot; where its path leads nowhere, that of the last thing on the way."""
        parsed = self._loaded.parsed.get(spot.file)
        path = "/".join(str(part) for part in spot.path) or None
        if parsed is None or parsed.tree is None:
            return Place(spot.file, path=path)
        lines = self._lines.get(spot.file)
        if lines is None:
            lines = self._lines[spot.file] = Lines(parsed.text, spot.file)
        if spot.offset is not None:
            return lines.place(spot.offset, path)
        node = parsed.tree
        for part in spot.path:
            found = self._child(spot.file, node, part)
            if found is None and not (part == 0 and not isinstance(node, Sequence)):
                break
            node = found or node
        return lines.place(node.start, path)

    def _child(self, file: str, node: Node, part: str | int) -> Node | None:
        found = child(node, part)
        if found is None and isinstance(node, Sequence) and isinstance(part, str):
            key = (file, id(node))
            if key not in self._ids:
                self._ids[key] = {name: n for n, name in reversed(list(enumerate(effective_ids(node.items))))}
            index = self._ids[key].get(part)
            found = None if index is None else node.items[index]
        return found

    def source(self, place: Place) -> str | None:
        """Return the line of text that a place points at."""
        text = self._loaded.texts.get(place.file or "")
        if text is None or place.file is None or not place.line:
            return None
        if place.file not in self._texts:
            self._texts[place.file] = text.splitlines()
        lines = self._texts[place.file]
        return lines[place.line - 1] if place.line <= len(lines) else None
