"""Columns made from bytes are the ones that Arrow makes itself, and making them does not load pandas."""

from __future__ import annotations

import subprocess
import sys

import pyarrow as pa
import pytest

from footpath.mining.columns import floats, integers, texts


@pytest.mark.parametrize(
    ("make", "kind", "values"),
    [
        (integers, pa.int64(), []),
        (integers, pa.int64(), [1, None, -(2**63), 2**63 - 1]),
        (integers, pa.int64(), range(1, 20)),
        (floats, pa.float64(), [None, 0.1, float("inf"), -0.0] * 5),
        (texts, pa.string(), []),
        (texts, pa.string(), ["", None, "Käse ✓", "a" * 1000]),
    ],
)
def test_columns_are_those_of_arrow(make, kind, values):
    column = make(values)
    column.validate(full=True)
    assert column.equals(pa.array(list(values), kind))


def test_no_pandas():
    code = (
        "import sys; from footpath.mining.columns import texts; texts(['a', None]); "
        "assert 'pyarrow' in sys.modules and 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
