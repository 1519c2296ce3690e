"""The page of a chart in a real browser: measured widths hold, marks tell their numbers by pointer and by key."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from footpath.draw.charts import chart


def _answers() -> Any:
    path = Path(__file__).resolve().parent.parent / "draw" / "charts" / "answers.py"
    spec = importlib.util.spec_from_file_location("browser_chart_answers", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Open the chart of an invented answer; nothing may be asked of the network or complained of."""
    answers = _answers()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    requests: list[str] = []
    complaints: list[str] = []

    def open_(name: str) -> Any:
        file = tmp_path / f"{name}.html"
        file.write_text(chart(answers.ANSWERS[name]()).to_html(), encoding="utf-8")
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(file.as_uri())
        page.evaluate("document.fonts.ready")
        return page

    yield open_
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert complaints == []
    context.close()


@pytest.mark.parametrize("name", ["funnel", "transitions", "retention"])
def test_texts_are_as_wide_as_they_were_laid_out(opened: Any, name: str) -> None:
    page = opened(name)
    drawn = page.evaluate(
        "[...document.querySelectorAll('.whole text')].map(t => [t.textContent, t.getComputedTextLength()])"
    )
    laid: dict[str, float] = {}
    for text in chart(_answers().ANSWERS[name]()).scene.texts():
        laid[text.text] = max(text.width, laid.get(text.text, 0.0))
    assert len(drawn) > 10
    for words, width in drawn:
        assert width <= laid[words] * 1.02 + 0.6, words


def test_a_bar_tells_its_numbers(opened: Any) -> None:
    page = opened("funnel")
    page.locator('[data-cell][aria-label*="basket"]').first.hover()
    said = page.locator("#evidence").inner_text()
    assert "2,087" in said
    assert "95 % interval" in said


def test_cells_are_walked_by_keys(opened: Any) -> None:
    page = opened("retention")
    page.locator("[data-cell]").first.focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    said = page.locator("#evidence").inner_text()
    assert "2026-W01" in said
    assert "Came back" in said


def test_the_table_says_the_same(opened: Any) -> None:
    page = opened("waits")
    page.locator("summary", has_text="The same as a table: 3 rows").click()
    assert page.locator(".twin tbody tr").count() == 3
    assert "delivered" in page.locator(".twin tbody tr").first.inner_text()
