"""What reading one foreign file may take: memory, time, output, inflated bytes, cells, depth.

Pure numbers: `door` asks the operating system to hold the first four, the readers count the others themselves.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Any

KIB = 1 << 10
MIB = 1 << 20
GIB = 1 << 30

_UNITS = {"": 1, "k": KIB, "m": MIB, "g": GIB, "t": GIB * KIB}


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one reading child.

    Parameters
    ----------
    memory
        Bytes of address space (RLIMIT_AS; not enforced by macOS and Windows).
    cpu_s, wall_s
        Seconds of processor time (RLIMIT_CPU) and of the clock on the wall.
    output
        Bytes of any one file that the child writes (RLIMIT_FSIZE).
    inflated, cells
        Bytes and cells of what must fit memory at once (XLSX). Streams are held by `ratio` alone.
    ratio
        Inflated bytes for each compressed byte, once `slack` bytes are out.
    field
        Characters of one value; a longer one sets its row aside.
    depth
        How deep JSON may nest.
    """

    memory: int = 4 * GIB
    cpu_s: int = 600
    wall_s: float = 1800.0
    output: int = 256 * GIB
    inflated: int = GIB
    cells: int = 5_000_000
    ratio: int = 100
    slack: int = 16 * MIB
    field: int = MIB
    depth: int = 32

    @classmethod
    def from_settings(cls, memory: str | int, seconds: float) -> Limits:
        """Return the limits that the settings `reader-memory` and `reader-seconds` ask for."""
        return cls(memory=parse_size(memory), cpu_s=int(seconds), wall_s=3.0 * seconds)

    def to_json(self) -> dict[str, Any]:
        """Return the limits as plain data."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Limits:
        """Read back what `to_json` wrote."""
        return cls(**data)


def parse_size(text: str | int) -> int:
    """Return the bytes that a size such as ``4GB`` or ``512MB`` means (powers of 1024).

    Raises
    ------
    ValueError
        Where the text is no size.

    >>> parse_size("4GB") == 4 * 1024**3
    True
    """
    if isinstance(text, int):
        return text
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?\s*", text, re.IGNORECASE)
    if match is None:
        raise ValueError(f"no size: {text!r}; a size is a number with kB, MB, GB or TB")
    return int(float(match[1]) * _UNITS[match[2].lower()])


def format_size(count: int) -> str:
    """Return a number of bytes as people read it.

    >>> format_size(1536)
    '1.5 kB'
    """
    size = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < KIB:
            return f"{size:.0f} {unit}" if unit == "bytes" or size >= 100 else f"{size:.1f} {unit}"
        size /= KIB
    return f"{size:.1f} TB"
