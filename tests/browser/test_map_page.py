"""The page of a map in a real browser: what a reader sees, points at, types and prints."""

from __future__ import annotations

import re
from typing import Any

import pytest

CELL = '[data-cell][aria-label*="{}"]'


def _scroll(page: Any, x: int, y: int) -> None:
    page.evaluate("([x, y]) => document.getElementById('map').scrollTo(x, y)", [x, y])
    page.wait_for_timeout(60)


def _box(page: Any, text: str, pane: str = ".whole") -> dict[str, float]:
    found = page.locator(f"{pane} text", has_text=re.compile(f"^{re.escape(text)}$")).first.bounding_box()
    assert found is not None
    return dict(found)


def _at(page: Any, x: float, y: float) -> str:
    """What is seen at a point: the class of the picture that lies on top there."""
    script = "([x, y]) => { const e = document.elementFromPoint(x, y); return (e.closest('svg, .corner') || e).getAttribute('class') || ''; }"
    return str(page.evaluate(script, [x, y]))


def _panel(page: Any) -> str:
    return str(page.locator("#evidence").inner_text()) if page.locator("#evidence").is_visible() else ""


def _size(page: Any) -> float:
    return float(page.locator(".sheet.s0").bounding_box()["width"])


# ---------------------------------------------------------------- what stays in view


def test_heads_and_lane_titles_stay_in_view(visit: Any) -> None:
    page = visit()
    before = {
        "stage": _box(page, "Comparing with others", ".heads"),
        "step": _box(page, "I pay", ".titles"),
        "lane": _box(page, "What she does", ".lanes"),
    }
    _scroll(page, 500, 700)
    bar = page.locator("header.bar").bounding_box()["height"]
    stage = _box(page, "Comparing with others", ".heads")
    step = _box(page, "I pay", ".titles")
    lane = _box(page, "What gets in the", ".lanes")
    # heads keep their height on the screen and move sideways with their columns; titles the other way round
    assert bar <= stage["y"] < bar + 60
    assert stage["y"] < step["y"] < bar + 160
    assert stage["x"] == pytest.approx(before["stage"]["x"] - 500, abs=1)
    assert step["x"] == pytest.approx(before["step"]["x"] - 500, abs=1)
    assert lane["x"] == pytest.approx(before["lane"]["x"], abs=1)
    assert 0 <= lane["x"] < 150
    # and they are on top of what scrolls under them
    assert "heads" in _at(page, stage["x"] + 5, stage["y"] + 5)
    assert "titles" in _at(page, step["x"] + 5, step["y"] + 5)
    assert "lanes" in _at(page, lane["x"] + 5, lane["y"] + 5)
    assert "corner" in _at(page, 20, stage["y"] + 5)


def test_the_titles_of_time_and_strip_stay_in_view_too(visit: Any) -> None:
    page = visit()
    before = _box(page, "How many go on", ".lanes")
    _scroll(page, 500, 0)
    after = _box(page, "How many go on", ".lanes")
    assert after == before
    assert "lanes" in _at(page, after["x"] + 5, after["y"] + 5)


def test_nothing_shows_through_between_the_heads(visit: Any) -> None:
    page = visit()
    _scroll(page, 300, 900)
    top = page.locator("header.bar").bounding_box()["height"]
    foot = _box(page, "I pay", ".titles")
    seen = {_at(page, 640, y) for y in range(int(top) + 2, int(foot["y"]))}
    assert all("heads" in name or "titles" in name for name in seen), seen


# ---------------------------------------------------------------- zoom


def test_buttons_change_the_size_and_say_it(visit: Any) -> None:
    page = visit(width=1400)
    start, cell = _size(page), _box(page, "Zooms into two")
    page.get_by_title("Zoom in").click()
    assert _size(page) == pytest.approx(start * 1.2, rel=0.01)
    assert _box(page, "Zooms into two")["height"] == pytest.approx(cell["height"] * 1.2, rel=0.05)
    assert page.locator("#zoom").inner_text() == "120 %"
    page.get_by_title("Back to 100 per cent").click()
    assert _size(page) == pytest.approx(1190.55 * 1.6, rel=0.01)
    page.get_by_title("See the whole map").click()
    sheet, map_ = page.locator(".sheet.s0").bounding_box(), page.locator("#map").bounding_box()
    assert sheet["width"] <= map_["width"] + 1
    assert sheet["height"] <= map_["height"] + 1


