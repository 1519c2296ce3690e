"""`footpath merge` of folders and files, and `footpath migrate`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from footpath.atlas import load
from footpath.cli import main

JOURNEY = """\
title: Buying a gift
stages:
  - id: search
    title: Search
    steps:
      - {id: look, title: I look around, action: Opens three shops, emotion: -1}   # here
      - {id: call, title: I call the shop, action: Calls}
"""


@pytest.fixture
def three(tmp_path: Path) -> tuple[Path, Path, Path]:
    folders = tuple(tmp_path / name for name in ("base", "ours", "theirs"))
    for folder in folders:
        (folder / "journeys").mkdir(parents=True)
        (folder / "atlas.yaml").write_text("title: Shop\n", "utf-8")
        (folder / "journeys" / "gift.yaml").write_text(JOURNEY, "utf-8")
    return folders  # type: ignore[return-value]  # three of them


def _write(folder: Path, old: str, new: str) -> None:
    path = folder / "journeys" / "gift.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def _words(three: tuple[Path, Path, Path], *more: str) -> list[str]:
    return ["merge", *(str(folder) for folder in three), *more]


def test_folders_are_merged_into_ours(
    three: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    base, ours, theirs = three
    _write(ours, "emotion: -1", "emotion: 1")
    _write(theirs, "three shops", "four shops")
    (theirs / "personas").mkdir()
    (theirs / "personas" / "nadia.yaml").write_text("name: Nadia\n", "utf-8")
    (theirs / "measures").mkdir()
    (theirs / "measures" / "2026-11-21T0930Z-1.json").write_text(
        '{"journey": "gift", "made": "2026-11-21T09:30:00Z"}', "utf-8"
    )
    before = (base / "journeys" / "gift.yaml").read_bytes()
    assert main(_words(three, "--dry-run")) == 0
    assert not (ours / "personas").exists()
    assert main(_words(three)) == 0
    assert "merged without a conflict" in capsys.readouterr().out
    text = (ours / "journeys" / "gift.yaml").read_text("utf-8")
    assert "action: Opens four shops, emotion: 1}   # here\n" in text
    loaded = load(ours)
    assert loaded.problems == ()
    assert [persona.id for persona in loaded.atlas.personas] == ["nadia"]
    assert len(loaded.atlas.measures) == 1
    assert (base / "journeys" / "gift.yaml").read_bytes() == before


def test_a_conflict_is_shown_cell_by_cell_and_ends_with_1(
    three: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    _, ours, theirs = three
    _write(ours, "emotion: -1", "emotion: 1")
    _write(theirs, "emotion: -1", "emotion: 2")
    assert main(_words(three, "-o", str(ours.parent / "both"))) == 1
    said = capsys.readouterr().out
    assert (
        "journeys/gift.yaml: look, emotion: both changed it\n    base   -1\n    ours   1\n    theirs 2\n"
        in said
    )
    assert "# conflict:" not in (ours / "journeys" / "gift.yaml").read_text("utf-8")
    made = ours.parent / "both"
    assert "# conflict: theirs: 2" in (made / "journeys" / "gift.yaml").read_text("utf-8")
    assert load(made).problems == ()
    assert main(_words(three, "-o", str(made))) == 3
    assert main(_words(three, "--json", "--dry-run")) == 1
    capsys.readouterr()
    main(_words(three, "--json", "--dry-run"))
    row = json.loads(capsys.readouterr().out)["rows"][0]
    assert (row["at"], row["lane"], row["base"], row["ours"], row["theirs"]) == ("look", "emotion", -1, 1, 2)
    assert main(_words(three, "--take", "theirs")) == 0
    assert "emotion: 2" in (ours / "journeys" / "gift.yaml").read_text("utf-8")


def test_what_the_other_side_removed_is_told_where_it_is_named(
    three: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    _, ours, theirs = three
    _write(ours, "      - {id: call, title: I call the shop, action: Calls}\n", "")
    _write(theirs, "title: I look around,", "title: I look around, next: call,")
    assert main(_words(three)) == 1
    assert "unknown-reference" in capsys.readouterr().err


def test_three_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [tmp_path / f"{name}.yaml" for name in ("base", "ours", "theirs")]
    for path, text in zip(
        names, (JOURNEY, JOURNEY.replace("-1", "1"), JOURNEY.replace("three", "four")), strict=True
    ):
        path.write_text(text, "utf-8")
    assert main(["merge", *map(str, names), "-o", str(tmp_path / "out.yaml")]) == 0
    assert (tmp_path / "out.yaml").read_text("utf-8") == JOURNEY.replace("-1", "1").replace("three", "four")
    assert main(["merge", str(names[0]), str(tmp_path), str(names[2])]) == 2
    assert "three folders or three files" in capsys.readouterr().err


def test_migrate_says_that_there_is_nothing_to_do(
    three: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(three[0])
    assert main(["migrate", folder]) == 0
    assert "the atlas is in version 1 of the format: nothing to do" in capsys.readouterr().out
    assert main(["migrate", folder, "--to", "2"]) == 3
    assert "this Footpath knows the versions 1 to 1 of the format: '2'" in capsys.readouterr().err
    (three[0] / "journeys" / "gift.yaml").write_text("footpath: 7\ntitle: X\n", "utf-8")
    assert main(["migrate", folder]) == 3
    assert "written in version 7 of the format" in capsys.readouterr().err
    shutil.rmtree(three[0] / "journeys")
    (three[0] / "atlas.yaml").unlink()
    assert main(["migrate", folder]) == 3
    assert "no-atlas" in capsys.readouterr().err
