"""Times: every usual way of writing them, both orders, zones and their changes (spec E20 to E29)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import datetime_to_us
from footpath.evidence.times import promised_us, read_times


def us(*parts: int) -> int:
    return datetime_to_us(datetime(*parts, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-05-31 14:30:12", us(2018, 5, 31, 14, 30, 12)),
        ("2018-05-31T14:30:12.25Z", us(2018, 5, 31, 14, 30, 12, 250_000)),
        ("2018-05-31T14:30:12+02:00", us(2018, 5, 31, 12, 30, 12)),
        ("2018-05-31 14:30:12 -0330", us(2018, 5, 31, 18, 0, 12)),
        ("2018-05-31 14:30:12 UTC", us(2018, 5, 31, 14, 30, 12)),
        ("2018/5/1", us(2018, 5, 1)),
        ("20180531", us(2018, 5, 31)),
        ("20180531T143012", us(2018, 5, 31, 14, 30, 12)),
        ("31.05.2018 14:30", us(2018, 5, 31, 14, 30)),
        ("31/05/2018, 2:30 PM", us(2018, 5, 31, 14, 30)),
        ("31/05/2018 12:05 a.m.", us(2018, 5, 31, 0, 5)),
        ("31-May-18", us(2018, 5, 31)),
        ("May 31, 2018 14:30", us(2018, 5, 31, 14, 30)),
        ("Thu, 31 May 2018 14:30:00 GMT", us(2018, 5, 31, 14, 30)),
        ("31. März 2018", us(2018, 3, 31)),
        ("31 de março de 2018", us(2018, 3, 31)),
        ("31 mai 2018", us(2018, 5, 31)),
        ("31 мая 2018 г.", us(2018, 5, 31)),
        ("2018年5月31日", us(2018, 5, 31)),
        ("1527777012", us(2018, 5, 31, 14, 30, 12)),
        ("1527777012123", us(2018, 5, 31, 14, 30, 12, 123_000)),
        ("24:00", None),
        ("31/02/2018", None),
        ("2018-13-01", None),
        ("9999-12-31", None),
        ("soon", None),
        ("", None),
    ],
)
def test_e20_a_time_in_any_usual_form(text: str, expected: int | None) -> None:
    reading = read_times(pa.array([text, "2018-01-01"]), "dmy")
    assert (int(reading.us[0]) if reading.ok[0] else None) == expected
    assert reading.filled[0] == bool(text)


def test_e21_the_order_of_day_and_month_is_what_was_said() -> None:
    column = pa.array(["03/04/2018", "12/11/18 23:59"])
    assert read_times(column, "dmy").us.tolist() == [us(2018, 4, 3), us(2018, 11, 12, 23, 59)]
    assert read_times(column, "mdy").us.tolist() == [us(2018, 3, 4), us(2018, 12, 11, 23, 59)]


def test_e22_words_for_nothing_are_missing_and_not_unreadable() -> None:
    reading = read_times(pa.array(["n/a", "NULL", " ", None, "nan", "-", "x"]))
    assert reading.filled.tolist() == [False] * 6 + [True]
    assert reading.unreadable.tolist() == [False] * 6 + [True]


def test_e23_the_hour_that_summer_time_skips_moves_on_and_the_hour_that_comes_twice_is_the_first() -> None:
    column = pa.array(
        ["2018-03-25 02:30:00", "2018-10-28 02:30:00", "2018-07-01 00:00:00", "2018-07-01T00:00:00Z"]
    )
    reading = read_times(column, zone="Europe/Berlin")
    assert reading.us.tolist() == [
        us(2018, 3, 25, 1, 30),
        us(2018, 10, 28, 0, 30),
        us(2018, 6, 30, 22),
        us(2018, 7, 1),
    ]
    assert (reading.gaps, reading.overlaps) == (1, 1)


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 60 * 365 * 24 * 60), min_size=1, max_size=20),
    st.sampled_from(
        ["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"]
    ),
)
def test_e23_zones_agree_with_the_standard_library(minutes: list[int], name: str) -> None:
    moments = [datetime(1971, 1, 1) + timedelta(minutes=minute) for minute in minutes]
    zone = ZoneInfo(name)
    expected = [datetime_to_us(moment.replace(tzinfo=zone)) for moment in moments]
    reading = read_times(pa.array([moment.isoformat(" ") for moment in moments]), zone=name)
    assert reading.us.tolist() == expected


@settings(max_examples=100)
@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)))
def test_e20_dates_agree_with_the_standard_library(moment: datetime) -> None:
    column = pa.array(
        [moment.isoformat(), moment.strftime("%m/%d/%Y %I:%M:%S %p"), moment.strftime("%d %b %Y %H:%M")]
    )
    reading = read_times(column, "mdy")
    exact = datetime_to_us(moment.replace(tzinfo=UTC))
    assert reading.us.tolist() == [exact, exact - moment.microsecond, exact // 60_000_000 * 60_000_000]


def test_e24_typed_columns_keep_their_type() -> None:
    stamps = pa.array([datetime(2018, 5, 31, 14, 30)], pa.timestamp("ms"))
    assert read_times(stamps, zone="Europe/Berlin").us.tolist() == [us(2018, 5, 31, 12, 30)]
    aware = pa.array([datetime(2018, 5, 31, 14, 30, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    assert read_times(aware, zone="Europe/Berlin").us.tolist() == [us(2018, 5, 31, 14, 30)]
    coded = pa.array(["2018-05-31", None, "2018-05-31"]).dictionary_encode()
    assert read_times(coded).ok.tolist() == [True, False, True]


def test_e40_a_promise_without_a_time_of_day_is_kept_until_the_end_of_that_day() -> None:
    days = read_times(pa.array(["2018-05-31 00:00:00", "2018-06-01 00:00:00"]), zone="America/Sao_Paulo")
    assert promised_us(days, "America/Sao_Paulo").tolist() == [us(2018, 6, 1, 3) - 1, us(2018, 6, 2, 3) - 1]
    timed = read_times(pa.array(["2018-05-31 00:00:00", "2018-06-01 17:00:00"]))
    assert promised_us(timed, "UTC").tolist() == [us(2018, 5, 31), us(2018, 6, 1, 17)]


def test_e40_a_day_that_summer_time_cuts_short_ends_at_its_own_midnight() -> None:
    day = read_times(pa.array(["2018-03-25"]), zone="Europe/Berlin")
    assert promised_us(day, "Europe/Berlin").tolist() == [us(2018, 3, 25, 22) - 1]
