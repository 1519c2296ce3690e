"""Every template is a whole atlas: it is written by `new`, loads without a problem, checks without a finding, draws."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from footpath.atlas import list_templates, load, schema
from footpath.atlas.files import kind_of
from footpath.atlas.template import MAPS
from footpath.atlas.yamltext import parse_yaml, to_data
from footpath.cli import main
from footpath.lint import check

NAMES = [template.name for template in list_templates()]
SCHEMAS = {kind: jsonschema.Draft202012Validator(made) for kind, made in schema().items()}


def test_there_are_enough_and_each_kind_of_map_has_one() -> None:
    templates = list_templates()
    assert len(templates) >= 24
    shown = {kind for template in templates for kind in template.maps}
    assert shown == set(MAPS)
    assert all(template.title and template.line and template.maps for template in templates)
    assert len({template.line for template in templates}) == len(templates)


def test_new_lists_them_with_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "--list"]) == 0
    said = capsys.readouterr().out
    assert all(template.name in said for template in list_templates())


@pytest.mark.parametrize("name", NAMES)
def test_a_template_becomes_an_atlas_that_checks_and_draws(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / name
    assert main(["new", str(folder), "--template", name]) == 0
    loaded = load(folder)
    assert [problem.render() for problem in loaded.problems] == []
    assert main(["fmt", str(folder), "--check"]) == 0
    capsys.readouterr()
    assert main(["check", str(folder)]) == 0
    assert "No findings" in capsys.readouterr().out
    for journey in loaded.atlas.journeys:
        page = tmp_path / f"{journey.id}.html"
        assert main(["draw", str(folder), journey.id, "-o", str(page)]) == 0
        assert loaded.atlas.journey(journey.id).stages[0].title.split()[0] in page.read_text("utf-8")
    for persona in loaded.atlas.personas:
        first = next((one.id for one in loaded.atlas.journeys if persona.id in one.personas), None)
        card = tmp_path / f"{persona.id}.svg"
        words = ["draw", str(folder), first or loaded.atlas.journeys[0].id, "--form", "card"]
        assert main([*words, "--persona", persona.id, "-o", str(card)]) == 0
    for file, text in loaded.texts.items():
        tree = parse_yaml(text).tree
        assert tree is not None
        assert list(SCHEMAS[str(kind_of(file))].iter_errors(to_data(tree))) == [], file


@pytest.mark.parametrize("name", NAMES)
def test_what_a_template_allows_it_explains(name: str, tmp_path: Path) -> None:
    """Nothing is held back without a reason, nothing is allowed that holds nothing back."""
    main(["new", str(tmp_path / "a"), "--template", name])
    assert [finding.code for finding in check(load(tmp_path / "a")) if finding.code.startswith("A")] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_lanes_that_a_template_names_are_filled(name: str, tmp_path: Path) -> None:
    main(["new", str(tmp_path / "a"), "--template", name])
    for journey in load(tmp_path / "a").atlas.journeys:
        columns = [(stage, step) for stage in journey.stages for step in (stage.steps or [None])]
        for lane in journey.lanes:
            filled = sum(
                bool(stage.lane(lane.id) or (step and step.lane(lane.id))) for stage, step in columns
            )
            assert filled, (journey.id, lane.id)
        felt = [cell for step in journey.steps() for cell in step.lane("emotion") if cell.score is not None]
        assert len(felt) * 2 >= sum(1 for _ in journey.steps()), journey.id


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_a_template_pretends_to_be_measured(name: str, tmp_path: Path) -> None:
    main(["new", str(tmp_path / "a"), "--template", name])
    atlas = load(tmp_path / "a").atlas
    assert not atlas.measures and not atlas.sources
    cells = [
        cell
        for journey in atlas.journeys
        for stage in journey.stages
        for holder in (stage, *stage.steps)
        for row in holder.cells.values()
        for cell in row
    ]
    assert not [cell for cell in cells if cell.evidence]
    assert not [one.id for one in atlas.opportunities if one.target and one.target.from_ is not None]
