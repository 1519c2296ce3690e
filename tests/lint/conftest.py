"""How tests of lint make an atlas: texts by file, the rest filled in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from footpath.atlas import Loaded, load

MakeAtlas = Callable[..., Loaded]


@pytest.fixture
def atlas(tmp_path: Path) -> MakeAtlas:
    """Return a function from texts by file (or one journey's text) to a loaded atlas."""

    def make(journey: str = "", **_: str) -> Loaded:
        return write({"journeys/example.yaml": f"footpath: 1\nid: example\n{journey}"})

    def write(files: dict[str, str]) -> Loaded:
        for name, text in {"atlas.yaml": "footpath: 1\ntitle: Example\n", **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return load(tmp_path)

    make.files = write  # type: ignore[attr-defined]
    return make
