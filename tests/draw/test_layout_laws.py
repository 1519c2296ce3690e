"""What must hold for every picture: nothing overlaps, leaves its box or the page, or is shrunk under the floor."""

from __future__ import annotations

import itertools
import json

import pytest

from footpath.atlas import Atlas
from footpath.draw import Group, Mark, Path, Scene, Text, draw, text_box
from footpath.draw.marks import shapes

SLACK = 0.4  # points: rounding, and the hair by which letters may kiss


def _boxes(scene: Scene) -> list[tuple[Text, tuple[float, float, float, float]]]:
    texts = [item for item in scene.walk() if isinstance(item, Text)]
    texts += [
        shape
        for item in scene.walk()
        if isinstance(item, Mark)
        for shape in shapes(item)
        if isinstance(shape, Text)
    ]
    return [(text, text_box(text)) for text in texts]


def _assert_no_overlap(scene: Scene) -> None:
    boxes = sorted(_boxes(scene), key=lambda pair: pair[1][1])
    for (a, (ax, ay, aw, ah)), (b, (bx, by, bw, bh)) in itertools.combinations(boxes, 2):
        if by > ay + ah:
            continue
        wide = min(ax + aw, bx + bw) - max(ax, bx)
        tall = min(ay + ah, by + bh) - max(ay, by)
        assert wide <= SLACK or tall <= SLACK, f"{a.text!r} and {b.text!r} overlap by {wide:.1f} x {tall:.1f}"


def _assert_inside(scene: Scene) -> None:
    for text, (x, y, w, h) in _boxes(scene):
        assert x >= -SLACK, text
        assert y >= -SLACK, text
        assert x + w <= scene.width + SLACK, text
        assert y + h <= scene.height + SLACK, text
    for group in scene.groups():
        if group.box is None:
            continue
        gx, gy, gw, gh = group.box
        for item in group.items:
            if isinstance(item, Text):
                x, y, w, h = text_box(item)
                assert x >= gx - 1, (group.title, item)
                assert x + w <= gx + gw + 2, (group.title, item)
                assert y >= gy - 1.5, (group.title, item)
                assert y + h <= gy + gh + 1.5, (group.title, item)


def test_no_two_texts_overlap(any_map: Atlas) -> None:
    for page in draw(any_map, "m").every_page():
        _assert_no_overlap(page)


def test_no_text_leaves_its_box_or_the_page(any_map: Atlas) -> None:
    for page in draw(any_map, "m").every_page():
        _assert_inside(page)


def test_nothing_is_smaller_than_seven_points(any_map: Atlas) -> None:
    for page in draw(any_map, "m").every_page():
        assert min(text.size for text, _ in _boxes(page)) >= 7
        assert page.scale >= 1


def test_drawing_again_gives_the_same_scene(any_map: Atlas) -> None:
    assert draw(any_map, "m") == draw(any_map, "m")


def test_a_scene_is_plain_data(any_map: Atlas) -> None:
    data = draw(any_map, "m").to_json()
    assert json.loads(json.dumps(data)) == data
    assert data["footpath_scene"] == 1


@pytest.mark.parametrize("paper", ["A4", "A3", "A2", "A1", "A0"])
def test_every_paper_holds_what_is_drawn_on_it(sample: object, maps: object, paper: str) -> None:
    for make in ("drafted", "by-hand"):
        scene = draw(maps.MAPS[make](), "m", paper=paper)  # type: ignore[attr-defined]
        _assert_inside(scene)
        _assert_no_overlap(scene)
        assert scene.scale >= 1


@pytest.mark.parametrize("name", ["rich", "long-words"])
def test_cards_hold_the_laws_too(maps: object, name: str) -> None:
    scene = draw(maps.MAPS[name](), "m", form="card")  # type: ignore[attr-defined]
    _assert_no_overlap(scene)
    for text, (x, y, w, h) in _boxes(scene):
        assert x >= -SLACK, text
        assert x + w <= scene.width + SLACK, text
        assert y >= -SLACK, text
        assert y + h <= scene.height + SLACK, text


def test_each_cell_of_the_document_is_drawn_or_counted(maps: object) -> None:
    atlas = maps.large()  # type: ignore[attr-defined]
    scene = draw(atlas, "m")
    titles = " ".join(
        group.title for page in scene.every_page() for group in page.walk() if isinstance(group, Group)
    )
    for step in atlas.journey("m").steps():
        for lane in ("action", "thought", "barrier", "driver"):
            for cell in step.lane(lane):
                assert cell.text in titles


def _crosses(a: tuple[float, float], b: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    """Whether an upright or level line goes through a box."""
    x, y, w, h = box
    left, right, top, bottom = min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])
    return left < x + w - SLACK and right > x + SLACK and top < y + h - SLACK and bottom > y + SLACK


def test_no_arrow_or_way_goes_through_a_text(any_map: Atlas) -> None:
    for page in draw(any_map, "m").every_page():
        inside = [g for g in page.groups() if g.role in ("ways", "cell hand")]
        drawn = [i for g in inside for i in g.items] + [i for i in page.items if isinstance(i, Path)]
        texts = [(t, box) for t, box in _boxes(page) if not t.halo]
        for path in (item for item in drawn if isinstance(item, Path)):
            points = [command[1:3] for command in path.commands]
            for a, b in itertools.pairwise(points):
                for text, box in texts:
                    assert not _crosses(a, b, box), text.text
