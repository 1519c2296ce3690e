"""Answers to draw: invented rows in the columns of each question, and answers that try the edges of drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from footpath.draw.charts import Answer

FACTS = {"rows": 48_120, "customers": 2_904, "period": ["2026-01-05T00:00:00Z", "2026-06-29T21:12:04Z"]}
DEFINITION = (
    "How many customers did what, in the order of their events; events without a customer are left out."
)


def answer(command: str, rows: list[dict[str, Any]], *, notes: tuple[str, ...] = ("12 events name no customer.",), definition: str = DEFINITION) -> Answer:  # fmt: skip
    return Answer(f"mine {command}", definition, tuple(rows[0]) if rows else (), tuple(rows), FACTS, notes)


def transitions() -> Answer:
    pairs = [
        ("(begin)", "home", 1840), ("home", "search", 1210), ("search", "product", 1633), ("product", "product", 702),
        ("product", "search", 611), ("product", "basket", 540), ("basket", "payment", 318), ("payment", "bought", 255),
        ("payment", "basket", 41), ("search", "help", 88), ("help", "search", 52), ("basket", "help", 31),
        ("home", "product", 240), ("bought", "(end)", 250), ("product", "(end)", 820), ("search", "(end)", 505),
        ("(begin)", "search", 160), ("help", "(end)", 67), ("basket", "(end)", 191), ("home", "(end)", 380),
    ]  # fmt: skip
    rows = [
        {"from": a, "to": b, "customers": n * 2 // 3, "occurrences": n,
         "median_s": None if "(" in a + b else 12.0 + n % 90, "p90_s": None if "(" in a + b else 300.0 + n % 700}
        for a, b, n in sorted(pairs, key=lambda p: -p[2])
    ]  # fmt: skip
    return answer("transitions", rows)


def transitions_by() -> Answer:
    rows = [
        {"segment": segment, **row, "occurrences": max(int(row["occurrences"] * share), 1)}
        for segment, share in (("(all)", 1.0), ("web", 0.61), ("app", 0.39))
        for row in transitions().rows
    ]
    return answer("transitions", rows)


def transitions_difference() -> Answer:
    rows = [
        {"from": a, "to": b, "share_a": x, "share_b": y, "difference": x - y, "low": x - y - w, "high": x - y + w, "q": q,
         "occurrences_a": 40, "occurrences_b": 55, "n_a": 300, "n_b": 410}
        for a, b, x, y, w, q in [("basket", "payment", 0.61, 0.44, 0.06, 0.0004), ("basket", "help", 0.02, 0.05, 0.02, 0.03),
                                 ("search", "(end)", 0.2, 0.21, 0.04, 0.71)]
    ]  # fmt: skip
    return answer(
        "transitions",
        rows,
        definition="the share of each that goes on so in app (a) less that in web (b). More.",
    )


def funnel() -> Answer:
    rows = [
        {"step": i + 1, "name": name, "count": n, "share_of_first": n / 6204, "share_of_previous": n / before,
         "low": None if i == 0 else n / 6204 - 0.012, "high": None if i == 0 else n / 6204 + 0.012,
         "median_s": None if i == 0 else 240.0 * 9**i}
        for i, (name, n, before) in enumerate([("search", 6204, 6204), ("product", 3598, 6204), ("basket", 2087, 3598),
                                               ("payment", 918, 2087), ("bought", 781, 918)])
    ]  # fmt: skip
    return answer("funnel", rows)


def funnel_by(segments: tuple[str, ...] = ("new", "known")) -> Answer:
    rows = [
        {"segment": segment, **row, "count": int(row["count"] * (1 if segment == "(all)" else (0.5 - 0.02 * row["step"]) / 2 ** (k - 1)))}
        for k, segment in enumerate(("(all)", *segments))
        for row in funnel().rows
    ]  # fmt: skip
    firsts = {row["segment"]: row["count"] for row in rows if row["step"] == 1}
    rows = [
        {**row, "share_of_first": (row["count"] / firsts[row["segment"]] if firsts[row["segment"]] else None),
         "low": None if row["step"] == 1 or not firsts[row["segment"]] else max(row["count"] / firsts[row["segment"]] - 0.02, 0),
         "high": None if row["step"] == 1 or not firsts[row["segment"]] else min(row["count"] / firsts[row["segment"]] + 0.02, 1)}
        for row in rows
    ]  # fmt: skip
    return answer("funnel", rows)


def funnel_times() -> Answer:
    rows = [
        {"step": i + 1, "name": name, "count": n, "p10_s": t and t * 0.1, "p25_s": t and t * 0.4, "median_s": t, "p75_s": t and t * 3,
         "p90_s": t and t * 30, "step_median_s": t and t * 0.8, "step_p90_s": t and t * 9}
        for i, (name, n, t) in enumerate([("search", 6204, None), ("product", 3598, 60.0), ("bought", 781, 4000.0)])
    ]  # fmt: skip
    return answer("funnel", rows)


def funnel_lost() -> Answer:
    rows = [
        {"step": step, "name": name, "next": nxt, "count": n, "lost": lost, "share": n / lost, "low": max(n / lost - 0.05, 0),
         "high": n / lost + 0.05, "median_s": None if nxt == "(end)" else 80.0}
        for step, name, lost, nexts in [(1, "product", 412, [("(end)", 201), ("search", 120), ("(open)", 91)]),
                                        (2, "basket", 96, [("help", 55), ("(other)", 41)])]
        for nxt, n in nexts
    ]  # fmt: skip
    return answer("funnel", rows)


def flows() -> Answer:
    rows = [
        {"step": step, "from": a, "to": b, "customers": n - 3, "occurrences": n}
        for step, a, b, n in [
            (1, "(begin)", "home", 900), (1, "(begin)", "search", 400), (2, "home", "search", 510), (2, "home", "product", 210),
            (2, "home", "(end)", 180), (2, "search", "product", 260), (2, "search", "(other)", 60), (2, "search", "(end)", 80),
            (3, "search", "product", 330), (3, "search", "(end)", 180), (3, "product", "basket", 240), (3, "product", "(end)", 230),
            (3, "(other)", "(end)", 60)]
    ]  # fmt: skip
    return answer("flows", rows)


def flows_back() -> Answer:
    rows = [
        {"step": step, "from": a, "to": b, "customers": n, "occurrences": n}
        for step, a, b, n in [(-2, "search", "product", 90), (-2, "(begin)", "help", 10), (-1, "product", "bought", 90), (-1, "help", "bought", 10)]
    ]  # fmt: skip
    return answer("flows", rows)


def paths() -> Answer:
    rows = [
        {"path": path, "count": n, "share": n / 2000}
        for path, n in [(["home"], 420), (["home", "search", "product"], 300), (["search", "product", "product", "product", "basket"], 77),
                        (["home", "search", "product", "search", "product", "basket", "payment", "basket", "payment", "bought"] * 2, 3),
                        (["(other)"], 1200)]
    ]  # fmt: skip
    return answer("paths", rows)


def sessions() -> Answer:
    rows = [
        {"session": 1, "customer": f"c{i}", "start_us": 10**15, "end_us": 10**15 + (i * i * 997 % 5000) * 1_000_000, "events": 1 + i * 7 % 23}
        for i in range(120)
    ]  # fmt: skip
    return answer("sessions", rows)


def sessions_summary() -> Answer:
    return answer("sessions", [{"sessions": 3605, "customers": 600, "median_events": 8.0, "median_s": 869.0}])


def sequences() -> Answer:
    rows: list[dict[str, Any]] = [
        {"what": what, "name": name, "customers": n, "count": n, "n": of, "share": n / of, "low": n / of * 0.8, "high": n / of * 1.2,
         "occurrences": 91 if what == "pattern" else None, "median_s": None if name == "(end)" else 570.0, "p90_s": 1200.0}
        for what, name, n, of in [("pattern", "search, !product, help within 10m", 84, 3605), ("before", "home", 40, 84), ("before", "(begin)", 20, 84),
                                  ("after", "(end)", 50, 84), ("after", "search", 21, 84)]
    ]  # fmt: skip
    return answer("sequences", rows)


def loops() -> Answer:
    rows = [
        {"kind": kind, "name": name, "via": via, "customers": n, "count": n, "n": of, "share": n / of, "low": n / of - 0.01, "high": n / of + 0.01,
         "occurrences": 2 * n, "median_rounds": 1.0, "most_rounds": 7, "median_s": 375.0, "total_s": 9e5}
        for kind, name, via, n, of in [("return", "product", None, 560, 900), ("rework", "basket", "payment", 44, 500), ("repeat", "product", None, 231, 900)]
    ]  # fmt: skip
    return answer("loops", rows)


def waits() -> Answer:
    rows = [
        {"from": a, "to": b, "customers": 10 * n, "occurrences": 12 * n, "median_s": 90.0 * n, "p90_s": 400.0 * n, "total_s": 1e5 * n,
         "share": n / 20, "low": n / 20 - 0.01, "high": n / 20 + 0.01, "n": 800}
        for a, b, n in [("ordered", "delivered", 11), ("delivered", "returned", 6), ("search", "ordered", 3)]
    ]  # fmt: skip
    return answer("waits", rows)


def durations() -> Answer:
    rows = [
        {
            "name": name,
            "customers": 10,
            "occurrences": 40,
            "median_s": 50.0,
            "p90_s": 90.0,
            "total_s": 4000.0,
            "share": share,
        }
        for name, share in [("search", 0.7), ("product", 0.3), ("(whole)", 1.0)]
    ]
    return answer("durations", rows)


def attribution(models: tuple[str, ...] = ("first", "last", "markov")) -> Answer:
    rows = [
        {"channel": channel, "model": model, "credit": credit + k, "share": (credit + k) / 400, "removal_effect": 0.4 if model == "markov" else None}
        for k, model in enumerate(models)
        for channel, credit in [("search", 180.0), ("e-mail", 120.5), ("(none)", 60.0), ("social", 39.5)]
    ]  # fmt: skip
    return answer("attribution", rows)


def attribution_costs() -> Answer:
    rows = [
        {**row, "cost": 900.0, "currency": "EUR", "cost_per_outcome": 900.0 / row["credit"]} for row in attribution(("markov",)).rows
    ]  # fmt: skip
    return answer("attribution", rows)


def retention(cohorts: int = 6, offsets: int = 6) -> Answer:
    rows: list[dict[str, Any]] = []
    for c in range(cohorts):
        for o in range(offsets):
            begun, whole = c + o < cohorts, c + o < cohorts - 1
            share = 1.0 if o == 0 else 0.5 / (o + 1) + 0.01 * (c % 5)
            rows.append({"cohort": f"2026-W{c + 1:02d}", "offset": o, "customers": 200 + c, "returned": round(share * 200) if begun else None,
                         "share": share if begun else None, "low": share * 0.9 if begun else None, "high": min(share * 1.1, 1) if begun else None,
                         "complete": whole})  # fmt: skip
    for o in range(offsets):
        share = 1.0 if o == 0 else 0.52 / (o + 1)
        rows.append({"cohort": "(all)", "offset": o, "customers": 900, "returned": round(900 * share), "share": share, "low": share * 0.93,
                     "high": min(share * 1.07, 1), "complete": True})  # fmt: skip
    return answer("retention", rows)


def stickiness(periods: int = 6) -> Answer:
    rows = [
        {"period": f"2026-W{p + 1:02d}", "days": d, "customers": 60 // d, "share": 60 / d / 155, "low": 60 / d / 160, "high": 60 / d / 150, "complete": p < periods - 1}
        for p in range(periods)
        for d in range(1, 8)
    ]  # fmt: skip
    return answer("stickiness", rows)


def stickiness_summary() -> Answer:
    rows = [
        {"period": f"2026-0{p + 1}", "customers": 900 + p, "days": 30, "mean_daily": 120.5, "ratio": 0.13 + p / 100, "low": 0.12, "high": 0.2, "complete": p < 3}
        for p in range(4)
    ]  # fmt: skip
    return answer("stickiness", rows)


def lifecycle(periods: int = 7) -> Answer:
    rows = [
        {"period": f"2026-{p + 1:02d}", "state": state, "customers": max(n, 0), "complete": p < periods - 1}
        for p in range(periods)
        for state, n in [("new", 300 - 31 * p), ("returning", 60 * p), ("resurrected", 22 * (p - 1)), ("dormant", 40 * p)]
    ]  # fmt: skip
    return answer("lifecycle", rows)


def lifecycle_states() -> Answer:
    rows = [
        {"period": f"2026-{p + 1:02d}", "state": state, "customers": n * (p + 1), "complete": True}
        for p in range(3)
        for state, n in [("loyal", 40), ("first-time", 90), ("(none)", 200)]
    ]
    return answer("lifecycle", rows)


def lifecycle_moves() -> Answer:
    rows = [
        {"period": f"2026-{p + 1:02d}", "from": a, "to": b, "customers": n, "complete": True}
        for p in range(3)
        for a, b, n in [
            ("(begin)", "first-time", 50),
            ("first-time", "first-time", 90),
            ("first-time", "loyal", 12),
        ]
    ]
    return answer("lifecycle", rows)


def cohorts() -> Answer:
    rows = [
        {"cohort": f"2026-0{c + 1}", "customers": 100 + 40 * c, "measure": measure, "n": 100 if c < 3 else 0, "value": value if c < 3 or measure == "size" else None,
         "low": low, "high": high, "complete": c < 2}
        for c in range(4)
        for measure, value, low, high in [("size", 100.0 + 40 * c, None, None), ("mean(value)", 51.2 - c, 48.0 - c, 55.0 - c),
                                          ('share(event = "buy")', 0.4, 0.33, 0.48)]
    ]  # fmt: skip
    return answer("cohorts", rows)


def compare() -> Answer:
    rows = [
        {"measure": measure, "group": group, "base": "desktop", "customers": n, "base_customers": 317, "value": v, "base_value": b,
         "difference": d, "low": None if d is None else d - 0.08, "high": None if d is None else d + 0.08, "p": p, "q": q}
        for measure, group, n, v, b, d, p, q in [("purchase", "mobile", 213, 0.4789, 0.5931, -0.1142, 0.0096, 0.038), ("purchase", "tablet", 70, 0.5429, 0.5931, -0.0502, 0.44, 0.82),
                                                 ("purchase", "watch", 4, 0.5, 0.5931, None, None, None), ("basket", "mobile", 213, 0.878, 0.8675, 0.0104, 0.72, 0.82)]
    ]  # fmt: skip
    return answer("compare", rows)


def compare_sums() -> Answer:
    rows = [
        {"measure": "sum(value)", "group": "mobile", "base": "desktop", "customers": 213, "base_customers": 317, "value": 57.5, "base_value": 61.25,
         "difference": -3.75, "low": -9.5, "high": 2.0, "p": 0.2, "q": 0.3},
        *({**row} for row in compare().rows[:1]),
    ]  # fmt: skip
    return answer("compare", rows)


def conversion() -> Answer:
    rows = [
        {"property": prop, "value": value, "customers_with": 114, "customers_without": 483, "rate_with": a, "rate_without": b, "difference": a - b,
         "low": a - b - 0.09, "high": a - b + 0.07, "p": p, "q": p * 3, "tests": 3}
        for prop, value, a, b, p in [("event", "basket", 0.74, 0.12, 1e-30), ("channel", "e-mail", 0.23, 0.24, 0.3), ("event", "error page", 0.1, 0.26, 0.002)]
    ]  # fmt: skip
    return answer("conversion", rows)


def outcomes() -> Answer:
    rows = [
        {"segment": name, "customers": n, "goals": n // 2, "expected": n / 2.1, "censored": n - n // 2, "median_s": m, "low_s": m and m * 0.8, "high_s": h,
         "reached": 0.7, "p": 0.0082}
        for name, n, m, h in [("desktop", 316, 6.1e6, 6.9e6), ("mobile", 213, 8.7e6, None), ("tablet", 69, None, None)]
    ]  # fmt: skip
    return answer("outcomes", rows)


def outcomes_curve(segments: tuple[str, ...] = ("desktop", "mobile")) -> Answer:
    rows = [
        {"segment": name, "time_s": 86_400.0 * (3 * i + 1 + k), "at_risk": 90 - 4 * i - k, "goals": i + 1, "reached": (0.05 - 0.01 * k) * (i + 1),
         "low": max((0.05 - 0.01 * k) * (i + 1) - 0.04, 0), "high": min((0.05 - 0.01 * k) * (i + 1) + 0.06, 1)}
        for k, name in enumerate(segments)
        for i in range(18)
    ]  # fmt: skip
    return answer("outcomes", rows)


def segments() -> Answer:
    rows = [
        {"segment": str(i + 1), "customers": n, "share": n / 600, "low": n / 600 - 0.03, "high": n / 600 + 0.03, "agreement": 0.97, "marks": marks}
        for i, (n, marks) in enumerate([(403, "basket, payment"), (197, "")])
    ]  # fmt: skip
    return answer("segments", rows)


def segments_detail() -> Answer:
    rows = [
        {"segment": s, "property": prop, "value": value, "customers": 380, "share_in": a, "share_out": b, "difference": a - b, "low": a - b - 0.03, "high": a - b + 0.03,
         "lift": a / b, "p": None, "q": None, "tests": 4}
        for s, prop, value, a, b in [("1", "event", "basket", 0.95, 0.04), ("1", "channel", "search", 0.3, 0.5), ("2", "event", "basket", 0.04, 0.95)]
    ]  # fmt: skip
    return answer("segments", rows)


def overlaps() -> Answer:
    rows = [
        {"segment": a, "other": b, "customers": n, "share": s, "low": s - 0.04, "high": s + 0.04, "lift": None if b == "(all)" else 1.2}
        for a, b, n, s in [("buyers", "(all)", 328, 0.547), ("lookers", "(all)", 528, 0.88), ("(none)", "(all)", 20, 0.05), ("buyers", "lookers", 295, 0.9)]
    ]  # fmt: skip
    return answer("segments", rows)


def predict() -> Answer:
    """A command that has no chart of its own."""
    return answer(
        "predict", [{"customer": "c1", "next": "buy", "share": 0.4, "median_s": 3600.0, "is_sure": True}]
    )


ANSWERS: dict[str, Callable[[], Answer]] = {
    made.__name__.replace("_", "-"): made
    for made in (
        transitions, transitions_by, transitions_difference, funnel, funnel_by, funnel_times, funnel_lost, flows, flows_back, paths,
        sessions, sessions_summary, sequences, loops, waits, durations, attribution, attribution_costs, retention, stickiness,
        stickiness_summary, lifecycle, lifecycle_states, lifecycle_moves, cohorts, compare, compare_sums, conversion, outcomes,
        outcomes_curve, segments, segments_detail, overlaps, predict,
    )
}  # fmt: skip
ANSWERS["funnel-many"] = lambda: funnel_by(("new", "known", "lapsed", "partner", "(other)"))
ANSWERS["attribution-all"] = lambda: attribution(
    ("first", "last", "linear", "position", "time-decay", "markov", "shapley")
)
ANSWERS["stickiness-one"] = lambda: stickiness(1)
ANSWERS["outcomes-many"] = lambda: outcomes_curve(("a", "b", "c", "d", "e"))

_NAMED = (
    "from",
    "to",
    "name",
    "next",
    "channel",
    "segment",
    "group",
    "base",
    "value",
    "via",
    "state",
    "cohort",
    "period",
    "measure",
    "property",
    "model",
    "other",
)
LONG = (
    "a very long name of something that somebody once called so without thinking of those who have to draw it"
)
ARABIC = "سلة المشتريات وما بقي فيها من أشياء"
WILD = "<script>alert('x')</script> & \"quotes\" ]]> \u202egnp.exe"


def renamed(given: Answer, to: str) -> Answer:
    """The same answer whose names are all long, foreign or hostile; what we name ourselves stays."""

    def other(name: str, value: Any) -> Any:
        if name == "path":
            return [other("name", part) for part in value]
        if name in _NAMED and isinstance(value, str) and not value.startswith("("):
            return f"{value} {to}"
        return value

    rows = tuple({name: other(name, value) for name, value in row.items()} for row in given.rows)
    return replace(given, rows=rows, notes=(to,), definition=f"{to} {given.definition}")
