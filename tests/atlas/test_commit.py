"""Folders: loading what is there, writing whole, locks, changes by others, and failures half-way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from footpath.atlas import (
    AddEntry,
    AddFile,
    AddMeasures,
    Loaded,
    MeasureRow,
    MeasureRun,
    RemoveFile,
    SetCell,
    SetField,
    add_measures,
    commit,
    edit,
    load,
    new_atlas,
)
from footpath.atlas.lock import LOCK, holder, locked
from footpath.base import BadInputError

JOURNEY = "id: gift\ntitle: Gift  # the map\nstages:\n  - title: Search\n    steps:\n      - title: Look\n        action: reads\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    new_atlas(root, "Shop: lamps & more", "pt", "Europe/Lisbon", currency="EUR")
    (root / "journeys" / "gift.yaml").write_text(JOURNEY, "utf-8")
    return root


def refused(*codes: str) -> pytest.RaisesExc[BadInputError]:
    return pytest.raises(
        BadInputError,
        check=lambda error: [problem.code for problem in error.problems][: len(codes)] == list(codes),
    )


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".footpath" not in path.parts
    }


def test_a_new_atlas_loads_without_a_word_and_keeps_exports_out_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("secret\n*.csv", "utf-8")
    loaded = new_atlas(tmp_path, "Shop: lamps & more", "pt", "Europe/Lisbon")
    assert loaded.problems == ()
    assert (loaded.atlas.title, loaded.atlas.language, loaded.atlas.zone) == (
        "Shop: lamps & more",
        "pt",
        "Europe/Lisbon",
    )
    ignored = (tmp_path / ".gitignore").read_text("utf-8").splitlines()
    assert ignored[:2] == ["secret", "*.csv"]
    assert {".footpath/", "exports/", "*.xlsx", "*.parquet"} <= set(ignored)
    schema = (tmp_path / "atlas.yaml").read_text("utf-8").splitlines()[0].partition("$schema=")[2]
    assert json.loads((tmp_path / schema).read_text("utf-8"))["properties"]["title"]


def test_a_new_atlas_is_not_made_over_another_nor_with_an_unknown_zone(shop: Path, tmp_path: Path) -> None:
    before = snapshot(shop)
    with refused("atlas-exists"):
        new_atlas(shop, "Other")
    assert snapshot(shop) == before
    with refused("bad-zone"):
        new_atlas(tmp_path / "other", "Other", zone="Lisboa")
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        ("nothing", "no such folder"),
        ("file", "this is a file"),
        ("empty", "holds no atlas.yaml"),
        ("above", "Did you mean"),
    ],
)
def test_a_folder_that_is_no_atlas_is_refused_in_words(tmp_path: Path, make: str, words: str) -> None:
    folder = tmp_path / make
    if make == "file":
        folder.write_text("x", "utf-8")
    elif make == "empty":
        folder.mkdir()
    elif make == "above":
        new_atlas(folder / "shop", "Shop")
    with pytest.raises(BadInputError, match=words):
        load(folder)


def test_a_commit_writes_its_bytes_and_returns_what_loading_would(shop: Path) -> None:
    before = load(shop)
    after = commit(
        shop,
        before,
        [
            SetCell("gift", "look", "emotion", -1),
            AddEntry("touchpoints", {"title": "Web site", "channel": "web"}),
        ],
    )
    assert (shop / "journeys/gift.yaml").read_text("utf-8") == JOURNEY + "        emotion: -1\n"
    assert after.atlas == load(shop).atlas
    assert after.hashes == load(shop).hashes
    assert after.atlas.touchpoints[0].id == "web-site"


def test_a_dry_run_writes_nothing(shop: Path) -> None:
    before, files = load(shop), snapshot(shop)
    assert commit(shop, before, [SetField("atlas", "", "title", "New")], dry_run=True).atlas.title == "New"
    assert snapshot(shop) == files


def test_an_invalid_document_is_never_written(shop: Path) -> None:
    before, files = load(shop), snapshot(shop)
    with refused("would-be-invalid", "unknown-reference"):
        commit(
            shop,
            before,
            [SetField("journey", "gift", "claim", "x"), SetCell("gift", "look", "touchpoint", "nowhere")],
        )
    with refused("target-gone"):
        commit(
            shop, before, [SetCell("gift", "look", "thought", "x"), SetCell("gift", "gone", "thought", "x")]
        )
    with refused("unknown-file"):
        commit(shop, before, [AddFile("../out.yaml", {"title": "x"})])
    assert snapshot(shop) == files


def test_an_error_that_was_there_before_keeps_nobody_from_working(shop: Path) -> None:
    (shop / "journeys/gift.yaml").write_text(JOURNEY + "        touchpoint: nowhere\n", "utf-8")
    after = commit(shop, load(shop), [SetField("journey", "gift", "claim", "x")])
    assert [problem.code for problem in after.problems] == ["unknown-reference"]


def test_what_someone_else_changed_is_not_written_over(shop: Path) -> None:
    before = load(shop)
    theirs = JOURNEY.replace("reads", "reads a lot")
    (shop / "journeys/gift.yaml").write_text(theirs, "utf-8")
    with refused("changed-meanwhile"):
        commit(shop, before, [SetField("journey", "gift", "claim", "x")])
    after = commit(shop, before, [SetField("atlas", "", "currency", "USD")])
    assert (shop / "journeys/gift.yaml").read_text("utf-8") == theirs
    assert after.atlas.journeys[0].steps().__next__().lane("action")[0].text == "reads a lot"


def test_measures_get_a_file_each_and_the_newest_is_loaded(shop: Path) -> None:
    row = MeasureRow(
        on="step",
        id="look",
        measure="reach",
        value=0.5,
        unit="share",
        n=40,
        low=0.4,
        high=0.6,
        source="orders",
    )
    runs = [
        MeasureRun(journey="gift", made=made, rows=(row,))
        for made in ("2026-11-21T09:30:00Z", "2026-11-21T09:30:00Z", "2026-11-20T08:00:00Z")
    ]
    assert [add_measures(shop, run).name for run in runs] == [
        "2026-11-21T0930Z-1.json",
        "2026-11-21T0930Z-2.json",
        "2026-11-20T0800Z-1.json",
    ]
    newer = runs[0].model_copy(update={"made": "2026-11-22T00:00:00Z"})
    after = commit(shop, load(shop), [AddMeasures(newer), SetField("journey", "gift", "claim", "x")])
    assert after.atlas.measured("gift") == load(shop).atlas.measured("gift") == newer
    (shop / "measures/2026-11-23T0000Z-1.json").write_text('{"journey": NaN}', "utf-8")
    loaded = load(shop)
    assert [problem.code for problem in loaded.problems] == ["bad-measures"]
    assert loaded.atlas.measured("gift") == newer


def test_files_over_the_limit_or_in_another_encoding_are_told_and_not_read(shop: Path) -> None:
    with (shop / "journeys/big.yaml").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    (shop / "journeys/latin.yaml").write_bytes("title: Für\n".encode("latin-1"))
    (shop / "journeys/wide.yaml").write_bytes("title: x\n".encode("utf-16"))
    (shop / "journeys/other.yml").write_text("title: x\n", "utf-8")
    loaded = load(shop)
    told = {(problem.code, problem.place.file): problem for problem in loaded.problems}
    assert {code for code, _ in told} == {"file-too-large", "not-utf-8", "file-not-read"}
    assert "100.0 MiB" in told["file-too-large", "journeys/big.yaml"].message
    assert (
        told["not-utf-8", "journeys/latin.yaml"].place.line,
        told["not-utf-8", "journeys/latin.yaml"].place.column,
    ) == (1, 9)
    assert "UTF-16" in told["not-utf-8", "journeys/wide.yaml"].message
    assert len(loaded.atlas.journeys) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs rights on Windows")
def test_links_that_lead_out_of_the_atlas_are_neither_read_nor_written(shop: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("title: Out\nstages: [a]\n", "utf-8")
    (shop / "journeys/out.yaml").symlink_to(outside)
    loaded = load(shop)
    assert [problem.code for problem in loaded.problems] == ["path-outside-atlas"]
    with pytest.raises(BadInputError):
        commit(shop, loaded, [AddFile("journeys/out.yaml", {"title": "x", "stages": ["a"]})])
    assert outside.read_text("utf-8") == "title: Out\nstages: [a]\n"


@pytest.mark.parametrize("number", range(1, 8))
def test_a_failing_disk_leaves_old_or_new_and_the_next_commit_ends_it(
    shop: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before, files = load(shop), snapshot(shop)
    operations = [
        SetField("journey", "gift", "claim", "x"),
        SetField("atlas", "", "title", "New"),
        AddEntry("touchpoints", {"id": "web"}),
    ]
    calls = {"left": number}
    real = os.fsync

    def failing(descriptor: int) -> None:
        calls["left"] -= 1
        if calls["left"] == 0:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", failing)
    try:
        commit(shop, before, operations)
    except BadInputError as error:
        assert error.problems[0].code == "write-failed"  # the code is what matters
    monkeypatch.setattr(os, "fsync", real)
    assert not list(shop.rglob("*.part"))
    seen = load(shop).atlas  # whoever reads meanwhile sees all of the change or nothing
    assert (seen.title == "New", seen.journeys[0].claim == "x", len(seen.touchpoints) == 1) in (
        (True,) * 3,
        (False,) * 3,
    )
    expected = commit(shop, before, operations, dry_run=True).texts
    for file, data in snapshot(shop).items():
        assert data.decode() in (files.get(file, b"").decode(), expected.get(file))
    edit(shop, lambda loaded: [SetField("atlas", "", "language", "de")])
    done = load(shop)
    assert not (shop / ".footpath/commit.json").exists()
    assert done.is_valid
    assert (
        done.atlas.title == "New",
        done.atlas.journeys[0].claim == "x",
        len(done.atlas.touchpoints) == 1,
    ) in ((True,) * 3, (False,) * 3)


def test_files_are_added_and_removed(shop: Path) -> None:
    after = commit(
        shop,
        load(shop),
        [
            AddFile("personas/nadia.yaml", {"id": "nadia", "name": "Nadia"}),
            SetField("journey", "gift", "personas", ["nadia"]),
        ],
    )
    assert after.atlas.persona("nadia").name == "Nadia"
    with refused("would-be-invalid"):
        commit(shop, after, [RemoveFile("personas/nadia.yaml")])
    after = commit(
        shop, after, [SetField("journey", "gift", "personas", None), RemoveFile("personas/nadia.yaml")]
    )
    assert not (shop / "personas/nadia.yaml").exists()
    assert after.atlas.personas == ()


def test_a_held_atlas_is_refused_naming_the_holder(shop: Path) -> None:
    before = load(shop)
    with locked(shop, what="footpath serve"):
        assert holder(shop)["pid"] == os.getpid()
        with pytest.raises(BadInputError, match=f"held by footpath serve .process {os.getpid()}"):
            commit(shop, before, [SetField("atlas", "", "title", "x")], wait_s=0.1)
    assert holder(shop) == {}
    commit(shop, before, [SetField("atlas", "", "title", "x")], wait_s=0.1)


def test_a_lock_of_a_dead_process_is_taken_over_and_that_of_another_host_is_not(shop: Path) -> None:
    code = "import os, sys; from pathlib import Path; from footpath.atlas.lock import locked\nwith locked(Path(sys.argv[1])): os._exit(9)"
    assert subprocess.run([sys.executable, "-c", code, str(shop)], check=False).returncode == 9
    assert holder(shop)["pid"]
    commit(shop, load(shop), [SetField("atlas", "", "title", "x")], wait_s=0.1)
    (shop / LOCK).write_text(json.dumps({"host": "elsewhere", "pid": 1, "since": "then"}), "utf-8")
    with refused("atlas-locked"):
        commit(shop, load(shop), [SetField("atlas", "", "title", "y")], wait_s=0.1)


def test_edits_of_two_processes_all_survive(shop: Path) -> None:
    code = (
        "import sys\nfrom footpath.atlas import AddEntry, edit\n"
        "for number in range(10):\n"
        "    edit(sys.argv[1], lambda loaded: [AddEntry('touchpoints', {'id': f'{sys.argv[2]}-{number}', 'title': 'T'})])\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(shop), name]) for name in ("a", "b")]
    assert [process.wait(60) for process in running] == [0, 0]
    loaded: Loaded = load(shop)
    assert sorted(each.id for each in loaded.atlas.touchpoints) == sorted(
        f"{name}-{number}" for name in "ab" for number in range(10)
    )