def test_keys_change_the_size(visit: Any) -> None:
    page = visit()
    page.locator("#map").focus()
    start = _size(page)
    for key, factor in (("+", 1.2), ("-", 1.0), ("-", 1 / 1.2), ("0", 1.0)):
        page.keyboard.press(key)
        assert _size(page) == pytest.approx(start * factor, rel=0.01), key


def test_the_wheel_zooms_where_the_pointer_is(visit: Any) -> None:
    page = visit()
    page.mouse.move(800, 500)
    before = page.evaluate(
        "document.elementFromPoint(800, 500).closest('[data-cell]')?.getAttribute('data-cell')"
    )
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    page.wait_for_timeout(120)
    assert _size(page) > 1190.55 * 1.6 * 1.1
    after = page.evaluate(
        "document.elementFromPoint(800, 500).closest('[data-cell]')?.getAttribute('data-cell')"
    )
    assert before == after


def test_text_can_be_selected_and_found(visit: Any) -> None:
    page = visit()
    page.get_by_title("Zoom in").click()
    box = _box(page, "Zooms into two")
    page.mouse.move(box["x"] + 1, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()
    assert "into tw" in page.evaluate("String(getSelection())")
    assert page.evaluate("window.find('Eight euros of shipping')") is True


def test_lines_keep_a_pixel_when_the_map_is_small(visit: Any) -> None:
    page = visit()
    page.get_by_title("See the whole map").click()
    widths = page.evaluate(
        """() => Object.fromEntries(['measured', 'reported', 'assumed'].map(grade => [grade, Math.min(
            ...[...document.querySelectorAll('.edge.' + grade)].map(
                e => parseFloat(getComputedStyle(e).strokeWidth) * e.getScreenCTM().a))]))"""
    )
    assert widths["reported"] >= 0.99
    assert widths["assumed"] >= 0.99
    assert widths["measured"] >= 1.9 * widths["reported"]  # still told apart


# ---------------------------------------------------------------- the evidence behind a cell


def test_pointing_at_a_cell_opens_what_is_behind_it(visit: Any) -> None:
    page = visit(width=1500, height=950)
    page.locator(CELL.format("Zooms into two pictures")).first.hover()
    said = _panel(page)
    assert "What she does, I look at the vase closely: Zooms into two pictures, looks for the size" in said
    assert "measured: 30 or more" in said  # its grade
    assert "5,130; from 5,130" in said  # the number with its n
    assert "Clicks, 1 September to 15 November 2026" in said  # source and period
    page.locator("#evidence summary").evaluate("e => e.click()")
    assert "walks with at least one visit to the stage or step" in _panel(page)  # the definition


def test_a_feeling_opens_with_range_and_quotes(visit: Any) -> None:
    page = visit(width=1500, height=950)
    page.locator(CELL.format("How they feel, I open the basket")).first.focus()
    said = _panel(page)
    assert "between −1.7 and −1.3" in said
    assert "from 214" in said
    assert "“Eight euros of shipping for a vase of 31, and I only saw it in the basket.”" in said
    assert "151 of 214 say the same" in said
    quote = page.locator("#evidence .said").first
    assert quote.evaluate("e => getComputedStyle(e).fontStyle") == "italic"
    assert page.locator("#evidence .alike").evaluate("e => getComputedStyle(e).fontStyle") == "normal"


def test_the_others_fall_back_while_one_is_lifted(visit: Any) -> None:
    page = visit(width=1500, height=950)
    cell = page.locator(CELL.format("Zooms into two pictures")).first
    other = page.locator(CELL.format("Sends three links")).first
    cell.hover()
    page.wait_for_timeout(250)
    assert float(other.evaluate("e => getComputedStyle(e).opacity")) == pytest.approx(0.45)
    assert float(cell.evaluate("e => getComputedStyle(e).opacity")) == 1
    curve = page.locator(".curve")
    assert float(curve.evaluate("e => getComputedStyle(e).opacity")) == pytest.approx(0.45)
    page.locator(CELL.format("How they feel, I open the basket")).first.hover()
    page.wait_for_timeout(250)
    assert float(curve.evaluate("e => getComputedStyle(e).opacity")) == 1
    page.mouse.move(3, 3)
    page.wait_for_timeout(250)
    assert float(other.evaluate("e => getComputedStyle(e).opacity")) == 1
    assert _panel(page) == ""


def test_the_panel_never_covers_the_cell_and_stays_on_the_screen(visit: Any) -> None:
    page = visit(width=1280, height=720)
    for text in ("Puts a note in her calendar", "Zooms into two pictures", "Pays by card, on the phone"):
        cell = page.locator(CELL.format(text)).first
        cell.scroll_into_view_if_needed()
        cell.hover()
        box, panel = cell.bounding_box(), page.locator("#evidence").bounding_box()
        beside = panel["x"] >= box["x"] + box["width"] or panel["x"] + panel["width"] <= box["x"]
        assert beside, text
        assert panel["x"] >= 0
        assert panel["x"] + panel["width"] <= 1280
        assert panel["y"] >= 0
        assert panel["y"] + panel["height"] <= 720


def test_a_click_keeps_it_open_and_escape_closes_it(visit: Any) -> None:
    page = visit(width=1500, height=950)
    page.locator(CELL.format("Zooms into two pictures")).first.click()
    page.mouse.move(3, 3)
    assert "Zooms into two pictures" in _panel(page)
    page.keyboard.press("Escape")
    assert _panel(page) == ""
    page.wait_for_timeout(200)
    assert page.locator(".lift").count() == 0


def test_the_whole_map_can_be_walked_by_keys(visit: Any) -> None:
    page = visit(width=1280, height=720)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.hasAttribute('data-cell')"):
            break
    assert page.evaluate("document.activeElement.hasAttribute('data-cell')")
    assert _panel(page)
    rows: list[int] = []
    for _ in range(12):
        rows.append(int(page.evaluate("document.activeElement.dataset.row")))
        page.keyboard.press("ArrowDown")
    assert rows == sorted(rows)
    assert len(set(rows)) > 8
    columns: list[int] = []
    for _ in range(16):
        columns.append(int(page.evaluate("document.activeElement.dataset.column")))
        page.keyboard.press("ArrowRight")
    assert columns == sorted(columns)
    box = page.evaluate(
        "(() => { const b = document.activeElement.getBoundingClientRect(); return [b.left, b.right, b.top, b.bottom]; })()"
    )
    assert box[1] > 0
    assert box[0] < 1280
    assert box[3] > 0
    assert box[2] < 720
    page.keyboard.press("Enter")  # keeps the panel, so that one can go into it
    page.keyboard.press("Escape")
    assert _panel(page) == ""
    assert page.evaluate("document.activeElement.hasAttribute('data-cell')")  # the focus is not lost


def test_keys_go_into_the_panel_and_back(visit: Any) -> None:
    page = visit(width=1280, height=720)
    cell = page.locator(CELL.format("Zooms into two pictures")).first
    cell.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "How it is counted"
    page.keyboard.press("Enter")
    assert "walks with at least one visit to the stage or step" in _panel(page)
    page.keyboard.press("Escape")
    assert _panel(page) == ""
    assert "Zooms into two pictures" in page.evaluate("document.activeElement.getAttribute('aria-label')")


def test_no_head_covers_the_cell_that_has_the_focus(visit: Any) -> None:
    page = visit(width=1100, height=640)
    _scroll(page, 900, 1200)
    page.locator(CELL.format("What would she really like")).first.focus()
    page.wait_for_timeout(100)
    box = page.locator(CELL.format("What would she really like")).first.bounding_box()
    assert "whole" in _at(page, box["x"] + 12, box["y"] + box["height"] / 2)


def test_cells_say_themselves_to_a_reader(visit: Any) -> None:
    page = visit()
    cell = page.get_by_role("img", name=re.compile("^What gets in the way, I open the basket"))
    assert cell.count() == 1
    assert page.get_by_role("table", include_hidden=True).count() == 1
    page.get_by_text("The same map as a table").click()
    assert page.get_by_role("rowheader", name="What she does").is_visible()
    assert page.get_by_role("columnheader", name="I pay").is_visible()


# ---------------------------------------------------------------- light and dark, small windows, paper


def test_light_and_dark(visit: Any) -> None:
    page = visit(color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.get_by_title("Change between light and dark").click()
    assert page.evaluate(ground) == "rgb(19, 23, 27)"
    page.get_by_title("Change between light and dark").click()
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert visit(color_scheme="dark").evaluate(ground) == "rgb(19, 23, 27)"


def test_a_phone_can_read_it(visit: Any) -> None:
    page = visit(width=390, height=844, has_touch=True, is_mobile=True)
    # the page itself does not scroll sideways: only the map does
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for button in page.locator("button[data-do]").all():
        box = button.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 44
    # lane titles leave more than half of the width to what they name
    assert page.locator(".pane.lanes").bounding_box()["width"] < 390 / 2
    page.locator(CELL.format("Puts a note in her calendar")).first.tap()
    panel = page.locator("#evidence").bounding_box()
    assert "Puts a note in her calendar" in _panel(page)
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= 390
    assert panel["y"] + panel["height"] <= 844
    _scroll(page, 600, 500)
    assert _box(page, "What she does", ".lanes")["x"] < 60


def test_twice_the_size_stays_usable(visit: Any) -> None:
    # 200 % of a window of 1280 x 800 leaves 640 x 400 logical pixels
    page = visit(width=640, height=400, device_scale_factor=2)
    map_ = page.locator("#map").bounding_box()
    heads = (
        page.locator(".pane.heads").first.bounding_box()["height"]
        + page.locator(".pane.titles").first.bounding_box()["height"]
    )
    assert map_["height"] - heads > 120
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    for button in page.locator("button[data-do]").all():
        box = button.bounding_box()
        assert box["x"] + box["width"] <= 640
    page.locator("[data-cell]").nth(20).focus()
    panel = page.locator("#evidence").bounding_box()
    assert panel["y"] >= 0
    assert panel["y"] + panel["height"] <= 400


def test_nothing_moves_for_those_who_want_no_motion(visit: Any) -> None:
    page = visit(reduced_motion="reduce")
    durations = page.evaluate(
        "[...document.querySelectorAll('.cell')].map(e => getComputedStyle(e).transitionDuration)"
    )
    assert set(durations) == {"0s"}


def _pages(pdf: bytes) -> list[tuple[float, float]]:
    """Return the sizes of the pages of a PDF, in points."""
    return [
        (float(w), float(h))
        for w, h in re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", pdf)
    ]


def test_it_prints_on_one_lying_a3(visit: Any) -> None:
    page = visit(color_scheme="dark")
    page.get_by_title("Zoom in").click()
    page.locator(CELL.format("Zooms into two pictures")).first.click()
    (size,) = _pages(page.pdf(prefer_css_page_size=True, print_background=True))
    assert size == (pytest.approx(1190.55, abs=2), pytest.approx(841.89, abs=2))
    page.emulate_media(media="print")
    assert (
        page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')").strip()
        == "#FFFFFF"
    )
    assert not page.locator("#evidence").is_visible()
    assert not page.locator("header.bar").is_visible()


def test_a_map_of_many_steps_prints_page_by_page_and_is_walked_through(visit: Any) -> None:
    page = visit("large")
    assert len(_pages(page.pdf(prefer_css_page_size=True))) == 4
    second = page.locator(".sheet.s1").bounding_box()
    first = page.locator(".sheet.s0").bounding_box()
    assert second["y"] >= first["y"] + first["height"]
    page.evaluate("document.querySelector('.s1').scrollIntoView()")
    page.evaluate("document.getElementById('map').scrollBy(0, 500)")
    page.wait_for_timeout(80)
    bar = page.locator("header.bar").bounding_box()["height"]
    # the heads in view are those of the page that is read
    assert bar <= page.locator(".s1 .pane.titles").bounding_box()["y"] < bar + 120
    last = page.evaluate(
        "Math.max(...[...document.querySelectorAll('.s0 [data-cell]')].map(e => +e.dataset.row))"
    )
    page.locator(f'.s0 [data-row="{last}"]').first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.s1') !== null")


def test_a_page_from_right_to_left_begins_at_the_right_and_keeps_its_heads(visit: Any) -> None:
    page = visit("bank-right-to-left", width=1100)
    edge = page.locator("#map").evaluate("map => map.getBoundingClientRect().right")

    def title() -> Any:
        return page.evaluate(
            "[...document.querySelectorAll('.pane.heads text')].find(t => t.textContent === 'الحاجة').getBoundingClientRect().toJSON()"
        )

    def lane() -> Any:
        return page.evaluate("document.querySelector('.pane.lanes').getBoundingClientRect().toJSON()")

    assert edge - 400 < title()["right"] < edge
    assert lane()["right"] > edge - 40
    page.locator("#map").evaluate("map => { map.scrollLeft = -600; map.scrollTop = 300 }")
    page.wait_for_timeout(50)
    assert title()["right"] > edge + 100  # gone to the right
    assert lane()["right"] > edge - 40  # still in view
    page.locator('button[data-do="in"]').click()
    assert page.locator("#map").evaluate("map => map.scrollLeft") < -500
