"""Write docs/reference/rules/ from the docstrings of the lint rules; with --check, say whether it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path

from footpath.base import write_whole
from footpath.lint import pages

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference" / "rules"


def main(arguments: list[str]) -> int:
    """Write the pages, or (with ``--check``) return 1 where one of them differs."""
    wanted = pages()
    there = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    differing = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
    if "--check" in arguments:
        for name in differing:
            print(f"{name} is not what the docstrings say; run: python tools/make_rule_pages.py")  # noqa: T201
        return 1 if differing else 0
    for name in differing:
        if name in wanted:
            write_whole(FOLDER / name, wanted[name])
        else:
            (FOLDER / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
