"""The invented sample atlas, and maps made from it that try the edges of drawing."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from footpath.atlas import Atlas


def _load(name: str) -> ModuleType:
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"draw_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


_sample = _load("sample")
sys.modules["draw_sample"] = _sample
_bank = _load("bank")
sys.modules["draw_bank"] = _bank
_maps = _load("maps")


@pytest.fixture(scope="session")
def sample() -> Any:
    """The module that holds the rich sample."""
    return _sample


@pytest.fixture(scope="session")
def bank() -> Any:
    """The module that holds the map of everything at once."""
    return _bank


@pytest.fixture(params=list(_maps.MAPS), scope="session")
def any_map(request: pytest.FixtureRequest) -> Atlas:
    """Each map in turn; its journey has the id `m`."""
    made: Atlas = _maps.MAPS[request.param]()
    return made


@pytest.fixture(scope="session")
def maps() -> Any:
    """The module that makes the maps."""
    return _maps
