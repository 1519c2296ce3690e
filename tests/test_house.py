"""The house: imports run one way, faces agree with what they export, and nothing heavy is loaded unasked."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import footpath
from footpath.base import registered_codes

SRC = Path(footpath.__file__).parent
LEAVES = {"base"}
MAY_IMPORT: dict[str, set[str]] = {
    "base": set(),
    "rules": {"base"},
    "stats": {"base"},
    "atlas": {"base", "rules", "stats"},
    "lint": {"base", "rules", "stats", "atlas"},
    "interchange": {"base", "rules", "stats", "atlas"},
    "draw": {"base", "rules", "stats", "atlas"},
    "evidence": {"base", "rules", "stats", "atlas"},
    "engines": {"base", "rules", "stats", "atlas", "evidence"},
    "mining": {"base", "rules", "stats", "evidence", "engines"},
    "voice": {"base", "rules", "stats", "evidence", "engines"},
    "insight": {"base", "rules", "stats", "atlas", "evidence", "engines", "mining", "voice"},
    "server": {"*"},
    "cli": {"*"},
}
"""Room to the rooms it may import (its own always): DESIGN's drawing of the house."""

ROOMS = sorted(MAY_IMPORT)
HEAVY = (
    "numpy",
    "pyarrow",
    "ibis",
    "duckdb",
    "pydantic",
    "uharfbuzz",
    "yaml",
    "python_calamine",
    "sqlglot",
    "pandas",
)


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports by a relative name; write it out"
            if node.module == "footpath":
                found |= {alias.name for alias in node.names}
            elif node.module and node.module.startswith("footpath."):
                found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("footpath.")}
    return found & set(MAY_IMPORT)


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room: str) -> None:
    allowed = MAY_IMPORT[room] | {room}
    turned = [
        f"{path.relative_to(SRC)} imports {name}"
        for path in sorted((SRC / room).rglob("*.py"))
        for name in sorted(_imports(path))
        if "*" not in allowed and name not in allowed
    ]
    assert not turned, f"{room} may import only {sorted(allowed)}: " + "; ".join(turned)


def test_every_room_of_the_drawing_is_here_and_no_other() -> None:
    folders = {path.parent.name for path in SRC.glob("*/__init__.py") if not path.parent.name.startswith("_")}
    assert folders == set(MAY_IMPORT)


@pytest.mark.parametrize("room", ROOMS)
def test_the_face_names_what_it_exports(room: str) -> None:
    face = importlib.import_module(f"footpath.{room}")
    assert face.__doc__, f"{room} does not say what it is for"
    names = list(face.__all__)
    assert names == sorted(names, key=lambda n: (not n.isupper(), not n[:1].isupper(), n)) or names == sorted(
        names
    )
    assert [name for name in names if not hasattr(face, name)] == []


def test_nothing_heavy_is_loaded_by_the_package_or_its_version() -> None:
    code = (
        "import sys, footpath, footpath.base\n"
        "from footpath.cli import main\n"
        "try:\n    main(['--version'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]", done.stdout


_CODE = re.compile(r"""\bcode="([a-z0-9-]+)\"""")


def test_every_problem_code_is_registered_in_its_room_and_used() -> None:
    for path in SRC.rglob("codes*.py"):
        importlib.import_module("footpath." + ".".join(path.relative_to(SRC).with_suffix("").parts))
    used: dict[str, set[str]] = {}
    for path in SRC.rglob("*.py"):
        for code in _CODE.findall(path.read_text("utf-8")):
            used.setdefault(code, set()).add(path.relative_to(SRC).parts[0])
    known = registered_codes()
    assert sorted(set(used) - set(known)) == [], "used, but explained nowhere"
    assert sorted(set(known) - set(used)) == [], "explained, but never used"
    for code, (_room, page) in known.items():
        assert len(page.split()) >= 5, f"{code} is not explained"
