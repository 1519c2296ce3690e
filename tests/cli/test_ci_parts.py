"""The GitHub action, its comment and the pre-commit hooks: real commands, pinned parts, and no text of a map in a shell."""

from __future__ import annotations

import importlib.util
import io
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
import yaml

from footpath.cli import COMMANDS, build_parser, main

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools" / "comment_on_change.py"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
STEPS = ACTION["runs"]["steps"]
RUNS = [step["run"] for step in STEPS if "run" in step]


def options(command: str) -> set[str]:
    (commands,) = (one for one in build_parser(command)._actions if getattr(one, "choices", None))
    return {name for action in commands.choices[command]._actions for name in action.option_strings}


def called(text: str) -> list[tuple[str, set[str]]]:
    """Return the calls of footpath in shell text: the command, and the options that it is given."""
    found = []
    for call in re.findall(
        r"(?:^|[;&|] *)footpath ([^|&;>\n]+)", re.sub(r"\\\n\s*", " ", text), re.MULTILINE
    ):
        words = call.split()
        found.append((words[0], {word.split("=")[0] for word in words if word.startswith("-")}))
    return found


def test_the_action_calls_commands_that_exist_with_options_that_they_have() -> None:
    calls = [call for run in RUNS for call in called("\n".join(line.strip() for line in run.splitlines()))]
    assert {command for command, _ in calls} == {"check"}
    for command, given in calls:
        assert command in COMMANDS
        assert given <= options(command)


def test_the_comment_calls_commands_that_exist_with_options_that_they_have() -> None:
    calls = re.findall(r'_footpath\(("\w+"[^\n]*)\)', SCRIPT.read_text("utf-8"))
    used = [re.findall(r'"([\w-]+)"', call) for call in calls]
    assert {words[0] for words in used} == {"diff", "draw", "check"}
    for words in used:
        assert words[0] in COMMANDS
        assert {word for word in words if word.startswith("-")} <= options(words[0])


def test_nothing_that_somebody_else_wrote_is_put_into_a_shell() -> None:
    assert RUNS
    for run in RUNS:
        assert "${{" not in run


def test_every_foreign_action_is_github_s_own_and_pinned_to_a_commit() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", one) for one in used)


def test_every_input_and_output_that_is_named_exists() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(ACTION["inputs"])
    ids = {step["id"] for step in STEPS if "id" in step}
    assert set(re.findall(r"steps\.([\w-]+)\.", text)) <= ids


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
@pytest.mark.parametrize("run", RUNS)
def test_the_shell_can_read_each_step(run: str) -> None:
    read = subprocess.run(["bash", "-n"], input=run, capture_output=True, text=True, check=False)
    assert (read.returncode, read.stderr) == (0, "")


def test_hooks_call_commands_that_exist_on_the_files_of_an_atlas() -> None:
    assert [hook["id"] for hook in HOOKS] == ["footpath-check", "footpath-fmt"]
    for hook in HOOKS:
        program, command, *given = hook["entry"].split()
        assert (program, command in COMMANDS, given) == ("footpath", True, [])
        assert hook["pass_filenames"] is False  # the commands take the atlas's folder
        files = re.compile(hook["files"])
        for name in ("atlas.yaml", "shop/touchpoints.yaml", "shop/journeys/gift.yaml", "personas/nadia.yaml"):
            assert files.search(name)
        for name in ("docker-compose.yaml", "journeys/deep/er.yaml", "shop/measures/a.json", "journeys.yaml"):
            assert not files.search(name)


def test_the_page_shows_a_workflow_with_the_least_rights() -> None:
    page = (ROOT / "docs" / "how-to" / "check-in-ci.md").read_text("utf-8")
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]
    (workflow,) = (block for block in blocks if isinstance(block, dict) and "jobs" in block)
    assert workflow["permissions"] == {"contents": "read", "pull-requests": "write"}
    given = {
        key
        for job in workflow["jobs"].values()
        for step in job["steps"]
        if "footpath" in step.get("uses", "")
        for key in step.get("with", {})
    }
    assert given
    assert given <= set(ACTION["inputs"])
    for hook in HOOKS:
        assert hook["id"] in page
    for name in ACTION["inputs"]:
        assert f"`{name}`" in page


