"""SVG and HTML: what painters owe to readers, screens, keyboards and paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from footpath.draw import THEMES, draw, to_html, to_svg
from footpath.draw.markup import Markup, escape

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "draw"
SVG = "{http://www.w3.org/2000/svg}"


def normalised(svg: str) -> str:
    """One element a line, lengths to a tenth: what a change of the picture shows up in."""
    text = re.sub(r"<style>.*?</style>", "<style/>", svg, flags=re.DOTALL)
    text = re.sub(r"-?\d+\.\d+", lambda m: f"{float(m.group()):.1f}", text)
    return re.sub(r"(?<=>)(?=<)", "\n", text)


@pytest.mark.parametrize("name", ["rich", "by-hand", "drafted", "tiny", "bank", "bank-right-to-left"])
def test_the_picture_is_the_accepted_one(maps: Any, name: str) -> None:
    """To accept changed pictures on purpose: `python tests/draw/accept.py`, and look at them."""
    accepted = GOLDEN / f"{name}.svg"
    made = normalised(to_svg(draw(maps.MAPS[name](), "m"), embed_fonts=False))
    assert made == accepted.read_text(encoding="utf-8")


def test_the_picture_says_what_it_is(sample: Any) -> None:
    root = ElementTree.fromstring(to_svg(draw(sample.atlas(), "gift"), embed_fonts=False))  # noqa: S314 - our own picture
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text == sample.GIFT.claim
    assert description is not None
    assert "7 stages and 14 steps" in str(description.text)
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_text_stays_text(sample: Any) -> None:
    root = ElementTree.fromstring(to_svg(draw(sample.atlas(), "gift"), embed_fonts=False))  # noqa: S314 - our own picture
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert "Basket" in texts
    assert "8,412" in texts


def test_only_the_scripts_in_use_are_embedded(sample: Any, maps: Any) -> None:
    latin = to_svg(draw(sample.atlas(), "gift"))
    assert latin.count("@font-face") == 6
    assert len(latin) < 300_000
    many = to_svg(draw(maps.scripts(), "m"))
    assert "U+370-3FF" in many
    assert "U+400-52F" in many


@pytest.mark.parametrize("theme", list(THEMES))
def test_a_theme_is_only_another_table(sample: Any, theme: str) -> None:
    scene = draw(sample.atlas(), "gift", theme=theme)
    assert scene.items == draw(sample.atlas(), "gift").items
    svg = to_svg(scene, embed_fonts=False)
    own, others = set(THEMES[theme].values()), {c for t in THEMES.values() for c in t.values()}
    used = set(re.findall(r"#[0-9A-F]{6}", svg))
    assert used <= own
    assert not used & (others - own)


def test_a_page_has_a_table_that_says_the_same(sample: Any) -> None:
    page = to_html(sample.atlas(), "gift")
    table = page[page.index("<table>") : page.index("</table>")]
    assert '<th scope="row">What she does</th>' in table
    assert "Zooms into two pictures, looks for the size" in table
    assert "measured −1.5 from 214" in table
    assert "39 % lost" in table
    assert table.count('scope="colgroup"') == 7


def test_a_page_can_be_used_by_keyboard(sample: Any) -> None:
    page = to_html(sample.atlas(), "gift")
    cells = re.findall(r'<g [^>]*data-cell="(\d+)"[^>]*>', page)
    assert len(cells) > 100
    for cell in re.findall(r"<g [^>]*data-cell=[^>]*>", page):
        assert 'tabindex="-1"' in cell
        assert (
            'role="img"' in cell
        )  # one thing with one name; what it shows on focus is said by the live region
        assert "aria-label=" in cell
        assert "data-row=" in cell
    for button in re.findall(r"<button[^>]*>", page):
        assert "title=" in button


def test_a_page_prints_on_its_paper(sample: Any, maps: Any) -> None:
    assert "@page{size:420mm 297mm;margin:0}" in to_html(sample.atlas(), "gift")
    assert "@page{size:594mm 420mm;margin:0}" in to_html(maps.long_words(), "m")


def test_a_page_follows_light_and_dark(sample: Any) -> None:
    page = to_html(sample.atlas(), "gift")
    assert "prefers-color-scheme:dark" in page
    assert '<html lang="en" dir="ltr">' in page
    assert 'data-theme="dark"' in to_html(sample.atlas(), "gift", theme="dark")


def test_heads_and_lane_titles_are_apart_so_that_they_stay_in_view(sample: Any) -> None:
    page = to_html(sample.atlas(), "gift")
    for name in ("heads", "titles", "lanes"):
        assert f'class="pane {name}"' in page
    whole = page[page.index('class="whole"') : page.index('class="pane heads"')]
    assert "Stage 4: Comparing with others" not in whole


@pytest.mark.parametrize("name", ["onclick", "onLoad", "xlink:onclick", 'a"b', "a b", ""])
def test_the_writer_refuses_attributes_that_pictures_do_not_have(name: str) -> None:
    with pytest.raises(ValueError, match="no attribute"):
        Markup().leaf("g", **{name: "x"})


def test_the_writer_escapes_everything() -> None:
    assert escape("<&>\"'\x00\u202e") == "&lt;&amp;&gt;&quot;&#39;"


def test_the_writer_wants_elements_closed_in_order() -> None:
    out = Markup()
    out.open("g")
    with pytest.raises(ValueError, match="closing a, but g is open"):
        out.close("a")


def test_only_own_code_is_written_raw() -> None:
    with pytest.raises(ValueError, match="only styles and scripts"):
        Markup(html=True).own_code("script", "x='</script>'")


def test_a_card_as_a_page_says_itself_in_words(sample: Any) -> None:
    page = to_html(sample.atlas(), "gift", form="card")
    assert "What we do not know yet" in page
    assert "<summary>The same in words</summary>" in page
