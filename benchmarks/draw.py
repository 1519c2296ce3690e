"""How long a map takes to draw: 12 stages, 40 steps, 14 lanes, with the pages of its steps; and a map ten times larger.

    PYTHONPATH=src python benchmarks/draw.py

Prints the median and the slowest of some rounds, each with the font widths of the round before forgotten.
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "draw"))

import sample

sys.modules["draw_sample"] = sample

import maps  # noqa: E402

from footpath.draw import draw, to_html, to_svg  # noqa: E402
from footpath.draw import text as _text  # noqa: E402

ROUNDS = 7


def forget() -> None:
    """Forget fonts and widths, as in a process that draws its first picture."""
    _text.face.cache_clear()


def main() -> None:
    print(
        f"{platform.machine()}, Python {platform.python_version()}, {ROUNDS} rounds, fonts loaded anew in each"
    )
    for stages, steps in ((12, 40), (60, 400)):
        atlas = maps.large(stages, steps)
        for name in ("svg", "html"):
            times = []
            for _ in range(ROUNDS if steps < 100 else 2):
                forget()
                start = time.perf_counter()
                picture = to_svg(draw(atlas, "m")) if name == "svg" else to_html(atlas, "m")
                times.append(time.perf_counter() - start)
            print(
                f"{stages:3} stages {steps:4} steps 14 lanes to {name:4}: median {statistics.median(times):.3f} s, "
                f"slowest {max(times):.3f} s, {len(picture) / 1e6:.2f} MB"
            )


if __name__ == "__main__":
    main()
