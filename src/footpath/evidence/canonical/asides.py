"""What could not be read, kept with its place, reason and masked value; counted without end, kept up to a limit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa

from footpath.evidence.raw import Aside

Array = np.ndarray[Any, Any]

MOST_KEPT = 100_000
_FIRST = 5


class Asides:
    """Asides of one reading, written to a file of JSON Lines as they come."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self.by_reason: dict[str, int] = {}
        self.first: list[Aside] = []
        self._file: IO[str] | None = None

    def add(self, aside: Aside) -> None:
        """Keep one aside."""
        self.count += 1
        self.by_reason[aside.reason] = self.by_reason.get(aside.reason, 0) + 1
        if len(self.first) < _FIRST:
            self.first.append(aside)
        if self.count <= MOST_KEPT:
            if self._file is None:
                self._file = self.path.open("w", encoding="utf-8")
            self._file.write(json.dumps(aside.to_json(), ensure_ascii=False) + "\n")

    def rows(
        self, mask: Array, values: pa.Array, lines: Array, *, file: str, column: str | None, reason: str
    ) -> None:
        """Keep every row of a mask, each with its line and masked value; `{value}` in the reason is left for readers."""
        from footpath.evidence.privacy import masked_value

        where = np.flatnonzero(mask)
        for row in where[: max(0, MOST_KEPT - self.count)]:
            value = values[int(row)].as_py() if values is not None else None
            text = masked_value(str(value)) if value is not None else ""
            self.add(Aside(file, int(lines[row]), column, reason, text))
        self.count += max(0, len(where) - MOST_KEPT)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
