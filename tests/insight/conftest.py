"""Small worlds for these tests: `worlds.py`, found under the name insight_worlds."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

if "insight_worlds" not in sys.modules:
    _spec = importlib.util.spec_from_file_location("insight_worlds", Path(__file__).with_name("worlds.py"))
    assert _spec is not None
    assert _spec.loader is not None
    _module = sys.modules["insight_worlds"] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(_module)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Any]:
    """Return what builds small worlds."""
    worlds = sys.modules["insight_worlds"].Worlds(tmp_path)
    yield worlds
    for workspace in worlds.opened:
        workspace.close()
