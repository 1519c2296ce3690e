"""Exports of shops, payments and CRMs: the canonical events of each sample, written down by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest


def test_e83_shopify_orders_with_a_row_a_line(tools) -> None:
    read = tools.read("shopify.csv")
    assert read.guessed.tool == "shopify"
    assert read.events("case_id", "value", "channel", "case_status") == [
        ("kim@example.org", "ordered", "01 10:00:00", "#1001", 44.8, "web", "paid"),
        ("kim@example.org", "paid", "01 10:05:00", "#1001", 44.8, "web", "paid"),
        ("kim@example.org", "fulfilled", "03 07:00:00", "#1001", 44.8, "web", "paid"),
        ("lee@example.org", "ordered", "02 06:00:00", "#1002", 10.0, "pos", "refunded"),
        ("lee@example.org", "paid", "02 06:01:00", "#1002", 10.0, "pos", "refunded"),
        ("lee@example.org", "canceled", "02 16:00:00", "#1002", 10.0, "pos", "refunded"),
        ("kim@example.org", "ordered", "04 06:00:00", "#1003", 5.0, "web", "pending"),
    ]
    outcome = read.source.outcome
    assert (outcome.wanted, outcome.unwanted) == (("paid",), ("refunded",))
    assert read.facts["cases_with_lines"] == 1
    assert "Billing Name" not in read.source.properties


def test_e83_stripe_payments_with_their_refunds(tools) -> None:
    read = tools.read("stripe.csv", zone="Europe/Berlin")
    assert read.guessed.tool == "stripe"
    assert read.events("case_id", "value", "case_status") == [
        (
            "cus_1",
            "payment",
            "01 10:00:00",
            "ch_1",
            49.9,
            "Paid",
        ),  # UTC, as its columns say, not the atlas's zone
        ("cus_2", "payment", "02 11:00:00", "ch_2", 10.0, "Refunded"),
        ("cus_2", "refund", "05 09:30:00", "ch_2", 10.0, "Refunded"),
        ("kim@example.org", "payment", "03 12:00:00", "ch_3", 49.9, "Failed"),
    ]


def test_e88_the_first_filled_of_two_columns_is_who_paid(tools) -> None:
    read = tools.read("stripe.csv")
    assert read.source.customer == "Customer ID | Customer Email"
    said = tools.read("stripe.csv", customer="Customer Email | Customer ID")
    assert {row["customer_id"] for row in said.tables["events"]} == {"kim@example.org", "lee@example.org"}


def test_e83_stripe_as_its_api_gives_it(tools) -> None:
    read = tools.read("stripe.json")
    assert read.guessed.tool == "stripe-api"
    assert read.events("case_id", "value", "case_status", "channel") == [
        ("cus_1", "payment", "01 10:00:00", "ch_1", 4990.0, "succeeded", "card"),
        ("lee@example.org", "payment", "02 10:00:00", "ch_2", 1000.0, "failed", "sepa_debit"),
    ]
    assert read.tables["events"][0]["metadata.plan"] == "pro"


def test_e83_hubspot_deals_have_a_date_for_each_stage(tools) -> None:
    read = tools.read("hubspot.csv")
    assert read.guessed.tool == "hubspot"
    assert read.events("case_id", "value") == [
        ("501", "deal created", "01 09:00:00", "7001", 12000.0),
        ("501", "Appointment Scheduled", "04 10:00:00", "7001", 12000.0),
        ("501", "Contract Sent", "20 10:00:00", "7001", 12000.0),
        ("501", "Closed Won", "02 16:00:00", "7001", 12000.0),
        ("502", "deal created", "05 09:00:00", "7002", 300.0),
        ("502", "Appointment Scheduled", "06 11:00:00", "7002", 300.0),
        ("502", "Closed Lost", "18 12:00:00", "7002", 300.0),
        ("501", "deal created", "01 09:00:00", "7003", 900.0),
        ("501", "Contract Sent", "05 15:00:00", "7003", 900.0),
    ]
    outcome = read.source.outcome
    assert (outcome.wanted, outcome.unwanted) == (("Closed Won",), ("Closed Lost",))
    # the expected day of closing is neither an event nor kept as one
    assert "Close Date" not in (*read.source.times.values(), *read.source.properties)


def test_e83_stages_of_two_pipelines_are_told_apart(tools) -> None:
    head = 'Record ID,Deal Stage,"Date entered ""Won (Shop)""","Date entered ""Won (Trade)"""\n'
    read = tools.read(tools.write("deals.csv", head + "1,Won,2024-05-01,\n2,Won,,2024-05-02\n"))
    assert [row[1] for row in read.events()] == ["Won (Shop)", "Won (Trade)"]


