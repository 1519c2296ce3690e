"""Write the accepted pictures anew, on purpose: `python tests/draw/accept.py [NAME...]`. Look at each before committing."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "src"), str(Path(__file__).resolve().parent)]

import sample  # noqa: E402

sys.modules["draw_sample"] = sample

import bank  # noqa: E402

sys.modules["draw_bank"] = bank

import maps  # noqa: E402
from test_painters import GOLDEN, normalised  # noqa: E402

from footpath.draw import draw, to_svg  # noqa: E402

if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or ["rich", "by-hand", "drafted", "tiny", "bank", "bank-right-to-left"]:
        svg = to_svg(draw(maps.MAPS[name](), "m"), embed_fonts=False)
        (GOLDEN / f"{name}.svg").write_text(normalised(svg), encoding="utf-8")
        sys.stdout.write(f"{GOLDEN / name}.svg\n")
