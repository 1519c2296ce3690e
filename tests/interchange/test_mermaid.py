"""Mermaid out: what the parser of Mermaid would read back is what stood on the map, whatever the texts hold.

The grammar is modelled here after Mermaid 11's lexer, to the extent that our writer uses it: a line is a title, a section,
or `name: score: actors`; `#NN;` is a letter; a raw `:` `#` `;` `%` ends or spoils the text.
"""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.atlas import load_texts
from footpath.interchange import write
from footpath.interchange.mermaid import escape

ENTITY = re.compile(r"#(\d+);")


def decoded(text: str) -> str:
    return ENTITY.sub(lambda match: chr(int(match[1])), text)


def atlas_of(journey: str, **files: str):
    texts = {
        "atlas.yaml": "footpath: 1\ntitle: A\n",
        "journeys/j.yaml": f"footpath: 1\nid: j\n{journey}",
        **files,
    }
    loaded = load_texts(texts)
    assert [str(problem) for problem in loaded.problems] == []
    return loaded.atlas


@given(st.text(max_size=40))
@settings(max_examples=200)
def test_an_escaped_text_reads_back_and_holds_nothing_of_the_grammar(text: str) -> None:
    safe = escape(text, starts=True, also=",")
    assert not set(ENTITY.sub("", safe)) & set(":#;%<>{},\n\r\t")
    assert not re.match(r"(?i)title|journey|section|acc(title|descr)", safe)
    shown = "".join(c for c in decoded(safe) if c != " ")
    kept = (c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cs"))
    assert shown == "".join(kept)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Wait: how much?", "Wait#58; how much?"),
        ("50%% off; today", "50#37;#37; off#59; today"),
        ("#1 choice", "#35;1 choice"),
        ("two\nlines", "two lines"),
        ("%%{init: {}}%%", "#37;#37;#123;init#58; #123;#125;#125;#37;#37;"),
    ],
)
def test_the_escapes_are_those_of_mermaid(text: str, safe: str) -> None:
    assert escape(text) == safe


@pytest.mark.parametrize("text", ["title me", "Journey to work", "section 8", "accTitle of it"])
def test_a_keyword_at_the_start_of_a_task_is_no_keyword(text: str) -> None:
    assert decoded(escape(text, starts=True)) == text
    assert escape(text, starts=True).startswith("#")


def test_a_map_becomes_sections_tasks_faces_and_actors_and_says_what_is_lost() -> None:
    atlas = atlas_of(
        """title: A day out
personas: [ada]
stages:
  - title: "Before: at home"
    steps:
      - {title: I pack, emotion: {score: -1.5, word: hurried}, thought: "Where is it?"}
      - {title: I leave}
  - title: After
""",
        **{"personas/ada.yaml": "footpath: 1\nid: ada\nname: Ada, 40\n"},
    )
    written = write(atlas, "j", "mermaid")
    assert written.data.decode() == (
        "journey\n"
        "    title A day out\n"
        "    section Before#58; at home\n"
        "      I pack: 2: Ada#44; 40\n"
        "      I leave: 3: Ada#44; 40\n"
        "    section After\n"
    )
    lost = {one.what: one.count for one in written.report.lost}
    assert lost == {"stages without a step": 1, "words for feelings": 1, "cells of What they think": 1}
    shown = written.report.render()
    assert "1 step without a score got a 3" in shown
    assert "-2 to +2, became a face from 1 to 5" in shown


@pytest.mark.parametrize(("score", "face"), [(-2, 1), (-1.5, 2), (-0.4, 3), (0, 3), (0.5, 4), (2, 5)])
def test_scores_become_faces_halves_upwards(score: float, face: int) -> None:
    atlas = atlas_of(f"title: T\nstages:\n  - title: S\n    steps:\n      - {{title: x, emotion: {score}}}\n")
    assert f"x: {face}\n" in write(atlas, "j", "mermaid").data.decode()


def test_one_personas_scores_can_be_asked_for() -> None:
    atlas = atlas_of(
        "title: T\npersonas: [a, b]\nstages:\n  - title: S\n    steps:\n"
        "      - {title: x, emotion: [{persona: a, score: 2}, {persona: b, score: -2}]}\n",
        **{f"personas/{p}.yaml": f"footpath: 1\nid: {p}\nname: {p.upper()}\n" for p in "ab"},
    )
    assert "x: 1: B\n" in write(atlas, "j", "mermaid", persona="b").data.decode()
    both = write(atlas, "j", "mermaid")
    assert "x: 5: A, B\n" in both.data.decode()
    assert "scores of further personas" in {one.what for one in both.report.lost}
