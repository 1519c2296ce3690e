"""The docs say what the code does: generated pages are current, links lead somewhere, names and rules occur."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import re
import sys
import warnings
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import footpath
from footpath.base import registered_codes

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SRC = Path(footpath.__file__).parent
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


@cache
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "tools" / "make_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["make_docs"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def text() -> str:
    return "\n".join(page.read_text("utf-8") for page in PAGES)


# ---------------------------------------------------------------- generated pages


def test_generated_pages_are_what_the_code_says() -> None:
    assert generator().stale() == [], "run: make docs"


def test_generated_pages_say_so_at_their_top() -> None:
    for name, page in generator().generated().items():
        if not name.startswith("rules/"):  # these come whole from footpath.lint, whose tests compare them
            assert "Made by tools/make_docs.py" in page[:200], name


def test_a_stale_page_and_one_too_many_are_told_and_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = generator()
    monkeypatch.setattr(docs, "FOLDER", tmp_path)
    monkeypatch.setattr(
        docs, "generated", lambda: {"a.md": f"<!-- {docs.BY} x. -->\n", "schema/b.json": "{}\n"}
    )
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "gone.json").write_text("{}\n", "utf-8")
    (tmp_path / "hand.md").write_text("# By hand\n", "utf-8")
    assert docs.main(["--check"]) == 1
    assert [line.split()[0] for line in capsys.readouterr().err.splitlines()] == [
        "docs/reference/a.md",
        "docs/reference/schema/b.json",
        "docs/reference/schema/gone.json",
    ]
    assert docs.main([]) == 0
    assert docs.main(["--check"]) == 0
    assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.*")) == [
        "a.md",
        "hand.md",
        "schema/b.json",
    ]


# ---------------------------------------------------------------- links

_CODE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)


def anchors(page: Path) -> set[str]:
    headings = _HEADING.findall(_CODE.sub("", page.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for link in _LINK.findall(_CODE.sub("", page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        there = target.is_relative_to(ROOT) and target.exists()
        if not there or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


# ---------------------------------------------------------------- names


def test_every_page_can_be_reached_from_the_index_or_the_readme() -> None:
    seen: set[Path] = set()
    to_see = [ROOT / "README.md", DOCS / "index.md"]
    while to_see:
        page = to_see.pop()
        if page in seen or not page.is_file():
            continue
        seen.add(page)
        for link in _LINK.findall(_CODE.sub("", page.read_text("utf-8"))):
            target = (page.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md" and target.is_relative_to(ROOT):
                to_see.append(target)
            elif target.is_dir():
                to_see.append(target / "README.md")
    assert sorted(p.relative_to(ROOT).as_posix() for p in set(PAGES) - seen) == []


def test_every_command_and_option_is_in_the_docs() -> None:
    commands = generator().commands()
    assert len(commands) > 10
    missing = [one.words for one in commands if one.words not in text()]
    for one in commands:
        for group in one.groups.values():
            names = [name for option in group for name in option.names]
            missing += [
                f"{one.words} {name}"
                for name in names
                if not re.search(rf"(?<![\w-]){name}(?![\w-])", text())
            ]
    assert missing == []


SILENT = {"footpath mine funnel --order {then,directly,any}", "footpath mine funnel --count {latest,first}"}
"""Options whose help is still to be written; the how-to says what they do. Only to be shortened."""


def test_every_option_says_what_it_is() -> None:
    silent = [
        f"{one.words} {option.shown}"
        for one in generator().commands()
        for group in [one.arguments, *one.groups.values()]
        for option in group
        if not option.help
    ]
    assert set(silent) - SILENT == set()


def test_every_lint_rule_is_in_the_docs() -> None:
    from footpath.lint import RULES

    assert [code for code in RULES if f"# {RULES.get(code).name} ({code})" not in text()] == []


def test_every_problem_code_is_in_the_docs() -> None:
    generator().problems()  # imports the codes of every room
    assert [code for code in registered_codes() if f"### {code}\n" not in text()] == []


# ---------------------------------------------------------------- examples

EXAMPLES = [
    "footpath." + ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted(SRC.rglob("*.py"))
    if ">>> " in path.read_text("utf-8")
]


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_show_what_they_give(name: str) -> None:
    module = importlib.import_module(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert found.failed == 0


# ---------------------------------------------------------------- the numbered rules

WHERE = {
    "document.md": ("D", ("atlas", "properties")),
    "evidence.md": ("E", ("evidence",)),
    "rules.md": ("R", ("rules",)),
    "mining.md": ("M", ("mining", "engines", "properties")),
    "measures.md": ("I", ("insight",)),
    "interchange.md": ("X", ("interchange", "cli", "browser")),
}
"""A specification, the letter of its rules, and the folders of tests that show them."""

SHOWN = {
    "D85": "atlas/test_editing.py::test_d62_errors_that_were_there_stay_and_may_move",
    "D86": "atlas/test_malformed.py::test_all_errors_are_told_at_once_each_with_a_place_and_what_helps",
    "X1": "interchange/test_formats.py::test_every_format_writes_every_template_and_counts_its_steps",
    "X2": "cli/test_convert.py::test_a_foreign_file_is_read_in_the_child",
    "X3": "interchange/test_round_trips.py::test_any_text_is_read_or_refused_with_a_reason",
    "X4": "interchange/test_round_trips.py::test_a_second_round_changes_nothing_more",
    "X5": "interchange/test_foreign.py::test_what_comes_in_meets_the_libraries_that_are_there_and_never_overwrites",
    "X6": "interchange/test_grid_read.py::test_lanes_are_guessed_by_their_names",
    "X7": "interchange/test_foreign.py::test_ojf_is_read_on_either_of_its_scales_and_says_which",
    "X8": "interchange/test_foreign.py::test_a_document_type_or_entity_is_refused_before_anything_is_read",
    "X10": "interchange/test_grid_read.py::test_a_table_from_a_workshop_becomes_a_map",
    "X11": "interchange/test_grid_read.py::test_a_lane_of_faces_and_numbers_is_how_they_feel_and_the_user_has_the_last_word",
    "X12": "interchange/test_grid_read.py::test_the_same_grid_back_in_changes_nothing",
    "X13": "interchange/test_grid_read.py::test_one_changed_word_is_one_change_and_what_a_table_cannot_show_stays",
    "X20": "interchange/test_foreign.py::test_notes_with_places_make_columns_by_where_they_lie_and_lanes_by_colour",
    "X21": "interchange/test_foreign.py::test_tasks_go_out_and_owner_and_status_come_home_by_id",
    "X22": "interchange/test_foreign.py::test_a_touchpoint_table_comes_home_with_new_entries_and_changed_facts",
    "X30": "browser/test_mermaid.py::test_hostile_words_are_words_to_mermaid",
    "X31": "interchange/test_round_trips.py::test_words_and_feelings_come_back",
    "X32": "interchange/test_foreign.py::test_dgmo_is_read_in_its_older_and_newer_way",
    "X33": "interchange/test_foreign.py::test_ojf_is_read_on_either_of_its_scales_and_says_which",
    "X34": "interchange/test_foreign.py::test_cjml_that_is_not_well_formed_is_read",
    "X35": "interchange/test_foreign.py::test_our_own_graph_comes_back_with_its_ids_ways_and_words",
    "D1": "atlas/test_commit.py::test_a_folder_that_is_no_atlas_is_refused_in_words",
    "D2": "atlas/test_commit.py::test_files_over_the_limit_or_in_another_encoding_are_told_and_not_read",
    "D3": "atlas/test_commit.py::test_links_that_lead_out_of_the_atlas_are_neither_read_nor_written",
    "D4": "atlas/test_loader.py::test_one_broken_file_says_nothing_about_what_refers_into_it",
    "D5": "cases/atlas/newer_version.txt",
    "D11": "cases/atlas/bad_ids.txt",
    "D13": "cases/atlas/duplicate_ids.txt",
    "D14": "cases/atlas/dangling.txt",
    "D15": "cases/atlas/rules.txt",
    "D20": "atlas/test_commit.py::test_files_over_the_limit_or_in_another_encoding_are_told_and_not_read",
    "D32": "cases/atlas/tab.txt",
    "D43": "atlas/test_schema.py::test_short_forms_are_valid",
    "D53": "properties/test_atlas_operations.py::test_new_lines_are_written_as_the_file_writes_them",
    "D60": "atlas/test_commit.py::test_a_held_atlas_is_refused_naming_the_holder",
    "D61": "atlas/test_commit.py::test_what_someone_else_changed_is_not_written_over",
    "D63": "atlas/test_commit.py::test_a_failing_disk_leaves_old_or_new_and_the_next_commit_ends_it",
    "D64": "atlas/test_commit.py::test_measures_get_a_file_each_and_the_newest_is_loaded",
}
"""Rules that a test shows without saying their number: the test, or the case (file in, problems out). Only to be shortened."""

_RULE = re.compile(r"\*\*([A-Z]\d+)\*\*")


def named(letter: str, folders: tuple[str, ...]) -> set[str]:
    """Return the rules that the tests of these folders name: D10, test_d10_..., "D24 to D30", test_d24_to_d30_..."""
    texts = [
        path.read_text("utf-8") for folder in folders for path in (ROOT / "tests" / folder).rglob("*.py")
    ]
    low = letter.lower()
    one = rf"(?:(?<![A-Za-z0-9]){letter}|(?<=_){low})(\d+)(?![\d.])"
    more = rf"(?:(?:_to_{low}| to {letter}|-{letter})(\d+))?"
    found = set()
    for match in re.finditer(one + more, "\n".join(texts)):
        first, last = int(match[1]), int(match[2] or match[1])
        found |= {f"{letter}{number}" for number in range(first, last + 1)}
    return found


@pytest.mark.parametrize("page", WHERE)
def test_every_numbered_rule_is_shown_by_a_test(page: str) -> None:
    letter, folders = WHERE[page]
    rules = _RULE.findall((DOCS / "spec" / page).read_text("utf-8"))
    assert len(rules) == len(set(rules))
    assert {rule[0] for rule in rules} == {letter}
    told = named(letter, folders)
    assert [rule for rule in rules if rule not in told and rule not in SHOWN] == []
    assert sorted(rule for rule in SHOWN if rule in told) == [], "named now: take it out of SHOWN"


def test_every_specification_is_looked_at() -> None:
    assert {path.name for path in (DOCS / "spec").glob("*.md")} == set(WHERE)


@pytest.mark.parametrize("rule", SHOWN)
def test_what_shows_a_rule_is_there(rule: str) -> None:
    file, _, function = SHOWN[rule].partition("::")
    content = (ROOT / "tests" / file).read_text("utf-8")
    assert f"def {function}(" in content if function else "=== problems" in content
