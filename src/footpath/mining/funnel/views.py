"""What the funnel in full shows, made from its fetched rows: steps by segment, times to convert, where the lost went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.mining.columns import floats, integers, texts
from footpath.mining.quantiles import seconds
from footpath.mining.segmented import ALL, order_of_segment

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable
    from footpath.mining.funnel.question import Funnel

_TEXTS = ("segment", "name", "next")
_INTEGERS = ("step", "count", "lost")


def view(question: Funnel, fetched: ArrowTable) -> ArrowTable:
    """Return the result's rows."""
    rows = fetched.to_pylist()
    found = _lost(question, rows) if question.show == "lost" else _by_step(question, rows)
    import pyarrow as pa

    kinds: Any = dict.fromkeys(_TEXTS, texts) | dict.fromkeys(_INTEGERS, integers)
    return pa.table(
        {name: kinds.get(name, floats)([row.get(name) for row in found]) for name in question.columns}
    )


def _by_step(question: Funnel, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a row a segment and step, with shares and times; one that nobody came to has its steps too."""
    rows = rows or [{"segment": ALL}]
    rows.sort(key=lambda row: order_of_segment(row["segment"], row.get("reached_1") or 0))
    return [line for row in rows for line in _steps(question, row)]


def _steps(question: Funnel, row: dict[str, Any]) -> list[dict[str, Any]]:
    from footpath.stats import share

    found: list[dict[str, Any]] = []
    first = previous = row.get("reached_1") or 0
    for n, step in enumerate(question.steps, start=1):
        count = row.get(f"reached_{n}") or 0
        of_first = share(count, first)
        line = {
            "segment": row["segment"],
            "step": n,
            "name": step.name,
            "count": count,
            "share_of_first": of_first.value,
            "share_of_previous": count / previous if previous else None,
        }
        if n > 1:
            line |= {"low": of_first.low, "high": of_first.high, "median_s": seconds(row.get(f"median_{n}"))}
            line |= _spread(row.get(f"took_{n}"), "{}_s") | _spread(row.get(f"since_{n}"), "step_{}_s")
        found.append(line)
        if not step.optional:
            previous = count
    return found


def _spread(times: list[float | None] | None, named: str) -> dict[str, float | None]:
    if times is None:
        return {}
    names = ("p10", "p25", "median", "p75", "p90")
    return {named.format(name): seconds(us) for name, us in zip(names, times, strict=True)}


def _lost(question: Funnel, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from footpath.stats import share

    lost: dict[str, int] = {}
    for row in rows:
        lost[row["segment"]] = lost.get(row["segment"], 0) + row["count"]
    rows.sort(
        key=lambda row: (
            *order_of_segment(row["segment"], lost[row["segment"]]),
            *(row["step"], -row["count"], row["next"]),
        )
    )
    found = []
    for row in rows:
        of_lost = share(row["count"], int(row["lost"]))
        found.append(
            {
                **row,
                "name": question.steps[row["step"] - 1].name,
                "lost": int(row["lost"]),
                "share": of_lost.value,
                "low": of_lost.low,
                "high": of_lost.high,
                "median_s": seconds((row["times"] or [None])[0]),
            }
        )
    return found
