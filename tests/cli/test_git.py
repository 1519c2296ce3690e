"""The drivers for git, in real repositories: independent edits merge, conflicts are told, `git diff` speaks in sentences."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from footpath.cli import main

GIT = shutil.which("git")
pytestmark = pytest.mark.skipif(GIT is None, reason="git is not installed")
SRC = str(Path(__file__).resolve().parents[2] / "src")
JOURNEY = """\
title: Buying a gift
stages:
  - id: search
    title: Search
    steps:
      - id: look
        title: I look around
        action: Opens three shops
        emotion: -1   # asked in May
      - {id: call, title: I call the shop, action: Calls}
"""


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **kept,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYTHONPATH": SRC,
        "GIT_PAGER": "cat",
    }


def git(folder: Path, *words: str, code: int = 0) -> str:
    named = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        [str(GIT), *named, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=_environment(),
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An atlas in a folder of a repository, with the drivers installed by this Python."""
    folder = tmp_path / "the shop"
    (folder / "journeys").mkdir(parents=True)
    (folder / "atlas.yaml").write_text("title: Shop\n", "utf-8")
    (folder / "journeys" / "gift.yaml").write_text(JOURNEY, "utf-8")
    (folder / ".gitattributes").write_text("*.png binary\n", "utf-8")
    git(tmp_path, "init", "-q", "-b", "main", ".")
    with monkeypatch.context() as patch:
        patch.setattr("footpath.cli.git.own_command", lambda: f"'{sys.executable}' -m footpath")
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        assert main(["git", "install", str(folder), "--quiet"]) == 0
    assert sys.executable in git(folder, "config", "merge.footpath.driver")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    return folder


def _on(folder: Path, branch: str, old: str, new: str) -> None:
    path = folder / "journeys" / "gift.yaml"
    git(folder, "switch", "-q", "main")
    git(folder, "switch", "-q", "-C", branch)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    git(folder, "commit", "-qam", branch)


def test_independent_edits_on_lines_that_touch_merge_without_conflict(shop: Path) -> None:
    _on(shop, "theirs", "action: Opens three shops", "action: Opens four shops")
    _on(shop, "ours", "emotion: -1", "emotion: 1")
    git(shop, "merge", "-q", "--no-edit", "theirs")
    text = (shop / "journeys" / "gift.yaml").read_text("utf-8")
    assert text == JOURNEY.replace("three", "four").replace("-1", "1")
    git(shop, "switch", "-q", "ours")
    git(shop, "config", "--remove-section", "merge.footpath")  # as for a colleague who has not installed them
    git(shop, "reset", "-q", "--hard", "HEAD~1")
    git(shop, "merge", "-q", "--no-edit", "theirs", code=1)


def test_a_true_conflict_is_told_and_left_to_a_person(shop: Path) -> None:
    _on(shop, "theirs", "emotion: -1", "emotion: 2")
    _on(shop, "ours", "emotion: -1", "emotion: 1")
    said = git(shop, "merge", "--no-edit", "theirs", code=1)
    assert "CONFLICT journeys/gift.yaml: look, emotion: both changed it" in said
    assert "UU" in git(shop, "status", "--porcelain")
    text = (shop / "journeys" / "gift.yaml").read_text("utf-8")
    assert "        # conflict: theirs: 2\n        emotion: 1   # asked in May\n" in text
    git(shop, "add", "-A")
    git(shop, "commit", "-qm", "settled")


def test_what_is_no_yaml_gets_the_markers_that_git_knows(shop: Path) -> None:
    _on(shop, "theirs", "title: Buying a gift", "title: [Buying")
    _on(shop, "ours", "title: Buying a gift", "title: A gift")
    said = git(shop, "merge", "--no-edit", "theirs", code=1)
    assert "is no YAML on some side; it was merged by lines" in said
    assert "<<<<<<<" in (shop / "journeys" / "gift.yaml").read_text("utf-8")


def test_git_diff_speaks_in_sentences_and_the_log_shows_facts(shop: Path) -> None:
    path = shop / "journeys" / "gift.yaml"
    path.write_text(JOURNEY.replace("emotion: -1", "emotion: 0.4"), "utf-8")
    assert "    ~ look: emotion -1 to +0.4\n" in git(shop, "diff")
    git(shop, "commit", "-qam", "two")
    said = git(shop, "log", "-p", "-1")
    assert "-    look  emotion: -1\n+    look  emotion: 0.4\n" in said.replace("  look", "look", 0).replace(
        "      ", "    "
    )
    path.write_text(JOURNEY.replace("emotion: -1", "emotion: 0.4 # so"), "utf-8")
    assert "nothing changed but how it is written" in git(shop, "diff")
    path.write_text("title: [\n", "utf-8")
    assert "+title: [" in git(shop, "diff")
    path.unlink()
    assert "journey gift removed" in git(shop, "diff")
    (shop / "journeys" / "new.yaml").write_text(JOURNEY, "utf-8")
    git(shop, "add", "-A")
    assert "journey new" in git(shop, "diff", "--cached", "--no-renames")


def test_runs_of_measures_are_never_merged(shop: Path) -> None:
    assert "merge: unset" in git(shop, "check-attr", "merge", "measures/2026-11-21T0930Z-1.json")
    assert "merge: footpath" in git(shop, "check-attr", "merge", "journeys/gift.yaml")
    assert "merge: unspecified" in git(shop, "check-attr", "merge", "journeys/notes.txt")


def test_uninstall_takes_out_what_install_wrote_and_nothing_else(shop: Path) -> None:
    assert main(["git", "install", str(shop)]) == 0
    text = (shop / ".gitattributes").read_text("utf-8")
    assert text.count("/atlas.yaml") == 1
    assert main(["git", "uninstall", str(shop)]) == 0
    assert (shop / ".gitattributes").read_text("utf-8") == "*.png binary\n"
    git(shop, "config", "--get", "merge.footpath.driver", code=1)
    assert main(["git", "uninstall", str(shop)]) == 0


def test_install_for_all_repositories_and_dry_run(
    shop: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "gitconfig"
    own.write_text("", "utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
    assert main(["git", "install", "--global", "--dry-run", str(shop)]) == 0
    assert own.read_text("utf-8") == ""
    assert "git config --global merge.footpath.driver" in capsys.readouterr().out
    assert main(["git", "install", "--global", str(shop)]) == 0
    assert "merge-driver -- %O %A %B %L %P" in own.read_text("utf-8")


def test_install_outside_of_a_repository_or_atlas_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main(["git", "install", str(tmp_path)]) == 3
    assert "lies in no git repository" in capsys.readouterr().err
    git(tmp_path, "init", "-q", ".")
    assert main(["git", "install", str(tmp_path)]) == 3
    assert "no-atlas" in capsys.readouterr().err