# ---------------------------------------------------------------- the comment, in a real repository

JOURNEY = """footpath: 1
id: bread
title: Buying bread
stages:
  - title: In the shop
    steps:
      - {id: wait, title: I wait, emotion: -1}
      - {id: pay, title: I pay, emotion: 0.5}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not here")
    (tmp_path / "shop" / "journeys").mkdir(parents=True)
    (tmp_path / "README.md").write_text("Bread\n", "utf-8")
    commit(tmp_path, "before there was an atlas")
    (tmp_path / "shop" / "atlas.yaml").write_text("footpath: 1\ntitle: Bread\n", "utf-8")
    (tmp_path / "shop" / "journeys" / "bread.yaml").write_text(JOURNEY, "utf-8")
    commit(tmp_path, "an atlas")
    return tmp_path


def commit(folder: Path, message: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", message]):
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def footpath(*words: str) -> subprocess.CompletedProcess[str]:
    """Do here what the script does in a process of its own: starting one takes most of the time."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(io.StringIO()):
        code = main(list(words))
    return subprocess.CompletedProcess(words, code, said.getvalue(), "")


def comment_here(folder: Path, base: str, monkeypatch: pytest.MonkeyPatch) -> str:
    spec = importlib.util.spec_from_file_location("comment_on_change", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "_footpath", footpath)
    monkeypatch.chdir(folder)
    assert script.main(["--atlas", "shop", "--base", base, "--out", "out"]) == 0
    return (folder / "out" / "comment.md").read_text("utf-8")


def comment(folder: Path, base: str) -> str:
    words = [
        sys.executable,
        str(SCRIPT),
        "--atlas",
        "shop",
        "--base",
        base,
        "--out",
        "out",
        "--link",
        "https://x",
    ]
    subprocess.run(words, cwd=folder, check=True, capture_output=True)
    return (folder / "out" / "comment.md").read_text("utf-8")


def test_the_comment_tells_the_change_in_words_and_shows_the_map_before_and_after(repository: Path) -> None:
    file = repository / "shop" / "journeys" / "bread.yaml"
    file.write_text(JOURNEY.replace("emotion: -1", "emotion: 1.5"), "utf-8")
    text = comment(repository, "HEAD")
    assert text.startswith("<!-- footpath: what a change does to the map -->\n")
    assert "-1" in text
    assert re.search(r"emotion.*1\.5", text)
    before, after = text.split("<summary>bread, after</summary>")
    assert "<summary>bread, before</summary>" in before
    assert "I wait: 2" in before
    assert "I wait: 5" in after
    assert "**`footpath check`**: " in after
    assert "`F001` shop" not in after  # places are those of the atlas
    assert sorted(path.name for path in (repository / "out").glob("*.svg")) == [
        "bread-after.svg",
        "bread-before.svg",
        "bread-changes.svg",
    ]


def test_texts_of_a_map_run_nothing_call_nobody_and_stay_in_their_fence(
    repository: Path, monkeypatch
) -> None:
    nasty = "$(touch pwned) `touch pwned` ``` @everyone </details> <script>alert(1)</script>"
    file = repository / "shop" / "journeys" / "bread.yaml"
    file.write_text(JOURNEY.replace("I wait", f'"{nasty}"'), "utf-8")
    text = comment_here(repository, "HEAD", monkeypatch)
    assert not list(repository.rglob("pwned"))
    outside = re.sub(r"^(`{3,})mermaid\n.*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert "@everyone" not in outside
    assert "<script>" not in outside
    assert outside.count("<details") == outside.count("</details>") == 2


def test_a_new_atlas_has_nothing_before_it(repository: Path, monkeypatch) -> None:
    text = comment_here(repository, "HEAD~1", monkeypatch)
    assert "A new atlas" in text
    assert "bread, before" not in text
    assert "<summary>bread, after</summary>" in text


def test_an_atlas_that_cannot_be_read_is_said_so(repository: Path, monkeypatch) -> None:
    (repository / "shop" / "atlas.yaml").write_text("title: [", "utf-8")
    text = comment_here(repository, "HEAD", monkeypatch)
    assert re.search(r"^- `yaml-syntax` atlas\.yaml:1: ", text, re.MULTILINE)
    assert "**`footpath check`**" in text
