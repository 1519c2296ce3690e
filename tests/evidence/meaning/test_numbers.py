"""Numbers: decimal comma and point, thousands, currency signs (spec E30)."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest

from footpath.evidence.numbers import read_numbers, to_value


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("1234.50", ".", "1234.5"),
        ("1,234.50", ".", "1234.5"),
        ("1.234,50", ",", "1234.5"),
        ("1 234,5", ",", "1234.5"),
        ("1'234.5", ".", "1234.5"),
        ("€ 12,90", ",", "12.9"),
        ("R$ 12,90", ",", "12.9"),
        ("$12.90", ".", "12.9"),
        ("12.90 EUR", ".", "12.9"),
        ("(12.50)", ".", "-12.5"),
        ("-0.000001", ".", "-0.000001"),
        ("1.2.3", ".", None),
        ("12,5", ".", None),
        ("twelve", ".", None),
    ],
)
def test_e30_a_number_in_any_usual_form(text: str, decimal: str, expected: str | None) -> None:
    numbers = read_numbers(pa.array([text, "1", None]), decimal)  # type: ignore[arg-type]
    value, large = to_value(numbers)
    assert value.to_pylist() == [
        None if expected is None else Decimal(expected).quantize(Decimal("0.000001")),
        1,
        None,
    ]
    assert not large.any()


def test_e30_sums_are_exact() -> None:
    value, _ = to_value(read_numbers(pa.array(["0.10"] * 1000)))
    assert pa.compute.sum(value).as_py() == 100
