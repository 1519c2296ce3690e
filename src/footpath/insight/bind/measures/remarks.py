"""How many said something about a step, in words of their own."""

from __future__ import annotations

from collections.abc import Iterable

from footpath.atlas import MeasureRow
from footpath.insight.bind.bound import Bound
from footpath.insight.bind.measures.types import Measure
from footpath.insight.bind.ties import tie

DEFINITIONS = {
    "remarks": "Remarks tied to this step: by what they say they are about, else by the case they are about (the step it "
    "came to last), else by the clock (the last step before they were written).",
}


def rows(bound: Bound) -> Iterable[MeasureRow]:
    """Return the number of remarks of each step that has any."""
    import ibis

    said = bound.evidence.workspace.remarks
    if said is None:
        return
    tied = tie(bound, said, "said_us")
    case = ibis.literal("case ") + tied.case_id
    tied = tied.mutate(person=tied.customer_key.cast("string").fill_null(case).fill_null(tied.remark_id))
    counts = bound.groups(tied, ["step"], n=tied.count())
    source = ", ".join(
        sorted(str(one.source.id) for one in bound.evidence.prepared if one.remarks is not None)
    )
    for row in sorted(counts, key=lambda row: str(row["step"])):
        yield bound.row(
            "step",
            row["step"],
            "remarks",
            row["n"],
            "remarks",
            row["n"],
            customers=row["people"],
            source=source,
        )


REMARKS = Measure(DEFINITIONS, rows, needs=frozenset({"remarks"}))
