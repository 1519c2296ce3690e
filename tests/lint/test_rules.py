"""Every rule fires on the example of its page and is silent on the better one; the text that people see is golden."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from footpath.atlas import load
from footpath.cli._layout import layout_of
from footpath.lint import FORMATS, RULES, check, examples

CASES = Path(__file__).resolve().parent.parent / "cases" / "lint"
WRITE = os.environ.get("FOOTPATH_GOLDEN") == "write"  # golden files are replaced only when asked
TODAY = date(2026, 11, 21)
TEMPLATES = Path(__file__).resolve().parents[2] / "src" / "footpath" / "atlas" / "templates"


def _load(folder: Path, files: dict[str, str]):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return load(folder)


@pytest.mark.parametrize("code", list(RULES))
def test_a_rule_fires_on_its_example_and_is_silent_on_the_better_one(code: str, tmp_path: Path) -> None:
    both = examples(RULES.get(code))
    assert set(both) == {"Example", "Better"}
    bad = _load(tmp_path / "bad", dict(both["Example"]))
    good = _load(tmp_path / "good", dict(both["Better"]))
    assert [str(problem) for problem in (*bad.problems, *good.problems)] == []
    needs = RULES.get(code).needs
    bad_layout, good_layout = (
        layout_of(one) if needs in ("layout", "paper") else None for one in (bad, good)
    )
    found = [one for one in check(bad, today=TODAY, layout=bad_layout) if one.code == code]
    assert found
    assert code not in {one.code for one in check(good, today=TODAY, layout=good_layout)}
    shown = FORMATS.get("text")(found)
    golden = CASES / f"{code}.txt"
    if WRITE:
        golden.write_text(shown, "utf-8")
    assert shown == golden.read_text("utf-8")


@pytest.mark.parametrize("code", list(RULES))
def test_a_rule_says_what_why_and_how(code: str) -> None:
    rule = RULES.get(code)
    titles = [line[3:] for line in rule.page.splitlines() if line.startswith("## ")]
    assert titles == ["What", "Why", "Example", "Better"]
    assert rule.name == rule.find.__module__.rsplit(".", 1)[-1].replace("_", "-")


@pytest.mark.parametrize("folder", sorted(path.name for path in TEMPLATES.iterdir() if path.is_dir()))
def test_templates_pass(folder: str) -> None:
    loaded = load(TEMPLATES / folder)
    assert [finding.message for finding in check(loaded, today=TODAY, layout=layout_of(loaded))] == []
