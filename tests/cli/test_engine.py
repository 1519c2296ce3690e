"""``footpath mine --engine``: the same numbers, whichever engine gave them, and who may choose it."""

from __future__ import annotations

import json
import random

import pytest

from footpath.base import Settings
from footpath.cli import main
from footpath.cli._context import settings_of

VERBS = [
    ("transitions", "--visits"),
    ("transitions", "--within", "case"),
    ("funnel", "--steps", "view,basket,buy", "--window", "2d"),
    ("funnel", "--steps", "basket,view", "--order", "any"),
    ("paths", "--within", "session", "--where", 'channel != "web"'),
    ("sessions",),
]


@pytest.fixture
def clicks(tmp_path, monkeypatch):
    chance = random.Random(4)
    lines = ["user,time,event,channel,order_id"]
    for _ in range(300):
        day, hour, minute = chance.randrange(1, 9), chance.randrange(24), chance.choice((0, 0, 10, 40))
        lines.append(
            f"{chance.choice(('ada', 'bob', 'cleo', 'dan', ''))},2025-01-0{day} {hour:02}:{minute:02},"
            f"{chance.choice(('view', 'basket', 'buy'))},{chance.choice(('web', 'shop', ''))},o{chance.randrange(40)}"
        )
    (tmp_path / "clicks.csv").write_text("\n".join(lines) + "\n", "utf-8")
    monkeypatch.chdir(tmp_path)


def said(capsys, *words):
    code = main(["mine", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("asked", VERBS, ids=" ".join)
def test_m151_the_same_answer_from_either_engine(clicks, capsys, asked):
    verb, *words = asked
    answers = {
        url: said(capsys, verb, "clicks.csv", *words, "--engine", url) for url in ("duckdb://", "trail://")
    }
    for code, answer in answers.values():
        assert code == 0
        assert len(answer["rows"]) > 0
        answer["notes"] = [note for note in answer["notes"] if not note.startswith("Answered by DuckDB")]
    assert answers["trail://"] == answers["duckdb://"]


def test_the_trail_needs_no_query_to_explain(clicks, capsys):
    assert main(["mine", "paths", "clicks.csv", "--engine", "trail://", "--explain"]) == 0
    assert "No query" in capsys.readouterr().out


def test_an_unknown_engine_is_an_error_with_the_nearest(clicks, capsys):
    assert main(["mine", "paths", "clicks.csv", "--engine", "trial://"]) != 0
    assert "trail" in capsys.readouterr().err


def test_m158_an_atlas_cannot_choose_the_engine(monkeypatch):
    from argparse import Namespace
    from types import SimpleNamespace

    document = SimpleNamespace(settings={"engine": "spark://elsewhere", "gap": "5m"}, model_fields_set=set())
    loaded = SimpleNamespace(atlas=document)
    assert Settings()["engine"] == "auto://"
    found = settings_of(Namespace(), loaded)
    assert (found["engine"], found["gap"]) == ("auto://", "5m")
    monkeypatch.setenv("FOOTPATH_ENGINE", "duckdb://")
    assert settings_of(Namespace(engine=None), loaded)["engine"] == "duckdb://"
    assert settings_of(Namespace(engine="trail://"), loaded)["engine"] == "trail://"
