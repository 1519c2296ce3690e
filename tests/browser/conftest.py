"""A real browser, driven without any network; tests are skipped, by name, where there is none.

`tools/browser.sh` installs Chromium with the system's packages; no browser is downloaded here.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/usr/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _chromium() -> str | None:
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path), None) or next((p for p in PLACES if Path(p).exists()), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for all tests."""
    driver = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed (a dev dependency)"
    )
    path = _chromium()
    if path is None:
        pytest.skip("there is no Chromium on this machine; tools/browser.sh installs it")
    with driver.sync_playwright() as play:
        made = play.chromium.launch(executable_path=path, args=list(FLAGS))
        yield made
        made.close()


def _load(name: str) -> ModuleType:
    path = Path(__file__).resolve().parent.parent / "draw" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"browser_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Pages of invented maps, as addresses of files: a rich one, one of many steps."""
    from footpath.draw import to_html

    sys.modules.setdefault("draw_sample", _load("sample"))
    sys.modules.setdefault("draw_bank", _load("bank"))
    maps = _load("maps")
    folder = tmp_path_factory.mktemp("pages")
    made: dict[str, str] = {}
    for name in ("rich", "large", "bank-right-to-left"):
        file = folder / f"{name}.html"
        file.write_text(to_html(maps.MAPS[name](), "m"), encoding="utf-8")
        made[name] = file.as_uri()
    return made


@dataclass
class Opened:
    """A page in the browser, with what it asked for and what it complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def visit(browser: Any, files: dict[str, str]) -> Iterator[Any]:
    """Open a map: `visit("rich", width=390)`; no request may leave it and nothing may be complained of."""
    contexts: list[Any] = []
    opened: list[Opened] = []

    def open_(name: str = "rich", *, width: int = 1280, height: int = 800, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        one = Opened(context.new_page())
        opened.append(one)
        one.page.on("request", lambda request: one.requests.append(request.url))
        one.page.on(
            "console",
            lambda said: one.complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
        one.page.goto(files[name])
        one.page.evaluate("document.fonts.ready")
        return one.page

    yield open_
    for one in opened:
        assert [url for url in one.requests if not url.startswith(("file:", "data:"))] == []
        assert one.complaints == []
    for context in contexts:
        context.close()
