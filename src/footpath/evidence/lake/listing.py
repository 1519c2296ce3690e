"""What stands in a table that is a folder: its files, what their folders say, which of them a period needs."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Kind = Literal["folder", "delta", "iceberg"]


@dataclass(frozen=True, slots=True)
class TableFile:
    """One Parquet file of a table.

    `values` are those of columns that stand in the names of folders (or in the table's log) and not in the file; None
    is "no value". `deleted` says that some of its rows are deleted by a file beside it.
    """

    path: str
    values: Mapping[str, str | None] = field(default_factory=dict)
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a table that a period needs, in the order in which their rows arrived; `total` counts all.

    `beside` maps the columns that stand in names to their Arrow types. `version` tells this state of the table from
    every other, `told` says it in words; a plain folder has neither. `state` is what finds it again (Delta: the
    version, Iceberg: the path of the metadata and the snapshot).
    """

    kind: Kind
    root: str
    files: tuple[TableFile, ...]
    total: int
    beside: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    told: str = ""
    state: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the listing as plain data."""
        data = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        files = [
            {"path": file.path, "values": dict(file.values), "deleted": file.deleted} for file in self.files
        ]
        return data | {"files": files, "beside": dict(self.beside), "state": dict(self.state)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Listing:
        """Read back what `to_json` wrote."""
        return cls(**{**data, "files": tuple(TableFile(**file) for file in data["files"])})


_METADATA = re.compile(r"(?:v?(\d+)).*\.metadata\.json")


def find(path: Path) -> Kind | None:
    """Return what kind of table lies at a path, by the names there; None where it is a file of another kind."""
    if path.is_dir():
        if (path / "_delta_log").is_dir():
            return "delta"
        return "iceberg" if newest_metadata(path) is not None else "folder"
    return "iceberg" if path.name.endswith(".metadata.json") else None


def newest_metadata(folder: Path) -> Path | None:
    """Return the file that says what an Iceberg table is now: the one its hint names, else the highest version.

    A catalog knows it better; where one is used, name its file itself.
    """
    inside = folder / "metadata"
    if not inside.is_dir():
        return None
    found = [(path, match) for path in inside.iterdir() if (match := _METADATA.fullmatch(path.name))]
    if not found:
        return None
    hint = inside / "version-hint.text"
    if hint.is_file():
        said = hint.read_text("utf-8", "replace").strip()[:200]
        for path, match in found:
            if said in (path.name, match[1], path.name.removesuffix(".metadata.json")):
                return path
    return max(found, key=lambda one: (int(one[1][1]), one[0].stat().st_mtime_ns, one[0].name))[0]
