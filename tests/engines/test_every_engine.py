"""Every engine answers every question like DuckDB: the same rows in the same order, the same facts (rules M200 to M206).

FOOTPATH_ENGINES names the engines that are asked (``trail`` where it names none; ``clickhouse,spark`` for the others).
"""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path

import pytest

from footpath.engines import open_engine
from footpath.mining import run
from footpath.rules import rule


def _beside(name):
    """Return the module of a file beside this one: tests are no package."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


every = _beside("every")

DIFFERENCES: dict[tuple[str, str], tuple[str, str]] = {}
"""Differences that are meant: (scheme, question) to their kind (not yet ours, not theirs, never) and the reason."""


def _opened(url, sources, folder):
    return open_engine(url, temp=folder / "spill", memory="2GB").workspace(sources)


@pytest.fixture(scope="module", params=every.asked())
def engine(request):
    """Return the URL of an engine that was asked for; a package that it lacks fails the test."""
    return every.open_for(request.param)


@pytest.fixture(scope="module")
def sources(tmp_path_factory, stands):
    folder = tmp_path_factory.mktemp("every")
    return {
        "text": every.text_sources(folder / "text", stands),
        "plain": every.plain_sources(folder / "plain", stands),
        "folder": folder,
    }


@pytest.fixture(scope="module")
def duckdb(sources):
    """Return DuckDB's workspaces and its answers, each asked once."""
    opened = {kind: _opened("duckdb://", sources[kind], sources["folder"]) for kind in ("text", "plain")}
    answers = {}

    def answer(kind, name):
        if (kind, name) not in answers:
            answers[kind, name] = _ask(opened[kind], name)
        return answers[kind, name]

    yield answer
    for workspace in opened.values():
        workspace.close()


@pytest.fixture(scope="module")
def other(engine, sources):
    """Return the workspaces of the engine under test."""
    opened = {kind: _opened(engine, sources[kind], sources["folder"]) for kind in ("text", "plain")}
    yield opened
    for workspace in opened.values():
        workspace.close()


def _ask(workspace, name):
    ask = every.ASKS[name]
    return run(ask.make(), workspace, where=rule(ask.where) if ask.where else None, zone=ask.zone)


def _same(one, two):
    if isinstance(one, float) and isinstance(two, float):
        return math.isclose(one, two, rel_tol=1e-9, abs_tol=1e-12) or (math.isnan(one) and math.isnan(two))
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two) and all(map(_same, one, two))
    return type(one) is type(two) and one == two


def _check(expected, found):
    assert found.columns == expected.columns
    rows, others = expected.to_dicts(), found.to_dicts()
    for number, (one, two) in enumerate(zip(rows, others, strict=False)):
        assert all(_same(one[name], two[name]) for name in expected.columns), (
            f"row {number}: {two} instead of {one}"
        )
    assert len(others) == len(rows)
    assert found.source == expected.source
    assert found.rows.schema == expected.rows.schema


def _declared(engine, name):
    known = DIFFERENCES.get((engine.partition("://")[0], name))
    if known is not None:
        pytest.xfail(": ".join(known))


@pytest.mark.parametrize("name", every.ASKS)
def test_m200_every_question_has_the_rows_of_duckdb(engine, other, duckdb, name):
    _declared(engine, name)
    expected = duckdb("text", name)
    assert expected.rows.num_rows or "nothing" in name
    _check(expected, _ask(other["text"], name))


@pytest.mark.parametrize("name", every.PLAIN)
def test_m200_whole_numbers_as_ids_and_files_in_place(engine, other, duckdb, name):
    _declared(engine, name)
    _check(duckdb("plain", name), _ask(other["plain"], name))


def test_m200_every_question_is_asked():
    from footpath.cli.asking import VERBS

    assert {name.partition("/")[0] for name in every.ASKS} >= set(VERBS) - {"cases"}
