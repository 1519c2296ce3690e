"""What is not the export meant: reports of totals, columns missing, keys that nobody has."""

from __future__ import annotations

import pytest

from footpath.base import BadInputError
from footpath.evidence.canonical import convert


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("amplitude chart.csv", "Date,Active Users,Total Sessions\n2024-05-01,120,300\n2024-05-02,130,310\n"),
        ("ga4 report.csv", "Page path,Views,Users\n/a,120,30\n/b,90,20\n"),
        ("mixpanel report.csv", "Date,Total Events,Unique Users\n2024-05-01,120,30\n2024-05-02,90,20\n"),
        (
            "shopify report.csv",
            "Day,Orders,Gross sales,Total sales\n2024-05-01,12,120.00,130.00\n2024-05-02,9,90.00,99.00\n",
        ),
    ],
)
def test_e97_a_report_of_totals_is_refused_with_the_export_that_helps(tools, name: str, text: str) -> None:
    codes = {problem.code for problem in tools.guess(tools.write(name, text)).problems}
    assert "report-of-totals" in codes


@pytest.mark.parametrize(
    ("name", "text", "missing"),
    [
        ("posthog.csv", "uuid,event,properties,timestamp\nu1,a,{},2024-05-01\n", "distinct_id"),
        ("hubspot.csv", "Record ID,Deal Name,Deal Stage,Amount\n1,A,Won,5\n", "Date entered"),
        (
            "ga4.jsonl",
            '{"event_date":"20240501","event_timestamp":"1714557600000000","event_name":"a"}\n',
            "user_pseudo_id",
        ),
        ("shopify.csv", "Name,Financial Status,Lineitem name\n#1,paid,Lamp\n", "Created at"),
        ("salesforce.csv", "OpportunityId,StageName\n006A,Won\n", "CreatedDate"),
        ("woo.csv", "order_id,order_number,order_total,order_currency\n1,1,5.00,EUR\n", "order_date"),
    ],
)
def test_e97_columns_that_a_tool_must_have_are_named_with_how_to_export_them(
    tools, name: str, text: str, missing: str
) -> None:
    problems = [p for p in tools.guess(tools.write(name, text)).problems if p.code == "tool-columns-missing"]
    assert len(problems) == 1
    assert missing in problems[0].message
    assert problems[0].help


def test_e97_without_a_person_only_totals_can_be_counted_and_that_is_said(tools) -> None:
    text = '{"event_date":"20240501","event_timestamp":"1714557600000000","event_name":"a"}\n' * 2
    guessed = tools.guess(tools.write("ga4.jsonl", text))
    (problem,) = [p for p in guessed.problems if p.code == "tool-columns-missing"]
    assert problem.severity == "warning"
    assert "consent" in problem.help


def test_e98_a_key_that_no_row_has_is_warned_of(tools) -> None:
    read = tools.read("posthog.csv", value="properties.revenu")
    assert [p["code"] for p in read.answer["problems"]] == ["column-nowhere"]
    assert read.facts["events"] == 5


def load(folder, source: dict, *paths) -> dict:
    out = folder / "out"
    out.mkdir()
    argument = {
        "source": {"id": "x", **source},
        "paths": [str(p) for p in paths],
        "zone": "UTC",
        "now_us": 2 * 10**15,
    }
    return convert(argument, out)


def test_e98_a_key_that_only_some_files_have_is_empty_in_the_others(tools, tmp_path) -> None:
    source = {"time": "t", "event": "e", "customer": "c", "properties": ["p.plan"]}
    first = tools.write("may.jsonl", '{"t":"2024-05-01","e":"a","c":"1","p":{"plan":"pro"}}\n')
    second = tools.write("june.jsonl", '{"t":"2024-06-01","e":"a","c":"1"}\n')
    assert load(tmp_path, source, first, second)["facts"]["events"] == 2


def test_e98_a_column_that_no_file_has_is_an_error_that_names_the_nearest(tools, tmp_path) -> None:
    path = tools.write("may.jsonl", '{"t":"2024-05-01","e":"a","c":"1","p":{"plan":"pro"}}\n')
    with pytest.raises(BadInputError) as caught:
        load(tmp_path, {"time": "t", "event": "e", "properties": ["p.plans"]}, path)
    assert caught.value.problems[0].code == "column-missing"
    assert "p.plan" in (caught.value.problems[0].help or "")
