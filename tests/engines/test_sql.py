"""SQL for engines that are called untested: every question compiles, and one of each is kept as golden text (rule M207).

With FOOTPATH_GOLDEN=write the texts are replaced; read the difference before keeping it.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from pathlib import Path

import ibis
import pytest

from footpath.base import EngineError
from footpath.cli.asking import VERBS
from footpath.engines import compile_rule, open_engine
from footpath.engines.untested import DIALECTS, sql_for
from footpath.rules import rule

GOLDEN = Path(__file__).parents[1] / "golden" / "sql"
WRITE = os.environ.get("FOOTPATH_GOLDEN") == "write"


def _every():
    if "every" not in sys.modules:
        spec = importlib.util.spec_from_file_location("every", Path(__file__).with_name("every.py"))
        sys.modules["every"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["every"])
    return sys.modules["every"]


every = _every()
FIRST = {name.partition("/")[0]: name for name in reversed(every.ASKS) if name.partition("/")[0] in VERBS}
"""The first variant of each question."""
OTHERS = [name for name in every.ASKS if name not in FIRST.values()]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, stands):
    folder = tmp_path_factory.mktemp("sql")
    with open_engine("duckdb://", temp=folder / "spill").workspace(
        every.text_sources(folder / "text", stands)
    ) as opened:
        yield opened


def _portable(name, workspace):
    """Return the lazy form of a question over a table called events."""
    ask = every.ASKS[name]
    question, where = ask.make(), rule(ask.where) if ask.where else None
    if hasattr(question, "looked"):
        question, where = question.looked(workspace, where=where, zone=ask.zone), None
    events = ibis.table(workspace.events.schema(), name="events")
    if where is not None:
        events = events.filter(compile_rule(where, events, zone=ask.zone))
    return question.portable(events)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("verb", FIRST)
def test_m207_the_sql_of_each_question_is_golden(verb, dialect, workspace):
    # Ibis makes up a separator for each text of Snowflake's.
    text = re.sub(r"\b[0-9a-f]{32}\b", "0" * 32, sql_for(_portable(FIRST[verb], workspace), dialect)) + "\n"
    path = GOLDEN / f"{verb}.{dialect}.sql"
    if WRITE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text("utf-8"), f"{path.name}: FOOTPATH_GOLDEN=write replaces it"


@pytest.mark.parametrize("name", OTHERS)
def test_m207_every_variant_compiles(name, workspace, caplog):
    made = _portable(name, workspace)
    for dialect in DIALECTS:
        text = sql_for(made, dialect)
        assert text.startswith(("SELECT", "WITH"))
        # A text that is named once does not double with each nesting.
        assert len(text) < 250_000
    assert not [record for record in caplog.records if record.name == "sqlglot"]


def test_m207_a_dialect_that_is_not_there_is_named():
    with pytest.raises(EngineError) as caught:
        sql_for(ibis.table({"a": "int64"}, name="t"), "snowflakes")
    assert caught.value.problems[0].code == "engine-cannot"
    assert "snowflake" in str(caught.value)
