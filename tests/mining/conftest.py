"""Planted events and sources of their own for the tests of questions.

Events are planted by `../shared/bench/make_events.py`, once a run for each size, however many workers ask. The engines are
DuckDB and the trail, or those that the variable FOOTPATH_ENGINES names, as for `tests/engines/test_every_engine.py`.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from footpath.atlas import Source
from footpath.engines import open_engine
from footpath.evidence import EventColumns, EventsRef, LoadReport, Prepared

EMBEDDED = ("duckdb://", "trail://")
ENGINES = tuple(os.environ.get("FOOTPATH_ENGINES", "").replace(",", " ").split()) or EMBEDDED
"""Every engine that a test asks which takes `engine_url`, by name or URL."""

CLEAN: tuple[str, ...] = ()
DIRTY = ("--tie-rate", "0.05", "--dup-rate", "0.01", "--late-rate", "0.02", "--user-id", "str")
COLUMNS = EventColumns(
    time="timestamp",
    time_kind="timestamp",
    event="event",
    customer="user_id",
    sequence="event_id",
    event_id="event_id",
    channel="channel",
    value="revenue",
    properties=("device", "country"),
    pseudonyms=False,
)


@dataclass(frozen=True)
class Planted:
    """Events with what is true of them: `exact` was counted by the generator, `planted` is what it drew from."""

    folder: Path
    exact: dict
    planted: dict
    is_dirty: bool

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(sorted((self.folder / "events").glob("*.parquet")))

    @property
    def source(self) -> Prepared:
        """The events where they lie, as a source."""
        return source_of(self.files, COLUMNS)

    def opened(self, url: str = "duckdb://"):
        """Return a workspace of these events, to be closed."""
        return open_engine(url, temp=self.folder / "spill").workspace([self.source])


def source_of(files, columns=None) -> Prepared:
    """Return a source of files: canonical ones, or any Parquet in place by its columns."""
    return Prepared(
        source=Source(id="planted"),
        hash="-",
        events=EventsRef(tuple(files), columns) if columns else EventsRef(tuple(files)),
        answers=None,
        remarks=None,
        customers=None,
        identities=None,
        report=LoadReport(source="planted", in_place=columns is not None),
    )


@pytest.fixture(scope="session", params=ENGINES)
def engine_url(request) -> str:
    """Return the URL of each engine that runs here, with what it needs started."""
    if "://" in request.param:
        return request.param
    every = sys.modules.get("every") or _every()
    return every.open_for(request.param)


def _every():
    """Return the module that starts engines, of the tests of engines."""
    path = Path(__file__).parent.parent / "engines" / "every.py"
    spec = importlib.util.spec_from_file_location("every", path)
    sys.modules["every"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def most(engine_url) -> int:
    """Return how many events are planted for an engine: a million where asking is quick."""
    return 1_000_000 if engine_url in EMBEDDED else 200_000


@pytest.fixture(
    scope="session", params=[CLEAN, DIRTY], ids=["clean", "ties, duplicates, late rows, text ids"]
)
def options(request) -> tuple[str, ...]:
    """Return the options of planting: clean events, and events as they come."""
    return request.param


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory):
    """Keep what fixtures of a module or a session prepare out of the user's folders, as each test does for itself."""
    folder = tmp_path_factory.getbasetemp() / "footpath-state"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOOTPATH_STATE", str(folder / "state"))
        patch.setenv("FOOTPATH_CACHE", str(folder / "cache"))
        yield


@pytest.fixture(scope="session")
def source_from():
    """Return `source_of`."""
    return source_of


@pytest.fixture(scope="session")
def plant(shared, tmp_path_factory):
    """Return a function that plants so many events, and gives what another worker has planted already."""
    base = tmp_path_factory.getbasetemp()
    home = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def planted(events: int, options: tuple[str, ...] = CLEAN, *, seed: int = 7) -> Planted:
        name = "-".join(["planted", str(events), str(seed), *(word.strip("-.") for word in options)])
        folder = home / name
        arguments = ["--events", str(events), "--seed", str(seed), "--out", str(folder), *options]
        once(folder, [sys.executable, str(shared / "bench" / "make_events.py"), *arguments])
        truth = json.loads((folder / "truth.json").read_text("utf-8"))
        return Planted(folder, truth["exact"], truth["planted"], "--tie-rate" in options)

    return planted


def once(folder: Path, command: list[str]) -> None:
    """Run the command that fills a folder, unless another process does or did; then wait until it is filled."""
    mine = folder.with_name(f"{folder.name}.begun")
    done = folder.with_name(f"{folder.name}.done")
    try:
        mine.touch(exist_ok=False)
    except FileExistsError:
        until = time.monotonic() + 300
        while not done.exists():
            assert time.monotonic() < until, f"{folder.name} was not planted"
            time.sleep(0.1)
    else:
        subprocess.run(command, check=True, capture_output=True)
        done.touch()
