"""Finding a format, a journey or a lane, and the outline that Markdown shows as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from footpath.atlas import load, load_texts
from footpath.base import BadInputError
from footpath.interchange import FORMATS, format_of, write

TEMPLATES = Path(__file__).resolve().parents[2] / "src" / "footpath" / "atlas" / "templates"
GIFT = ("gift-online", "housewarming-gift")


@pytest.mark.parametrize(
    ("file", "name"), [("a.mmd", "mermaid"), ("b.CSV", "grid-csv"), ("c/d.md", "markdown")]
)
def test_the_ending_tells_the_format(file: str, name: str) -> None:
    assert format_of(file) == name


@pytest.mark.parametrize(
    ("journey", "to", "lanes", "code", "shown"),
    [
        ("housewarming-gift", "mermaidd", None, "unknown-name", "Did you mean 'mermaid'?"),
        ("housewarming", "mermaid", None, "no-such-journey", "Did you mean 'housewarming-gift'?"),
        ("housewarming-gift", "markdown", ["thougt"], "no-such-lane", "Did you mean 'thought'?"),
    ],
)
def test_what_does_not_exist_is_named_with_the_nearest(journey, to, lanes, code, shown) -> None:
    atlas = load(TEMPLATES / GIFT[0]).atlas
    with pytest.raises(BadInputError) as caught:
        write(atlas, journey, to, lanes=lanes)
    assert caught.value.problems[0].code == code
    assert shown in str(caught.value)


def test_an_unknown_ending_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(BadInputError, match=r"no format is known by the ending '.docx'.*\n.*\.csv"):
        format_of("map.docx")


@pytest.mark.parametrize("name", [name for name in FORMATS if FORMATS.get(name).write])
def test_every_format_writes_every_template_and_counts_its_steps(name: str) -> None:
    for folder in sorted(path for path in TEMPLATES.iterdir() if path.is_dir()):
        atlas = load(folder).atlas
        for journey in atlas.journeys:
            report = write(atlas, journey.id, name).report
            kept = {one.what: one.count for one in report.kept}
            assert kept["steps"] == sum(1 for _ in journey.steps())
            assert kept["stages"] == len(journey.stages)


def test_markdown_shows_texts_as_they_are() -> None:
    journey = """footpath: 1
id: j
title: Stars * and _bars_
purpose: "<b>less</b> noise"
stages:
  - title: "1. First"
    steps:
      - {title: I go, action: "# not a head", thought: ["one", "- two"], next: [{to: i-come, label: later}]}
      - {title: I come}
"""
    atlas = load_texts({"atlas.yaml": "footpath: 1\ntitle: A\n", "journeys/j.yaml": journey}).atlas
    assert write(atlas, "j", "markdown").data.decode() == (
        "# Stars \\* and \\_bars\\_\n\n"
        "- **Purpose:** \\<b\\>less\\</b\\> noise\n\n"
        "## 1. 1\\. First\n\n"
        "### I go\n\n"
        "- **What they do:** \\# not a head\n"
        "- **What they think:**\n"
        "  - one\n"
        "  - \\- two\n"
        "- **Then:** I come (later)\n\n"
        "### I come\n"
    )
