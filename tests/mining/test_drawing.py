"""A result draws itself: the same numbers as its table, in a notebook, as SVG and as a page, without knowing who draws."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa
import pytest

from footpath.base import BadInputError
from footpath.mining import Result

FACTS = SimpleNamespace(
    rows=9,
    customers=4,
    from_us=1_767_225_600_000_000,
    to_us=1_769_900_000_000_000,
    ties=0,
    duplicates=0,
    aside=0,
)


@pytest.fixture
def result() -> Result:
    facts: Any = FACTS
    rows = pa.table({"path": [["view", "buy"], ["(other)"]], "count": [3, 1], "share": [0.75, 0.25]})
    return Result("mine paths", "A path is everything in a customer's order.", facts, rows, ("A note.",))


def test_a_result_draws_itself_with_its_numbers_definition_and_period(result: Result) -> None:
    svg = result.to_svg()
    ElementTree.fromstring(svg)  # noqa: S314 - our own picture
    for said in (
        "75 %",
        "view",
        "A path is everything",
        "A note.",
        "9 events, 4 customers, 1 January to 31 January 2026",
    ):
        assert said in svg


def test_a_theme_and_a_width_can_be_asked_for(result: Result) -> None:
    assert "#13171B" in result.to_svg(theme="dark")
    assert 'width="500pt"' in result.to_svg(width=500)
    assert 'data-theme="contrast"' in result.to_html(theme="contrast")
    with pytest.raises(BadInputError, match="no theme"):
        result.draw(theme="nightly")


def test_a_notebook_shows_the_picture_above_the_table(result: Result) -> None:
    page = result._repr_html_()
    image = re.match(r'<img src="data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)" alt="[^"]+"', page)
    assert image is not None
    assert b"75 %" in base64.b64decode(image.group(1))
    assert page.index("<img") < page.index("<table>")
    assert "<td>view &gt; buy</td>" in page


def test_a_table_that_is_too_long_to_draw_unasked_is_shown_as_a_table() -> None:
    facts: Any = FACTS
    rows = pa.table({"session": list(range(200_001)), "events": [1] * 200_001})
    assert Result("mine sessions", "", facts, rows)._repr_html_().startswith("<table>")


def test_counting_loads_nothing_that_draws() -> None:
    code = (
        "import sys, footpath.mining\nprint([n for n in ('footpath.draw', 'uharfbuzz') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
