"""Rows that are no data though they parse: a header repeated in the middle, a line of totals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from footpath.evidence.privacy import masked_value
from footpath.evidence.raw import Aside
from footpath.evidence.readers.dialect import is_number

if TYPE_CHECKING:
    import pyarrow as pa

# "Total" as spreadsheets and reporting tools write it; lower case, without colon.
TOTALS = (
    "total", "totals", "grand total", "subtotal", "sub-total", "sub total", "overall total", "sum", "summary total",
    "summe", "gesamt", "gesamtsumme", "gesamtergebnis", "insgesamt", "zwischensumme", "total general", "suma",
    "total geral", "soma", "totaux", "total général", "somme", "totale", "totale complessivo", "somma", "totaal",
    "eindtotaal", "suma końcowa", "razem", "celkem", "celkový součet", "összesen", "végösszeg", "toplam",
    "genel toplam", "итого", "всего", "общий итог", "разом", "усього", "σύνολο", "yhteensä", "totalt", "i alt",
    "合计", "总计", "總計", "合計", "総計", "총계", "합계",
)  # fmt: skip


def set_apart(
    file: str,
    batch: pa.RecordBatch,
    lines: pa.Int64Array,
    header: Sequence[str],
    aside: Callable[[Aside], None],
) -> tuple[pa.RecordBatch, pa.Int64Array, int]:
    """Return the batch without repeated headers and totals, its lines, and how many rows were set aside."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if batch.num_rows == 0 or batch.num_columns == 0:
        return batch, lines, 0
    first = pc.utf8_lower(pc.utf8_trim_whitespace(batch.column(0)))
    watched = pa.array([*TOTALS, *(f"{word}:" for word in TOTALS), header[0].strip().lower()], pa.string())
    suspects = pc.indices_nonzero(pc.fill_null(pc.is_in(first, watched), False)).to_pylist()
    out: list[int] = []
    for index in suspects:
        row = [batch.column(column)[index].as_py() for column in range(batch.num_columns)]
        reason = _reason(row, header)
        if reason:
            out.append(index)
            shown = masked_value(" | ".join(value or "" for value in row))
            aside(Aside(file, lines[index].as_py(), None, reason, shown))
    if not out:
        return batch, lines, 0
    keep = pa.array([True] * batch.num_rows).to_numpy(zero_copy_only=False)
    keep[out] = False
    mask = pa.array(keep)
    return batch.filter(mask), lines.filter(mask), len(out)


def _reason(row: Sequence[str | None], header: Sequence[str]) -> str | None:
    cells = [" ".join((value or "").split()) for value in row]
    if len(cells) > 1 and cells == [" ".join(name.split()) for name in header]:
        return "is the header again"
    rest = [cell for cell in cells[1:] if cell]
    if rest and all(is_number(cell) for cell in rest) and cells[0].rstrip(":").lower() in TOTALS:
        return "is a row of totals"
    return None