def test_e83_salesforce_history_of_stages(tools) -> None:
    read = tools.read("salesforce.csv")
    assert read.guessed.tool == "salesforce"
    assert read.events("case_id", "event_id") == [
        (None, "Prospecting", "01 09:00:00", "006A", "008a1"),
        (None, "Proposal/Price Quote", "11 09:00:00", "006A", "008a2"),
        (None, "Closed Won", "02 16:00:00", "006A", "008a3"),
        (None, "Prospecting", "05 09:00:00", "006B", "008b1"),
    ]
    assert "CloseDate" not in read.source.properties


def test_e83_salesforce_report_with_dates_of_another_locale(tools) -> None:
    read = tools.read("salesforce-report.csv")
    assert read.source.dates == "dmy"
    assert read.events("case_id") == [
        ("Hall Ltd", "Proposal", "13 09:00:00", "Hall lamps"),
        ("Hall Ltd", "Closed Won", "02 16:00:00", "Hall lamps"),
        ("Bulb Inc", "Closed Lost", "18 12:00:00", "Bulbs"),
    ]


def test_e83_woocommerce_guests_are_told_apart_by_address(tools) -> None:
    read = tools.read("woocommerce.csv")
    assert read.guessed.tool == "woocommerce"
    assert read.events("case_id", "value", "case_status") == [
        ("kim@example.org", "ordered", "01 12:00:00", "81", 44.8, "completed"),
        ("kim@example.org", "paid", "01 12:05:00", "81", 44.8, "completed"),
        ("kim@example.org", "completed", "04 09:00:00", "81", 44.8, "completed"),
        ("lee@example.org", "ordered", "02 08:00:00", "82", 10.0, "cancelled"),
    ]


def test_e83_woocommerce_as_its_api_gives_it_in_utc(tools) -> None:
    read = tools.read("woocommerce.json", zone="Europe/Berlin")
    assert read.guessed.tool == "woocommerce-api"
    assert read.events("value") == [
        ("kim@example.org", "ordered", "01 10:00:00", 44.8),
        ("kim@example.org", "paid", "01 10:05:00", 44.8),
        ("kim@example.org", "completed", "04 07:00:00", 44.8),
        ("lee@example.org", "ordered", "02 06:00:00", 10.0),
    ]


def test_e83_woocommerce_report_of_orders(tools) -> None:
    read = tools.read("woocommerce-analytics.csv")
    assert read.events("case_id", "value") == [
        ("Kim K", "ordered", "01 12:00:00", "81", 44.8),
        ("Lee L", "ordered", "02 08:00:00", "82", 10.0),
    ]


def test_e83_a_tool_in_another_locale_keeps_its_decimal_comma(tools) -> None:
    text = tools.path("stripe.csv").read_text().replace(",", ";").replace(".", ",")
    text = text.replace("example,org", "example.org").replace("complete,", "complete.")
    read = tools.read(tools.write("payments.csv", text))
    assert read.source.decimal == ","
    assert [row["value"] for row in read.tables["events"]][:2] == [Decimal("49.9"), Decimal("10")]


def test_e83_what_the_user_says_wins_over_a_tool(tools) -> None:
    read = tools.read("shopify.csv", customer="Billing Name", value="Subtotal")
    assert {row["customer_id"] for row in read.tables["events"]} == {"Kim K", "Lee L"}
    assert read.events("value")[0][-1] == pytest.approx(39.9)
    only = tools.read("shopify.csv", times={"bought": "Created at"})
    assert only.guessed.tool is None  # another shape than the tool's: guessed as any file is
    assert {row["event"] for row in only.tables["events"]} == {"bought"}


def test_e83_each_guess_of_a_tool_shows_the_option_that_changes_it(tools) -> None:
    for name in ("shopify.csv", "posthog.csv", "matomo.json", "ocel.json"):
        guesses = tools.guess(tools.path(name)).guesses
        assert all(guess.option for guess in guesses)
        assert all(guess.why for guess in guesses if guess.role not in ("", "properties"))
