"""Every diagram that we write is read by Mermaid's own parser, as the map that it was written from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footpath.atlas import list_templates, load, load_texts
from footpath.atlas.yamltext import emit
from footpath.interchange import write

ROOT = Path(__file__).parents[2]
PARSER = ROOT / ".cache" / "mermaid-11.17.2" / "mermaid.min.js"
TEMPLATES = ROOT / "src" / "footpath" / "atlas" / "templates"
# what Mermaid's own diagram holds after parsing: sections, tasks, scores, actors
ASK = """async text => {
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
  return {title: diagram.db.getDiagramTitle(), sections: diagram.db.getSections(),
          tasks: diagram.db.getTasks().map(one => [one.section, one.task, one.score, one.people])};
}"""


@pytest.fixture(scope="module")
def mermaid(browser: Any) -> Iterator[Any]:
    """Return a page that knows Mermaid, and nothing else: it has no network."""
    if not PARSER.is_file():
        pytest.skip("Mermaid's parser is not here; tools/npm.sh brings it")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.add_script_tag(content=PARSER.read_text("utf-8"))
    assert (
        page.evaluate("async text => (await mermaid.parse(text)).diagramType", "journey\n a: 1: b")
        == "journey"
    )
    yield page
    context.close()


def shown(text: str) -> str:
    """Return a text as Mermaid shows it: its own placeholders for escapes turned back."""
    import html
    import re

    text = re.sub(r"ﬂ°°(\d+)¶ß", lambda found: chr(int(found[1])), text)
    return re.sub(r"ﬂ°(\w+)¶ß", lambda found: html.unescape(f"&{found[1]};"), text)


def check(page: Any, atlas: Any, journey: Any) -> None:
    found = page.evaluate(ASK, write(atlas, journey.id, "mermaid").text)
    names = {persona.id: persona.name for persona in atlas.personas}
    expected = [
        (" ".join(stage.title.split()), " ".join(step.title.split()))
        for stage in journey.stages
        for step in stage.steps
    ]
    assert [(shown(section), shown(task)) for section, task, _, _ in found["tasks"]] == expected
    assert shown(found["title"]) == " ".join((journey.claim or journey.title).split())
    for (_, _, score, people), step in zip(found["tasks"], journey.steps(), strict=True):
        felt = next((cell.score for cell in step.lane("emotion") if cell.score is not None), None)
        if felt is not None and float(felt).is_integer():
            assert score == felt + 3
        if journey.personas and not any(cell.persona for cell in step.lane("emotion")):
            assert [shown(one) for one in people] == [
                " ".join(names[one].split()) for one in journey.personas
            ]


@pytest.mark.parametrize("name", [template.name for template in list_templates()])
def test_the_templates_are_read_by_mermaid(mermaid: Any, name: str) -> None:
    atlas = load(TEMPLATES / name).atlas  # as they are shipped
    for journey in atlas.journeys:
        check(mermaid, atlas, journey)


HOSTILE = st.text(alphabet="ab:;#%<>\"'{}()[]|\\/&-_*`~!,. é🙂\u0627=\t", min_size=1, max_size=16).filter(
    lambda text: text.strip()
) | st.sampled_from(
    [
        "title x",
        "Title",
        "journey",
        "section a",
        "accTitle: b",
        "accDescr {",
        "%%{init: {}}%%",
        "#quot;",
        "graph TD",
        "end",
        "a:b:c",
        "---",
        "0",
        "ﬂ",
    ]
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(HOSTILE, st.lists(HOSTILE, min_size=1, max_size=3)), min_size=1, max_size=3),
    HOSTILE,
    HOSTILE,
)
def test_hostile_words_are_words_to_mermaid(mermaid: Any, stages: Any, title: str, persona: str) -> None:
    number = 0
    made = []
    for position, (name, steps) in enumerate(stages):
        made.append({"id": f"t{position}", "title": name, "steps": []})
        for step in steps:
            number += 1
            made[-1]["steps"].append({"id": f"s{number}", "title": step, "emotion": number % 5 - 2})
    journey = {"footpath": 1, "id": "j", "title": title, "personas": ["p"], "stages": made}
    loaded = load_texts(
        {
            "atlas.yaml": "title: A\n",
            "journeys/j.yaml": emit.document(journey),
            "personas/p.yaml": emit.document({"name": persona}),
        }
    )
    assert not [problem for problem in loaded.problems if problem.severity == "error"]
    check(mermaid, loaded.atlas, loaded.atlas.journeys[0])
