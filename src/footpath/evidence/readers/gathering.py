"""Rows of keys and values gathered to batches of text columns, for readers whose rows differ in their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from footpath.evidence.raw import Sink

_BATCH = 16 * 1024
MOST_COLUMNS = 5000


class Gathering:
    """Takes rows and hands on batches; `most` ends it early (`full` is then True)."""

    def __init__(self, names: Sequence[str], sink: Sink, most: int | None) -> None:
        self.names = tuple(names)
        self.rows = 0
        self._sink = sink
        self._most = most
        self._held: list[tuple[int, Mapping[str, str | None]]] = []

    @property
    def full(self) -> bool:
        """Return whether there are as many rows as were asked for."""
        return self._most is not None and self.rows + len(self._held) >= self._most

    def add(self, line: int, row: Mapping[str, str | None]) -> None:
        """Take a row and the line that it began on."""
        self._held.append((line, row))
        if len(self._held) >= _BATCH:
            self.hand_on()

    def hand_on(self) -> None:
        """Hand on what was gathered."""
        import pyarrow as pa

        if not self._held:
            return
        arrays = [
            pa.array([row.get(name) or None for _, row in self._held], pa.string()) for name in self.names
        ]
        lines = pa.array([line for line, _ in self._held], pa.int64())
        self._sink.batch(pa.record_batch(arrays, names=list(self.names)), lines)
        self.rows += len(self._held)
        self._held.clear()
