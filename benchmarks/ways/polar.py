"""Hand-written polars for each question, as an analyst who knows polars well would write it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ways.chain import moves_of
from ways.common import GAP_US, GOAL, STEPS, WINDOW_US


def ask(question: str, files: list[Path], memory: str) -> Any:
    """Return a function that answers a question; `memory` is polars' own business."""
    import polars as pl

    c = pl.col

    def events(*more: str) -> Any:
        return pl.scan_parquet(files).select(
            u=c("user_id"), t=c("timestamp").dt.epoch("us"), i=c("event_id"), e=c("event"), **{name: c(name) for name in more}
        )  # fmt: skip

    same = c("u") == c("u").shift(1)
    goes_on = c("u") == c("u").shift(-1)

    def pairs(rows: Any) -> Any:
        found = (
            rows.with_columns(
                f=pl.when(goes_on).then(c("e").cast(pl.String).shift(-1)).otherwise(pl.lit("(end)")),
                d=pl.when(goes_on).then(c("t").shift(-1) - c("t")),
            )
            .group_by("e", "f")
            .agg(
                c("u").n_unique().alias("c"),
                pl.len().alias("n"),
                c("d").quantile(0.5, "linear").alias("q5"),
                c("d").quantile(0.9, "linear").alias("q9"),
            )
            .collect()
        )
        return {
            f"{e}>{f}": [k, n, None if a is None else a / 1e6, None if b is None else b / 1e6]
            for e, f, k, n, a, b in found.iter_rows()
        }

    def transitions() -> Any:
        return pairs(events().sort("u", "t", "i"))

    def begins(rows: Any) -> Any:
        return rows.with_columns(b=(~same | ((c("t") - c("t").shift(1)) > GAP_US)).fill_null(True))

    def visits() -> Any:
        rows = begins(events().sort("u", "t", "i"))
        return pairs(rows.filter(c("b") | (c("e") != c("e").shift(1))))

    def sessions() -> Any:
        cut = begins(events().sort("u", "t", "i")).with_columns(s=c("b").cum_sum())
        each = cut.group_by("s").agg(
            c("u").first(), pl.len().alias("n"), (c("t").max() - c("t").min()).alias("d")
        )
        row = (
            each.select(pl.len().alias("a"), c("u").n_unique(), c("n").median(), c("d").median())
            .collect()
            .row(0)
        )
        return [row[0], row[1], row[2], row[3] / 1e6]

    def paths() -> Any:
        cut = begins(events().sort("u", "t", "i")).with_columns(s=c("b").cum_sum())
        ways = cut.group_by("s", maintain_order=True).agg(c("e").cast(pl.String).str.join(">").alias("p"))
        top = ways.group_by("p").agg(pl.len().alias("n")).sort("n", "p", descending=[True, False]).collect()
        # Equal counts are in the order of the lists, not of the joined text.
        listed = [[p.split(">"), n] for p, n in top.head(400).iter_rows()]
        return sorted(listed, key=lambda row: (-row[1], row[0]))[:100]

    def funnel() -> Any:
        rows = events().filter(c("e").cast(pl.String).is_in(list(STEPS))).sort("u", "t", "i")
        rows = rows.with_columns(s1=pl.when(c("e") == STEPS[0]).then(c("t")))
        for k in range(1, len(STEPS)):
            before = c(f"s{k}").forward_fill().shift(1).over("u")
            rows = rows.with_columns(p=before).with_columns(
                pl.when((c("e") == STEPS[k]) & (c("t") - c("p") <= WINDOW_US)).then(c("p")).alias(f"s{k + 1}")
            )
        steps = range(1, len(STEPS) + 1)
        firsts = rows.group_by("u").agg(
            [(c("t") - c(f"s{k}")).drop_nulls().first().alias(f"d{k}") for k in steps]
        )
        found = firsts.select(
            [part for k in steps for part in (c(f"d{k}").count().alias(f"n{k}"), c(f"d{k}").median().alias(f"m{k}"))]
        ).collect().row(0)  # fmt: skip
        return [[n, m / 1e6] for n, m in zip(found[0::2], found[1::2], strict=True)]

    def active(unit: Any) -> Any:
        return events().select("u", d=unit).unique()

    def retention() -> Any:
        days = active(c("t") // 86_400_000_000)
        first = days.group_by("u").agg(c("d").min().alias("f"))
        found = (
            days.join(first, on="u").filter(c("d") - c("f") <= 30).group_by("f", (c("d") - c("f")).alias("n")).len().collect()
        )  # fmt: skip
        return {f"{f} {n}": k for f, n, k in found.iter_rows()}

    def lifecycle() -> Any:
        rows = active((c("t") // 86_400_000_000 + 3) // 7).sort("u", "d")
        rows = rows.with_columns(
            before=pl.when(same).then(c("d").shift(1)), after=pl.when(goes_on).then(c("d").shift(-1))
        )
        state = (
            pl.when(c("before").is_null()).then(pl.lit("new")).when(c("before") == c("d") - 1).then(pl.lit("returning"))
            .otherwise(pl.lit("resurrected"))
        )  # fmt: skip
        seen, gone = pl.collect_all([
            rows.group_by("d", state.alias("s")).len(),
            rows.filter(c("d") < c("d").max()).filter(c("after").is_null() | (c("after") > c("d") + 1)).group_by((c("d") + 1).alias("d")).len(),
        ])  # fmt: skip
        return {f"{d} {s}": n for d, s, n in seen.iter_rows()} | {
            f"{d} dormant": n for d, n in gone.iter_rows()
        }

    def attribution(order: int) -> Any:
        rows = begins(events("channel").sort("u", "t", "i"))
        goal = events().filter(c("e") == GOAL).group_by("u").agg(c("t").min().alias("g"))
        found = (
            rows.filter("b").join(goal, on="u", how="left", maintain_order="left")
            .filter(c("g").is_null() | (c("t") <= c("g")))
            .with_columns(
                *[pl.when(c("u") == c("u").shift(n)).then(c("channel").shift(n)).alias(f"b{n}") for n in range(order, 0, -1)],
                l=goes_on.not_().fill_null(True), k=c("g").is_not_null(),
            )
            .group_by(*[f"b{n}" for n in range(order, 0, -1)], "channel", "l", "k").len().collect()
        )  # fmt: skip
        return moves_of(found.iter_rows(), order)

    return {
        "scan": lambda: pl.scan_parquet(files).select(pl.len(), c("user_id").max(), c("timestamp").max(), c("event").cast(pl.String).max()).collect().row(0)[0],
        "transitions": transitions, "visits": visits, "funnel": funnel, "paths": paths, "sessions": sessions,
        "retention": retention, "lifecycle": lifecycle, "attribution": lambda: attribution(1),
        "attribution-3": lambda: attribution(3),
    }[question]  # fmt: skip
