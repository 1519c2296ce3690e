"""Write the accepted charts anew, on purpose: `python tests/draw/charts/accept.py [NAME...]`. Look at each before committing."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[2] / "src"), str(HERE)]

import answers  # noqa: E402
from test_goldens import GOLDEN, normalised  # noqa: E402

from footpath.draw.charts import chart  # noqa: E402

if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or answers.ANSWERS:
        svg = chart(answers.ANSWERS[name]()).to_svg(embed_fonts=False)
        (GOLDEN / f"{name}.svg").write_text(normalised(svg), encoding="utf-8")
        sys.stdout.write(f"{GOLDEN / name}.svg\n")
