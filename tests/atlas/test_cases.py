"""Text in, problems out: each file of tests/cases/atlas holds files of an atlas, and what people are told about them.

A case begins with a sentence; `--- PATH` begins a file and `=== problems` what the loader says, as it is shown.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from footpath.atlas import load_texts

CASES = sorted((Path(__file__).parent.parent / "cases" / "atlas").glob("*.txt"))


def read_case(path: Path) -> tuple[dict[str, str], str]:
    texts, _, expected = path.read_text("utf-8").partition("=== problems\n")
    parts = re.split(r"^--- (\S+/?\S*\.yaml)\n", texts, flags=re.MULTILINE)
    return {"atlas.yaml": "title: Shop\n", **dict(zip(parts[1::2], parts[2::2], strict=True))}, expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_problems_are_told_as_the_case_shows(path: Path, tmp_path: Path) -> None:
    texts, expected = read_case(path)
    told = "".join(f"{problem.severity}: {problem.render()}\n" for problem in load_texts(texts).problems)
    (tmp_path / path.name).write_text(told, "utf-8")  # beside the case, to be looked at where they differ
    assert told == expected


def test_every_case_tells_something() -> None:
    assert len(CASES) >= 10
    assert all(read_case(path)[1] for path in CASES)
