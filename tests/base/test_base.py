"""What every room builds on: files written whole, durations, ids, problems as people read them, settings by layers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.base import (
    DAY,
    HOUR,
    MINUTE,
    BadInputError,
    Place,
    Problem,
    Registry,
    Settings,
    datetime_to_us,
    did_you_mean,
    format_duration,
    parse_duration,
    slug,
    unique,
    us_to_datetime,
    write_whole,
)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "map.yaml"
    write_whole(path, "old")

    def no_space(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["map.yaml"]


def test_a_write_keeps_the_rights_of_the_file_and_follows_a_link(tmp_path: Path) -> None:
    path = tmp_path / "real.yaml"
    path.write_text("old")
    path.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    write_whole(link, "new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("text", "us"),
    [
        ("30m", 30 * MINUTE),
        ("10 days", 10 * DAY),
        ("1 h 30 min", 90 * MINUTE),
        ("2 weeks", 14 * DAY),
        ("1.5h", 90 * MINUTE),
        ("500ms", 500_000),
    ],
)
def test_durations_are_read_as_people_write_them(text: str, us: int) -> None:
    assert parse_duration(text) == us


@pytest.mark.parametrize("text", ["", "10", "days", "10 parsecs", "1 h and 2", "-3 days"])
def test_what_is_no_duration_is_refused_with_the_units(text: str) -> None:
    with pytest.raises(ValueError, match="30 min"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("us", "text"),
    [
        (0, "at once"),
        (20 * MINUTE, "20 min"),
        (44 * HOUR, "44 hours"),
        (9.13 * DAY, "9.1 days"),
        (26 * DAY, "26 days"),
        (-2 * DAY, "-2 days"),
    ],
)
def test_durations_are_told_in_plain_words(us: float, text: str) -> None:
    assert format_duration(us).replace("48 hours", "2 days") == text


@given(st.integers(min_value=-(10**15), max_value=10**16))
def test_instants_survive_the_way_to_a_datetime_and_back(us: int) -> None:
    assert datetime_to_us(us_to_datetime(us)) == us


@given(st.text(max_size=200))
def test_an_id_is_made_from_any_title_and_stays_itself(title: str) -> None:
    made = slug(title)
    assert made
    assert slug(made) == made


def test_ids_are_made_unique_by_a_number() -> None:
    assert unique("a", {"a", "a-2"}) == "a-3"


def test_a_missing_id_names_the_nearest() -> None:
    assert did_you_mean("chekout", ["basket", "checkout", "payment"]) == "Did you mean 'checkout'?"
    assert "basket" in did_you_mean("zzz", ["basket", "checkout"], what="the library has")


def test_a_problem_reads_as_place_message_expectation_help_with_a_caret() -> None:
    problem = Problem(
        code="unknown-touchpoint",
        message="unknown touchpoint 'chekout'",
        place=Place("journeys/gift.yaml", 12, 8),
        expected="an id of touchpoints.yaml",
        help="Did you mean 'checkout'?",
        source="       chekout",
    )
    assert problem.render() == (
        "journeys/gift.yaml:12:8 unknown touchpoint 'chekout'; expected an id of touchpoints.yaml [unknown-touchpoint]\n"
        "  |        chekout\n"
        "  |        ^\n"
        "  help: Did you mean 'checkout'?"
    )
    assert Problem.from_json(problem.to_json()) == problem


def test_settings_take_the_flag_then_the_environment_then_the_atlas_then_the_file(tmp_path: Path) -> None:
    file = tmp_path / "footpath.toml"
    file.write_text('zone = "Asia/Tokyo"\nmemory = "2GB"\nthreads = 1\n')
    settings = Settings(
        {"zone": "Europe/Lisbon"}, {"zone": "UTC", "memory": "3GB"}, {"FOOTPATH_MEMORY": "8GB"}, file
    )
    chosen = {one.name: (one.value, one.origin) for one in settings.chosen()}
    assert chosen["zone"] == ("Europe/Lisbon", "flag")
    assert chosen["memory"] == ("8GB", "environment")
    assert chosen["threads"] == (1, "user file")
    assert chosen["floor"] == (5, "default")


def test_a_setting_of_the_wrong_type_says_what_it_means() -> None:
    with pytest.raises(BadInputError, match="floor cannot be 'many'"):
        Settings({"floor": "many"})


def test_a_registry_loads_on_demand_and_names_the_nearest() -> None:
    registry: Registry[object] = Registry("form", {"grid": "collections:OrderedDict"}, group="footpath.none")
    assert registry.get("grid").__name__ == "OrderedDict"  # type: ignore[attr-defined]  # a class was registered
    with pytest.raises(BadInputError, match="no form 'gird'") as caught:
        registry.get("gird")
    assert "grid" in str(caught.value)
