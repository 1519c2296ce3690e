"""Small tables in folders, their files counted as they are opened; the child's work is done in this process."""

from __future__ import annotations

import importlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the child's functions here, but for the tests that go through the door: a child takes a second to start."""
    if "through_the_door" in request.node.name:
        return

    def here(function: str, argument: dict[str, Any], *, folder: Path, **_: object) -> dict[str, Any]:
        module, _, name = function.partition(":")
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return json.loads(json.dumps(getattr(importlib.import_module(module), name)(argument, folder)))
        except BaseException:
            shutil.rmtree(folder)
            raise

    for user in ("preparing", "guessing.files"):
        monkeypatch.setattr(f"footpath.evidence.{user}.in_child", here)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the list of Parquet files that are opened from now on, each as often as it is."""
    found: list[Path] = []
    real: Callable[..., Any] = Path.open

    def counted(self: Path, *args: Any, **more: Any) -> Any:
        if self.suffix == ".parquet" and "evidence" not in self.parts:
            found.append(self)
        return real(self, *args, **more)

    monkeypatch.setattr(Path, "open", counted)
    return found
