"""What all tests share: the data that lies beside a checkout, and folders for state and cache of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of test data beside the checkout, or skip the test by name."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the test data beside the checkout (../shared) are not here")
    return SHARED


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep keys, set-aside rows and prepared tables of tests out of the user's own folders."""
    folder = tmp_path_factory.getbasetemp() / "footpath-state"
    monkeypatch.setenv("FOOTPATH_STATE", str(folder / "state"))
    monkeypatch.setenv("FOOTPATH_CACHE", str(folder / "cache"))
    for name in list(os.environ):
        if name.startswith("FOOTPATH_") and name not in ("FOOTPATH_STATE", "FOOTPATH_CACHE"):
            monkeypatch.delenv(name)
