"""Each chart is the accepted one: a change of a picture shows up as a change of its text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from footpath.draw.charts import chart

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "charts"


def normalised(svg: str) -> str:
    """One element a line, lengths to a tenth."""
    text = re.sub(r"<style>.*?</style>", "<style/>", svg, flags=re.DOTALL)
    text = re.sub(r"-?\d+\.\d+", lambda m: f"{float(m.group()) + 0.0:.1f}", text).replace("-0.0", "0.0")
    return re.sub(r"(?<=>)(?=<)", "\n", text)


def test_the_chart_is_the_accepted_one(name: str, any_answer: Any) -> None:
    """To accept changed charts on purpose: `python tests/draw/charts/accept.py`, and look at them."""
    accepted = GOLDEN / f"{name}.svg"
    assert normalised(chart(any_answer).to_svg(embed_fonts=False)) == accepted.read_text(encoding="utf-8")


def test_no_accepted_chart_is_left_over(answers: Any) -> None:
    assert {path.stem for path in GOLDEN.glob("*.svg")} == set(answers.ANSWERS)
