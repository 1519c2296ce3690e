"""Costs beside credits (rule M119): tables understood as people write them, and what met no channel told."""

from __future__ import annotations

import datetime

import pyarrow as pa
import pytest

from footpath.base import DAY, HOUR, BadInputError
from footpath.engines import SourceFacts
from footpath.mining import Costs, Result, attribution, costs_of
from footpath.mining.attribution.costs import Cost, with_costs
from footpath.mining.columns import floats, texts

NEW_YEAR_US = 1_735_689_600_000_000  # 2025-01-01, UTC


def table(**columns):
    return pa.table({name.replace("__", " "): values for name, values in columns.items()})


def answered(**credits_):
    rows = pa.table({"channel": texts(list(credits_)), "credit": floats(list(credits_.values()))})
    return Result("mine attribution", "", SourceFacts(0, 0), rows)


def met(costs, *, days=2, zone="UTC", **credits_):
    return with_costs(
        answered(**credits_), costs, from_us=NEW_YEAR_US, to_us=NEW_YEAR_US + days * DAY - HOUR, zone=zone
    )


def test_m119_cost_for_each_outcome_and_what_met_no_channel():
    costs = Costs(
        (
            Cost("2024-12-31", "mail", 1000.0),
            Cost("2025-01-01", "mail", 30.0),
            Cost("2025-01-02", "mail", 10.5),
            Cost("2025-01-02", "Paid Search", 99.0),
            Cost("2025-01-02", "tv", 700.0),
            Cost("2025-01-02", None, 5.0),
            Cost("2025-01-03", "mail", 2000.0),
        ),
        "EUR",
    )
    result = met(costs, mail=2.0, paid_search=0.0, direct=1.0)
    assert [tuple(row.values())[2:] for row in result.to_dicts()] == [
        (40.5, "EUR", 20.25),
        (99.0, "EUR", None),  # nothing to divide by
        (None, None, None),
    ]
    assert list(result.notes) == [
        "Costs of the events' days, 2025-01-01 to 2025-01-02: 139.50 EUR met a channel.",
        "Taken for one: 'Paid Search' for 'paid_search'.",
        "Costs that met no channel, 705.00 EUR in all: 'tv' 700.00 EUR, without a channel 5.00 EUR.",
        "Costs on days outside, in nothing: 3,000.00 EUR in 2 rows.",
        "No costs for 'direct'.",
    ]


def test_m119_days_are_those_of_the_zone():
    # The first event is on 31 December in New York.
    costs = Costs((Cost("2024-12-31", "mail", 7.0),))
    assert met(costs, mail=1.0, zone="America/New_York").to_dicts()[0]["cost"] == 7.0
    assert met(costs, mail=1.0).to_dicts()[0]["cost"] is None


def test_m119_names_alike_in_two_channels_meet_neither():
    costs = Costs((Cost(None, "Paid Search", 7.0), Cost(None, "paid-search", 1.0)))
    result = met(costs, **{"paid_search": 1.0, "paid-search": 1.0})
    assert [row["cost"] for row in result.to_dicts()] == [None, 1.0]
    assert any("'Paid Search' 7.00" in note for note in result.notes)
    assert any("has no days" in note for note in result.notes)


def test_the_columns_of_the_question_are_those_of_the_result():
    question = attribution("buy", costs=Costs(()), model="shapley", worth="chain")
    assert question.columns[5:] == ("low", "high", "cost", "currency", "cost_per_outcome")


# ---------------------------------------------------------------- tables as people write them


def test_a_german_export_is_read():
    costs = costs_of(
        table(
            Tag=["31.12.2024", "01.01.2025", "01.01.2025"],
            Kanal=["a", "a ", "a"],
            Kosten=["1.000,50 €", "2,5 €", "x"],
        )
    )
    assert costs == Costs(
        (Cost("2024-12-31", "a", 1000.5), Cost("2025-01-01", "a", 2.5)),
        "EUR",
        {"date": "Tag", "channel": "Kanal", "cost": "Kosten"},
        1,
        {},
        "dmy",
    )
    assert Costs.from_json(costs.to_json()) == costs


def test_an_export_of_an_ads_tool_is_read():
    costs = costs_of(
        table(
            Day=["2025-01-01", "2025-01-01", None],
            Campaign=["x", "x", "y"],
            Source=["google", "google", "bing"],
            Avg_CPC__cost=["9", "9", "9"],
            Amount__spent__USD=["1,200.00", "0.5", "3"],
            clicks=["4", "5", "6"],
        )
    )
    assert costs.columns == {"date": "Day", "channel": "Source", "cost": "Amount spent USD"}
    assert costs.rows == (Cost("2025-01-01", "google", 1200.5),)
    assert (costs.currency, costs.unreadable) == ("USD", 1)


def test_a_column_named_as_the_credited_property_is_the_channel():
    sheet = table(channel=["c"], utm_campaign=["u"], cost=[1.5])
    assert costs_of(sheet).rows == (Cost(None, "c", 1.5),)
    assert costs_of(sheet, by="utm_campaign").rows == (Cost(None, "u", 1.5),)
    assert costs_of(sheet, columns={"channel": "utm_campaign"}).rows == (Cost(None, "u", 1.5),)


def test_typed_days_and_amounts_stay_what_they_are():
    sheet = table(date=[datetime.date(2025, 1, 31)], channel=["a"], spend=[12])
    assert costs_of(sheet).rows == (Cost("2025-01-31", "a", 12.0),)


def test_currencies_are_never_added_up():
    sheet = table(channel=["a", "a", "b"], cost=["1", "2", "4"], currency=["EUR", "usd", "EUR"])
    with pytest.raises(BadInputError) as error:
        costs_of(sheet)
    assert error.value.problems[0].code == "costs-unreadable"
    assert "--cost-currency" in error.value.problems[0].help
    costs = costs_of(sheet, currency="eur")
    assert costs.rows == (Cost(None, "a", 1.0), Cost(None, "b", 4.0))
    assert costs.other_currencies == {"USD": 2.0}
    assert "Left out, as another currency: 2.00 USD." in met(costs, a=1.0, b=1.0).notes


@pytest.mark.parametrize(
    ("columns", "how", "says"),
    [
        ({"a": ["x"], "b": ["1"]}, {}, "looks like the channel"),
        ({"channel": ["x"], "b": ["1"]}, {}, "looks like the cost"),
        ({"channel": ["x"], "cost": ["1"]}, {"columns": {"cost": "costs"}}, "no column 'costs'"),
        ({"channel": ["x"], "cost": ["1"]}, {"columns": {"price": "cost"}}, "no column for 'price'"),
        ({"channel": ["x"], "cost": ["1"], "day": ["01/02/2025"]}, {}, "day or the month first"),
        ({"channel": ["x"], "cost": ["$1"]}, {"currency": "EUR"}, "no cost is in EUR"),
    ],
)
def test_what_cannot_be_understood_says_what_settles_it(columns, how, says):
    with pytest.raises(BadInputError) as error:
        costs_of(pa.table(columns), **how)
    problem = error.value.problems[0]
    assert problem.code == "costs-unreadable"
    assert says in problem.message
    assert problem.help or problem.expected


def test_the_order_of_day_and_month_can_be_said():
    sheet = pa.table({"channel": ["x"], "cost": ["1"], "day": ["01/02/2025"]})
    assert costs_of(sheet, dates="dmy").rows[0].day == "2025-02-01"
    assert costs_of(sheet, dates="mdy").rows[0].day == "2025-01-02"
