from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from footpath.engines import open_engine


@pytest.fixture(scope="session")
def stands():
    path = Path(__file__).with_name("stands.py")
    spec = importlib.util.spec_from_file_location("engine_stands", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def engine():
    """Return the URL of the engine that `opened` opens; a module that asks several overrides it."""
    return "duckdb://"


@pytest.fixture
def opened(tmp_path, engine):
    """Return a function that opens prepared sources and closes them after the test."""
    made = []

    def open_(*prepared, **options):
        workspace = open_engine(engine, temp=tmp_path / "spill", **options).workspace(prepared)
        made.append(workspace)
        if engine == "trail://":
            _ = workspace.trail  # made now, so that facts are the trail's own
        return workspace

    yield open_
    for workspace in made:
        workspace.close()
