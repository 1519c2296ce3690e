"""The answers that charts are tried on."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def _load() -> ModuleType:
    path = Path(__file__).with_name("answers.py")
    spec = importlib.util.spec_from_file_location("chart_answers", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


_answers = _load()


@pytest.fixture(scope="session")
def answers() -> Any:
    """The module that makes the answers."""
    return _answers


@pytest.fixture(params=list(_answers.ANSWERS), scope="session")
def name(request: pytest.FixtureRequest) -> str:
    """The name of each answer in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def any_answer(name: str) -> Any:
    """Each answer in turn."""
    return _answers.ANSWERS[name]()
