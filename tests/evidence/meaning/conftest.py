"""Reading small literal files as a command would, in this process, so that many cases stay quick."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.atlas import Source
from footpath.evidence import Guessed
from footpath.evidence.canonical import convert
from footpath.evidence.guessing.decide import decide, name_of
from footpath.evidence.guessing.files import profile_in_child
from footpath.evidence.guessing.profile import TableProfile

NOW_US = 1_790_000_000_000_000  # September 2026


@dataclass(frozen=True)
class Loaded:
    """What converting gave: tables by name, facts, problems, and the rows set aside."""

    tables: dict[str, pa.Table]
    answer: dict[str, Any]
    aside: list[dict[str, Any]]

    @property
    def facts(self) -> dict[str, Any]:
        return self.answer["facts"]

    def rows(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        data = self.tables[table].select(list(columns)).to_pylist()
        return [tuple(row[column] for column in columns) for row in data]

    def codes(self) -> list[str]:
        return [problem["code"] for problem in self.answer["problems"]]


class Reading:
    """A folder to write small files to, and the two things that are done with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def guess(self, path: Path, **given: Any) -> Guessed:
        answer = profile_in_child({"paths": [str(path)], "rows": 200_000}, self.folder)
        profile = TableProfile.from_json(json.loads(json.dumps(answer["profile"])))
        source = Source.model_validate({"id": "x", **given}) if given else None
        return decide(profile, id_=name_of(path.name), files=[str(path)], given=source)

    def load(self, *paths: Path, zone: str = "UTC", **fields: Any) -> Loaded:
        source = Source.model_validate({"id": "x", "pseudonyms": False, **fields})
        out = self.folder / "out"
        out.mkdir(exist_ok=True)
        for old in out.iterdir():
            old.unlink()
        argument = {
            "source": source.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            "paths": [str(path) for path in paths],
            "zone": zone,
            "now_us": NOW_US,
        }
        answer = json.loads(json.dumps(convert(argument, out)))
        tables = {name: pq.read_table(out / f"{name}.parquet") for name in answer["tables"]}
        aside = out / "aside.jsonl"
        lines = aside.read_text("utf-8").splitlines() if aside.exists() else []
        return Loaded(tables, answer, [json.loads(line) for line in lines])

    def load_guessed(self, path: Path, zone: str = "UTC", **given: Any) -> Loaded:
        guessed = self.guess(path, **given)
        assert not [problem for problem in guessed.problems if problem.severity == "error"], guessed.problems
        fields = guessed.source.model_dump(exclude_defaults=True) | {"pseudonyms": False}
        return self.load(path, zone=zone, **{k: v for k, v in fields.items() if k not in ("id", "files")})


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Return a folder of one's own with the means to guess and load."""
    return Reading(tmp_path)


@pytest.fixture(scope="session")
def reading_in() -> type[Reading]:
    """Return the means to read in any folder (for properties, where a fixture of one folder would be shared)."""
    return Reading
