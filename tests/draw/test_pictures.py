"""Pictures of the atlas: only what is one, inside the page, with its description; a frame where there is none."""

from __future__ import annotations

import re
import struct
from pathlib import Path as File
from typing import Any
from xml.etree import ElementTree

import pytest

from footpath.base import BadInputError
from footpath.cli._pictures import read_pictures
from footpath.draw import PICTURE_LIMIT, Path, Picture, Scene, Text, draw, picture_files, to_html, to_svg
from footpath.draw.pictures import shot

GIF = b"GIF89a" + struct.pack("<HH", 40, 30) + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 30, 40) + b"\3" * 20
WEBP = b"RIFF\0\0\0\0WEBPVP8X\n\0\0\0" + b"\0" * 4 + (39).to_bytes(3, "little") + (29).to_bytes(3, "little")


@pytest.mark.parametrize(("data", "kind"), [(GIF, "gif"), (JPEG, "jpeg"), (WEBP, "webp")])
def test_a_picture_is_known_by_its_first_bytes(data: bytes, kind: str) -> None:
    found = shot({"a": data}, "a", "A thing")
    assert (found.width, found.height, found.problem) == (40, 30, "")
    assert found.uri.startswith(f"data:image/{kind};base64,")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no PNG, JPEG, WebP or GIF"),
        (b"", "no PNG"),
        (b"\x89PNG\r\n\x1a\n", "no PNG"),
        (GIF[:6] + struct.pack("<HH", 0, 30) + b"\0" * 9, "no size"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 90_000, 90_000), "no size"),
        (GIF + b"\0" * PICTURE_LIMIT, "over 2 MiB"),
        (b"\xff\xd8\xff", "no size"),
        (b"\xff\xd8" + b"\xff" * 5000, "no size"),
    ],
)
def test_what_is_no_picture_for_a_page_is_not_put_there(data: bytes, said: str) -> None:
    found = shot({"a": data}, "a", "A thing")
    assert said in found.problem
    assert found.uri == ""


def _frames(scene: Scene) -> list[Path]:
    return [i for i in scene.walk() if isinstance(i, Path) and i.dash == (3, 2.4) and i.stroke == "rule2"]


def test_pictures_stand_in_their_cells_with_their_description(bank: Any) -> None:
    scene = draw(bank.atlas(), "m", pictures=bank.pictures())
    shown = [(p.text, p.round) for p in scene.pictures()]
    assert ("A woman in an apron, drawn", True) in shown
    assert ("What she passes each morning", False) in shown
    assert ("The window of the branch", False) in shown
    window = next(p for p in scene.pictures() if p.text == "What she passes each morning")
    assert window.width / window.height == pytest.approx(2.0)  # 160 by 80 pixels
    svg = to_svg(scene, embed_fonts=False)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own picture
    images = list(root.iter("{http://www.w3.org/2000/svg}image"))
    assert len(images) == len(shown)
    assert all(str(image.get("href")).startswith("data:image/png;base64,") for image in images)
    assert all(image.get("aria-label") for image in images)


def test_a_missing_picture_is_a_frame_that_says_so(bank: Any) -> None:
    scene = draw(bank.atlas(), "m", pictures=bank.pictures())
    texts = [t.text for t in scene.texts()]
    assert "The letter that did not come" in texts
    assert "no file pictures/gone.png" in texts
    assert len(_frames(scene)) == 2  # the letter, and the portrait of one of the three whose map it is
    assert "a picture is not shown: no file pictures/gone.png" in scene.notes


def test_without_anybody_who_read_files_all_are_frames(bank: Any) -> None:
    scene = draw(bank.atlas(), "m")
    assert not list(scene.pictures())
    assert "picture: pictures/window.png" in [t.text for t in scene.texts()]
    assert not any("picture" in note for note in scene.notes)


def test_a_card_has_the_portrait_or_its_frame(bank: Any) -> None:
    (portrait,) = draw(bank.atlas(), "m", form="card", pictures=bank.pictures()).pictures()
    assert portrait.round
    assert portrait.width == 88
    liv = draw(bank.atlas(), "m", form="card", persona="liv", pictures=bank.pictures())
    assert not list(liv.pictures())
    assert "An adviser at her" in " ".join(t.text for t in liv.texts() if isinstance(t, Text))
    assert liv.notes == ("a picture is not shown: no file pictures/gone.png",)


def test_a_page_allows_pictures_only_where_it_has_some(bank: Any) -> None:
    with_some = to_html(bank.atlas(), "m", pictures=bank.pictures())
    policy = re.search(r'content="(default-src[^"]*)"', with_some)
    assert policy is not None
    assert "img-src data:" in policy.group(1)
    assert "img-src" not in to_html(bank.atlas(), "m")


@pytest.mark.parametrize(
    "uri",
    [
        "https://example.org/a.png",
        "data:image/svg+xml;base64,AAAA",
        'data:image/png;base64,"><script>',
        "javascript:1",
        "",
    ],
)
def test_the_writer_takes_no_other_picture(uri: str) -> None:
    scene = Scene(10, 10, (Picture(0, 0, 5, 5, uri, "x"),), "t")
    with pytest.raises(BadInputError) as caught:
        to_svg(scene, embed_fonts=False)
    assert caught.value.problems[0].code == "unsafe-picture"


def test_a_description_is_text_and_never_markup(bank: Any) -> None:
    scene = Scene(
        10,
        10,
        (Picture(0, 0, 5, 5, shot({"a": GIF}, "a", "x").uri, "</title><script>alert(1)</script>"),),
        "t",
    )
    svg = to_svg(scene, embed_fonts=False)
    assert "<script" not in svg
    ElementTree.fromstring(svg)  # noqa: S314 - our own picture


def test_the_files_of_a_map_are_named_once(bank: Any) -> None:
    assert picture_files(bank.atlas(), "m") == (bank.PORTRAIT, bank.GONE, bank.WINDOW)


def test_files_are_read_inside_the_folder_only(tmp_path: File) -> None:
    atlas = tmp_path / "atlas"
    (atlas / "pictures").mkdir(parents=True)
    (atlas / "pictures" / "a.gif").write_bytes(GIF)
    (tmp_path / "secret.gif").write_bytes(GIF)
    (atlas / "pictures" / "big.gif").write_bytes(b"\0" * (PICTURE_LIMIT + 100))
    (atlas / "out.gif").symlink_to(tmp_path / "secret.gif")
    (atlas / "in.gif").symlink_to(atlas / "pictures" / "a.gif")
    found = read_pictures(
        atlas,
        ("pictures/a.gif", "../secret.gif", "pictures/../../secret.gif", str(tmp_path / "secret.gif"), "out.gif", "in.gif",
         "pictures", "nothing.gif", "pictures/big.gif", "C:\\secret.gif", "a\0b"),
    )  # fmt: skip
    assert set(found) == {"pictures/a.gif", "in.gif", "pictures/big.gif"}
    assert len(found["pictures/big.gif"]) == PICTURE_LIMIT + 1
