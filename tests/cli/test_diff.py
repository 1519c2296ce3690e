"""`footpath diff` between folders, files and git revisions, as text, JSON, Markdown and drawn."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from footpath.cli import main

JOURNEY = """\
title: Buying a gift
stages:
  - id: search
    title: Search
    steps:
      - {id: look, title: I look around, action: Opens three shops, emotion: -1}
      - {id: call, title: I call the shop, action: Calls, emotion: 1}
"""
CHANGED = JOURNEY.replace("emotion: -1", "emotion: 0.4").replace(JOURNEY.splitlines(keepends=True)[-1], "")
GIT = shutil.which("git")
needs_git = pytest.mark.skipif(GIT is None, reason="git is not installed")


def git(folder: Path, *words: str) -> str:
    named = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        [str(GIT), *named, *words], cwd=folder, capture_output=True, text=True, check=True, env=_clean()
    )
    return done.stdout


def _clean() -> dict[str, str]:
    """Return an environment in which no settings of the user's own git count."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    (folder / "journeys").mkdir(parents=True)
    (folder / "atlas.yaml").write_text("title: Shop\n", "utf-8")
    (folder / "journeys" / "gift.yaml").write_text(JOURNEY, "utf-8")
    return folder


@pytest.fixture
def committed(shop: Path) -> Path:
    git(shop.parent, "init", "-q", "-b", "main", ".")
    git(shop.parent, "add", "-A")
    git(shop.parent, "commit", "-qm", "one")
    return shop


def _change(shop: Path) -> None:
    (shop / "journeys" / "gift.yaml").write_text(CHANGED, "utf-8")


def test_two_folders(shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(shop, tmp_path / "now")
    _change(tmp_path / "now")
    assert main(["diff", str(shop), str(tmp_path / "now")]) == 0
    assert capsys.readouterr().out.splitlines()[:6] == [
        "2 changes: 1 removed, 1 changed",
        "",
        "Buying a gift (gift)",
        "  Search",
        "    - step call removed: “I call the shop”",
        "    ~ look: emotion -1 to +0.4",
    ]
    assert main(["diff", str(shop), str(shop), "--exit-code"]) == 0
    assert main(["diff", str(shop), str(tmp_path / "now"), "--exit-code"]) == 1


def test_two_files_are_states_of_one_journey(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old.yaml").write_text(JOURNEY, "utf-8")
    (tmp_path / "new.yaml").write_text(CHANGED, "utf-8")
    assert main(["diff", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")]) == 0
    assert "look: emotion -1 to +0.4" in capsys.readouterr().out


def test_json_rows_and_markdown(shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(shop, tmp_path / "now")
    _change(tmp_path / "now")
    assert main(["diff", str(shop), str(tmp_path / "now"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["command"] == "diff"
    assert [row["kind"] for row in said["rows"]] == ["removed", "changed"]
    assert said["notes"] == ["2 changes: 1 removed, 1 changed"]
    assert main(["diff", str(shop), str(tmp_path / "now"), "--format", "markdown"]) == 0
    assert "### Buying a gift \\(gift\\)" in capsys.readouterr().out


@pytest.mark.parametrize("ending", ["svg", "html"])
def test_drawn_with_the_changes_marked(shop: Path, tmp_path: Path, ending: str) -> None:
    shutil.copytree(shop, tmp_path / "now")
    _change(tmp_path / "now")
    out = tmp_path / f"changes.{ending}"
    assert main(["diff", str(shop), str(tmp_path / "now"), "-o", str(out)]) == 0
    assert "look: emotion -1 to +0.4" in out.read_text("utf-8")


@needs_git
def test_the_files_as_they_are_against_the_last_commit(
    committed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(committed)
    assert main(["diff"]) == 0
    assert capsys.readouterr().out.startswith("nothing changed")
    _change(committed)
    assert main(["diff"]) == 0
    assert "step call removed" in capsys.readouterr().out
    monkeypatch.chdir(committed.parent)
    assert main(["diff", "shop"]) == 0
    assert "step call removed" in capsys.readouterr().out


@needs_git
def test_revisions(
    committed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    git(committed.parent, "switch", "-q", "-c", "mine")
    _change(committed)
    git(committed.parent, "commit", "-qam", "two")
    monkeypatch.chdir(committed)
    for words in (["HEAD~1"], ["main..mine"], ["main", "mine"], ["main", "."]):
        assert main(["diff", *words]) == 0
        assert "look: emotion -1 to +0.4" in capsys.readouterr().out
    assert main(["diff", "mine..main"]) == 0
    assert "step call added" in capsys.readouterr().out


@needs_git
def test_one_file_against_what_it_was(
    committed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (committed / "journeys" / "other.yaml").write_text("title: Other\nstages: [{title: S}]\n", "utf-8")
    _change(committed)
    monkeypatch.chdir(committed)
    for words in (["journeys/gift.yaml"], ["main", "journeys/gift.yaml"]):
        assert main(["diff", *words]) == 0
        said = capsys.readouterr().out
        assert "step call removed" in said
        assert "other" not in said
    assert main(["diff", "journeys/gift.yaml", "main"]) == 0
    assert "step call added" in capsys.readouterr().out


@needs_git
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--", "--output=x"], 2, "a revision does not begin with a dash"),
        (["--", "-x..main"], 2, "a revision does not begin with a dash"),
        (["nosuch"], 3, "git knows no revision 'nosuch' here, and there is no such file or folder"),
        (["main", "--journey", "gft"], 3, "Did you mean 'gift'?"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    committed: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(committed)
    assert main(["diff", *words]) == code
    assert said in capsys.readouterr().err
    assert not (committed / "x").exists()


@needs_git
def test_an_atlas_that_was_not_there_then(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], shop: Path
) -> None:
    git(tmp_path, "init", "-q", "-b", "main", ".")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "nothing yet")
    assert main(["diff", str(shop)]) == 3
    assert "there was no atlas in" in capsys.readouterr().err


def test_without_git_the_message_says_so(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert main(["diff", str(shop)]) == 3
    assert "git is not installed" in capsys.readouterr().err


@needs_git
def test_outside_of_a_repository_the_message_says_so(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(shop.parent))
    assert main(["diff", str(shop)]) == 3
    assert "lies in no git repository" in capsys.readouterr().err
