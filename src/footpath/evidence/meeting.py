"""Do sources meet? How many ids of cases and customers two sources share, said before anything is counted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from footpath.base import Place, Problem
from footpath.evidence.guessing.names import case_word

if TYPE_CHECKING:
    from pathlib import Path

    from footpath.evidence.preparing import EventColumns, Prepared


def meet(prepared: Sequence[Prepared]) -> tuple[Problem, ...]:
    """Return what ties sources together: an info for each pair that meets, a warning for a source that meets none.

    Ids of customers and identities count as one kind, ids of cases as the other. Reads our own cache; of Parquet in
    place the distinct ids are read in the child.
    """
    if len(prepared) < 2:
        return ()
    ids = [_ids(one) for one in prepared]
    met: set[int] = set()
    out: list[Problem] = []
    for (a, left), (b, right) in combinations(enumerate(ids), 2):
        one, other = prepared[a], prepared[b]
        for kind in ("case", "customer"):
            shared = left[kind] & right[kind]
            if not shared:
                continue
            met |= {a, b}
            small, big = (one, other) if len(left[kind]) <= len(right[kind]) else (other, one)
            word = case_word(_column(small, kind)) if kind == "case" else "customer"
            out.append(
                Problem(
                    code="sources-meet",
                    severity="info",
                    message=(
                        f"{one.source.id} and {other.source.id} meet by {_column(small, kind)}: {len(shared):,} of "
                        f"{min(len(left[kind]), len(right[kind])):,} {word}s in {small.source.id} are in {big.source.id} too"
                    ),
                )
            )
            break
    for number, one in enumerate(prepared):
        if number in met:
            continue
        names = [str(other.source.id) for other in prepared if other is not one]
        others = ", ".join(names) if len(names) <= 3 else "any other source"
        has = [
            f"{_column(one, kind)} (such as {_example(one, kind)})"
            for kind in ("case", "customer")
            if _column(one, kind)
        ]
        out.append(
            Problem(
                code="no-common-id",
                severity="warning",
                place=Place(one.source.files[0] if one.source.files else None),
                message=f"{one.source.id} has no id in common with {others}",
                value=", ".join(has) or None,
                expected="an order number or a customer's id that stands in both",
                help=(
                    "Export both with the same id. If it is there under another name: --case COLUMN or --customer COLUMN. "
                    "A table that says which id is which (--identity ID=CUSTOMER) ties them too."
                ),
            )
        )
    return tuple(out)


def _column(one: Prepared, kind: str) -> str:
    return str((one.source.case if kind == "case" else one.source.customer) or "")


def _example(one: Prepared, kind: str) -> str:
    column = _column(one, kind)
    taken = next((t for t in one.report.taken if t.column == column), None)
    return taken.examples[0] if taken and taken.examples else "nothing"


def _ids(one: Prepared) -> dict[str, set[str]]:
    import pyarrow.parquet as pq

    out: dict[str, set[str]] = {"case": set(), "customer": set()}
    if one.events is not None and one.events.columns is not None:
        out = _ids_in_place(one.events.paths, one.events.columns)
    tables = [
        *(one.events.paths if one.events and one.events.columns is None else ()),
        one.answers,
        one.remarks,
        one.customers,
    ]
    for path in tables:
        if path is None:
            continue
        names = pq.ParquetFile(path).schema_arrow.names
        for kind, column in (("case", "case_id"), ("customer", "customer_id")):
            if column in names:
                out[kind] |= _distinct(path, column)
    if one.identities is not None:
        out["customer"] |= _distinct(one.identities, "id") | _distinct(one.identities, "customer_id")
    return out


def _distinct(path: Path, column: str) -> set[str]:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    values = pq.read_table(path, columns=[column]).column(column)
    return set(pc.drop_null(values.unique()).to_pylist())


def _ids_in_place(paths: Sequence[Path], columns: EventColumns) -> dict[str, set[str]]:
    import tempfile
    from pathlib import Path

    from footpath.base import cache_folder
    from footpath.evidence.door import in_child

    argument: dict[str, Any] = {
        "paths": [str(path) for path in paths],
        "columns": {"case": columns.case, "customer": columns.customer},
        "pseudonyms": columns.pseudonyms,
    }
    with tempfile.TemporaryDirectory(prefix="meet-", dir=cache_folder()) as folder:
        in_child("footpath.evidence.meeting:ids_in_child", argument, folder=Path(folder))
        return {
            kind: _distinct(Path(folder) / f"{kind}.parquet", "id") if column else set()
            for kind, column in argument["columns"].items()
        }


def ids_in_child(argument: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Write the distinct ids of Parquet files in place, as other sources store them (runs in the child)."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from footpath.evidence.canonical.columns import clean
    from footpath.evidence.canonical.people import Names

    names = Names(argument["pseudonyms"])
    for kind, column in argument["columns"].items():
        if column is None:
            continue
        found: list[pa.Array] = []
        for path in argument["paths"]:
            for batch in pq.ParquetFile(path).iter_batches(batch_size=500_000, columns=[column]):
                found.append(clean(batch.column(0)).unique())  # noqa: PERF401  # a comprehension over two loops reads worse
        ids = (
            pc.drop_null(pa.chunked_array(found, pa.string()).unique())
            if found
            else pa.array([], pa.string())
        )
        if isinstance(ids, pa.ChunkedArray):
            ids = ids.combine_chunks()
        stored = names.of(ids) if kind == "customer" else ids
        pq.write_table(pa.table({"id": stored}), folder / f"{kind}.parquet")
    return {}
