"""What a chart owes to readers: a title and a description, numbers that are those of the rows, a table, no markup of others."""

from __future__ import annotations

import base64
import itertools
import re
from typing import Any
from xml.etree import ElementTree

import pytest

from footpath.base import SHOWERS, BadInputError
from footpath.draw.charts import Answer, chart

SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_says_what_it_is(any_answer: Answer) -> None:
    root = ElementTree.fromstring(chart(any_answer).to_svg(embed_fonts=False))  # noqa: S314 - our own picture
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text
    assert description is not None
    assert "48,120 events" in str(description.text)
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_definition_facts_and_notes_are_on_the_picture(any_answer: Answer) -> None:
    said = re.sub(r"\s+", " ", " ".join(text.text for text in chart(any_answer).scene.texts()))
    assert "How it is counted" in said
    assert any_answer.definition.split(".")[0][:30] in said
    assert "48,120 events" in said
    assert "5 January to 29 June 2026" in said
    assert any_answer.notes[0] in said


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("funnel", ["6,204", "3,598", "781", "58 %", "13 %", "85 %", "2,606 lost", "36 min"]),
        ("transitions", ["1,633", "1,210", "255", "25 s", "1,840", "820"]),
        ("flows", ["900", "510", "470", "260"]),
        ("paths", ["420", "21 %", "1,200", "77"]),
        ("retention", ["17 %", "100", "27"]),
        ("lifecycle", ["300", "180", "returning 360", "dormant 240"]),
        ("attribution", ["180 (45 %)", "39.5 (9.9 %)", "60 (15 %)"]),
        ("attribution-costs", ["40 %", "900 EUR", "5"]),
        ("outcomes", ["316", "158", "2.4 months", "70 %"]),
        ("outcomes-curve", ["90 %", "72 %", "70", "54"]),
        ("compare", ["48 %", "−11", "0.038", "too few to compare"]),
        ("conversion", ["74 %", "12 %", "+62", "under 0.001"]),
        ("waits", ["55 %", "16 min"]),
        ("loops", ["62 %", "560", "900"]),
        ("cohorts", ["51.2", "40 %", "not over yet"]),
        ("stickiness", ["39", "19"]),
        ("sequences", ["2.3 %", "84 of 3,605, 1.9 % to 2.8 %", "48 % (40)"]),
        ("segments", ["67 % (403)", "33 % (197)"]),
        ("overlaps", ["55 % (328)", "90 %", "56 %"]),
        ("sessions-summary", ["3,605", "600", "8", "14 min"]),
        ("funnel-lost", ["201", "49 %", "412 came no further"]),
        ("funnel-times", ["60 s", "67 min"]),
    ],
)
def test_the_numbers_are_those_of_the_rows(answers: Any, name: str, numbers: list[str]) -> None:
    texts = [text.text for text in chart(answers.ANSWERS[name]()).scene.texts()]
    missing = [number for number in numbers if number not in texts]
    assert not missing, texts


_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w.,]*\w)")


def test_every_count_on_a_funnel_is_a_count_or_a_difference_of_two(answers: Any) -> None:
    given = answers.ANSWERS["funnel"]()
    counts = [row["count"] for row in given.rows]
    fine = {f"{n:,}" for n in counts} | {f"{a - b:,}" for a, b in itertools.pairwise(counts)}
    fine |= {str(row["step"]) for row in given.rows}
    for group in chart(given).scene.groups("cell"):
        for item in group.items:
            text = getattr(item, "text", "")
            if text and "%" not in text and not re.search(r"min|hours|days|months| s$", text):
                assert all(number in fine for number in _NUMBER.findall(text)), text


def test_claims_say_what_is_so(answers: Any) -> None:
    claims = {name: chart(make()).scene.title for name, make in answers.ANSWERS.items()}
    assert (
        claims["funnel"]
        == "781 of 6,204 come from search to bought; most are lost between search and product"
    )
    assert claims["transitions"] == "Most often product follows search: 1,633 times"
    assert claims["retention"] == "26 % come back in week 1, 8.7 % in week 5"
    assert claims["attribution"] == "All 3 models owe most to search: 45 % to 46 % of outcomes"
    assert claims["lifecycle"] == "In 2026-06 233 came or came back, 200 went silent"
    assert claims["transitions-difference"] == "2 of 3 moves differ by more than chance would make"
    assert claims["outcomes"] == "Half of desktop reach it within 2.4 months, of mobile within 3.4 months"


def test_what_is_not_over_is_hatched(answers: Any) -> None:
    for name in ("retention", "stickiness", "cohorts"):
        svg = chart(answers.ANSWERS[name]()).to_svg(embed_fonts=False)
        assert 'fill="url(#hatch-rule2)"' in svg, name
    assert 'fill="url(#hatch-trouble)"' in chart(answers.ANSWERS["funnel"]()).to_svg(embed_fonts=False)
    assert "not whole" in chart(answers.ANSWERS["lifecycle"]()).to_svg(embed_fonts=False)


def test_names_of_others_are_text_and_never_markup(answers: Any, any_answer: Answer) -> None:
    drawn = chart(answers.renamed(any_answer, answers.WILD))
    svg, page = drawn.to_svg(embed_fonts=False), drawn.to_html()
    assert "<script" not in svg
    assert "\u202e" not in svg
    ElementTree.fromstring(svg)  # noqa: S314 - our own picture
    assert page.count("<script") == 2  # the data and our own code
    assert "alert('x')</script>" not in page
    assert "<script>alert" not in drawn._repr_html_()


def test_a_page_has_the_picture_the_table_and_nothing_from_outside(any_answer: Answer) -> None:
    page = chart(any_answer).to_html()
    assert "default-src &#39;none&#39;" in page
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "https://" not in page
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    assert body.count("<tr>") == len(any_answer.rows)
    assert "data-cell=" in page
    assert 'data-theme="dark"' in chart(any_answer, theme="dark").to_html()


def test_a_notebook_sees_an_image_with_its_words(answers: Any) -> None:
    shown = chart(answers.ANSWERS["funnel"]())._repr_html_()
    found = re.search(r'<img src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]+)"', shown)
    assert found is not None
    assert "781 of 6,204" in found.group(2)
    ElementTree.fromstring(base64.b64decode(found.group(1)))  # noqa: S314 - our own picture
    assert "<td>3,598</td>" in shown


def test_what_cannot_be_drawn_so_is_said(answers: Any) -> None:
    given = answers.ANSWERS["funnel"]()
    for options, code in (
        ({"theme": "drak"}, "unknown-name"),
        ({"width": 100}, "chart-width"),
        ({"width": 1e9}, "chart-width"),
    ):
        with pytest.raises(BadInputError) as caught:
            chart(given, **options)
        assert caught.value.problems[0].code == code


def test_a_title_of_ones_own_stands_on_it(answers: Any) -> None:
    from dataclasses import replace

    scene = chart(replace(answers.ANSWERS["funnel"](), title="Where buyers turn back")).scene
    assert scene.title == "Where buyers turn back"


def test_plain_data_are_shown_by_name(answers: Any) -> None:
    given = answers.ANSWERS["waits"]()
    drawn = SHOWERS.get("answer")(
        {"command": given.command, "definition": given.definition, "columns": given.columns, "rows": list(given.rows),
         "source": given.facts, "notes": list(given.notes)}
    )  # fmt: skip
    assert drawn.to_svg(embed_fonts=False) == chart(given).to_svg(embed_fonts=False)
    assert drawn.to_html() == chart(given).to_html()
