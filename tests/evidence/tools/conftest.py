"""Reading the small invented exports beside this file as a command would: guessed, then loaded as guessed."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from footpath.atlas import Source
from footpath.base import Problem
from footpath.evidence import Guessed
from footpath.evidence.canonical import convert
from footpath.evidence.guessing.decide import decide, name_of
from footpath.evidence.guessing.files import profile_in_child
from footpath.evidence.guessing.profile import TableProfile

SAMPLES = Path(__file__).parent / "samples"
NOW_US = 1_790_000_000_000_000  # September 2026


@dataclass(frozen=True)
class Read:
    """What reading an export gave: the guess, the tables, and what was counted."""

    guessed: Guessed
    tables: dict[str, list[dict[str, Any]]]
    answer: dict[str, Any]
    aside: list[dict[str, Any]]

    @property
    def source(self) -> Source:
        return self.guessed.source

    @property
    def facts(self) -> dict[str, Any]:
        return self.answer["facts"]

    def events(self, *columns: str) -> list[tuple[Any, ...]]:
        """Return events as (customer, event, time, ...): times as text, in UTC."""
        wanted = ("customer_id", "event", "occurred_us", *columns)
        return [tuple(_shown(name, row[name]) for name in wanted) for row in self.tables["events"]]

    def pairs(self) -> set[tuple[str, str]]:
        return {(row["id"], row["customer_id"]) for row in self.tables.get("identities", [])}


def _shown(name: str, value: Any) -> Any:
    if name == "occurred_us":
        return datetime.fromtimestamp(value / 1e6, UTC).strftime("%d %H:%M:%S")
    return float(value) if name == "value" and value is not None else value


class Tools:
    """The samples, and a folder of one's own for others."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        return SAMPLES / name

    def write(self, name: str, data: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def guess(self, path: Path, **given: Any) -> Guessed:
        answer = profile_in_child({"paths": [str(path)], "rows": 200_000}, self.folder)
        profile = TableProfile.from_json(json.loads(json.dumps(answer["profile"])))
        source = Source.model_validate({"id": "x", **given}) if given else None
        guessed = decide(profile, id_=name_of(path.name), files=[str(path)], given=source)
        found = [Problem.from_json(problem) for problem in answer["problems"]]
        return replace(guessed, problems=(*found, *guessed.problems))

    def read(self, path: Path | str, zone: str = "UTC", **given: Any) -> Read:
        path = self.path(path) if isinstance(path, str) else path
        guessed = self.guess(path, **given)
        assert not [p for p in guessed.problems if p.severity == "error"], guessed.problems
        out = self.folder / "out"
        out.mkdir(exist_ok=True)
        for old in out.iterdir():
            old.unlink()
        source = guessed.source.model_copy(update={"pseudonyms": False})
        argument = {
            "source": source.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            "screens": guessed.screens.to_json() if guessed.screens else None,
            "paths": [str(path)],
            "zone": zone,
            "now_us": NOW_US,
        }
        answer = json.loads(json.dumps(convert(argument, out)))
        tables = {name: pq.read_table(out / f"{name}.parquet").to_pylist() for name in answer["tables"]}
        aside = out / "aside.jsonl"
        lines = aside.read_text("utf-8").splitlines() if aside.exists() else []
        return Read(guessed, tables, answer, [json.loads(line) for line in lines])


@pytest.fixture
def tools(tmp_path: Path) -> Tools:
    """Return the samples and the ways to read them."""
    return Tools(tmp_path)
