"""From a plan and its numbers to the texts of a drafted journey: steps, barriers, quotes, feelings, open questions.

Pure. Every cell says ``origin: drafted`` and carries the evidence that it was drafted from; what nobody has evidence
for is left empty and asked about in the journey's inbox.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from footpath.atlas import JourneyId, MeasureRun, QuoteRow
from footpath.base import SECOND, format_duration, slug
from footpath.insight.find.plan import Plan, PlannedStep
from footpath.insight.sentences import FEW, feeling, of_ten, one_in

LOST_FROM = 0.05
"""A loss or lateness under this share is no barrier worth a cell."""
LONG_WAIT = 2.0
"""A wait is a barrier where 9 of 10 take this many times the median, or it takes most of the whole time."""

LANES = (
    "goal", "action", "thought", "emotion", "quote", "touchpoint", "barrier", "driver", "criticality",
    "message", "opportunity", "owner", "takeaway",
)  # fmt: skip
"""The lanes of a drafted map; those that nothing stands in are not drawn until somebody fills them."""

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the draft is about: its id and title, who walks it, what is counted, what ends it.

    `what` is what is counted, in the plural (orders, customers); `wanted` and `unwanted` are statuses of cases that are
    ends; `silence` is a duration as the document writes it.
    """

    id: str
    title: str
    persona: str
    follows: str
    what: str
    silence: str
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """Which source gave what: ids for the evidence of drafted cells."""

    events: str
    scores: str | None = None
    words: str | None = None


def compose(plan: Plan, run: MeasureRun | None, frame: Frame, sources: Sources) -> Data:
    """Return the journey as plain data, in the order of keys in which a person would write it.

    Without a run only the skeleton is composed: what must stand before anything can be measured.
    """
    run = run or MeasureRun(journey=JourneyId(frame.id), made="")
    stages = [_stage(plan, index, run, sources, frame.what) for index in range(len(plan.stages))]
    data: Data = {
        "footpath": 1,
        "id": frame.id,
        "title": frame.title,
        "claim": claim(plan, run, frame.what),
        "kind": "customer",
        "state": "as-is",
        "personas": [frame.persona],
        "horizon": _horizon(run, frame.silence),
        "follows": frame.follows,
        "begins": _begins(plan),
        "ends": _ends(plan, frame),
        "sources": sorted({sources.events, *(s for s in (sources.scores, sources.words) if s)}),
        "origin": "drafted",
        "lanes": list(LANES),
        "stages": stages,
        "notes": [{"text": text, "origin": "drafted"} for text in open_questions(plan, run, sources)],
    }
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


def _begins(plan: Plan) -> Data | None:
    for step in plan.steps():
        if step.id == plan.begins:
            return {"text": _lower_first(step.title), "touchpoint": step.id}
    return None


def _ends(plan: Plan, frame: Frame) -> Data:
    titles = {step.id: _lower_first(step.title) for step in plan.steps()}
    wanted: list[Data] = [{"text": titles[id_], "touchpoint": id_} for id_ in plan.wanted if id_ in titles]
    # a status that says the same as the last event counts under the same name
    name = wanted[0]["text"] if wanted else None
    wanted += [{"text": name or status, "value": status} for status in frame.wanted]
    unwanted: list[Data] = [
        {"text": titles[id_], "touchpoint": id_} for id_ in plan.unwanted if id_ in titles
    ]
    unwanted += [{"text": status, "value": status} for status in frame.unwanted]
    ends = {"wanted": wanted, "unwanted": unwanted}
    return {kind: those for kind, those in ends.items() if those}


def _horizon(run: MeasureRun, silence: str) -> Data:
    row = next((row for row in run.rows if row.on == "journey" and row.measure == "median-time"), None)
    horizon: Data = {}
    if row is not None and row.value:
        horizon["typical"] = duration_text(row.value)
    horizon["silence"] = silence
    return horizon


def duration_text(seconds: float) -> str:
    """Return seconds as a duration that the document reads back: 12 days, 5 hours, 20 min."""
    days = seconds / 86_400
    if days >= 2:
        return f"{round(days)} days"
    if seconds >= 2 * 3600:
        return f"{round(seconds / 3600)} hours"
    return f"{max(1, round(seconds / 60))} min"


def _stage(plan: Plan, index: int, run: MeasureRun, sources: Sources, what: str) -> Data:
    stage = plan.stages[index]
    data: Data = {"id": stage.id, "title": stage.title, "origin": "drafted"}
    takeaway = _takeaway(plan, index, run, what)
    if takeaway:
        data["takeaway"] = takeaway
    data["steps"] = [_step(plan, step, run, sources, what) for step in stage.steps]
    return data


def _step(plan: Plan, step: PlannedStep, run: MeasureRun, sources: Sources, what: str) -> Data:
    data: Data = {"id": step.id, "title": step.title, "origin": "drafted"}
    if step.event is None:
        # what nobody recorded: the team believes that it happens, and the map says so
        return {**data, "action": {"text": step.action, "origin": "drafted"}} if step.action else data
    data["touchpoint"] = step.id
    data["action"] = _drafted(step.action, {"source": sources.events, "measure": "reach"})
    emotion = run.find("step", step.id, "emotion-scores")
    if emotion is not None and emotion.value is not None and sources.scores:
        word = feeling(emotion.value) if emotion.n >= FEW else ""
        cell: Data = {
            "origin": "drafted",
            "evidence": [{"source": sources.scores, "measure": "emotion-scores"}],
        }
        data["emotion"] = {"word": word, **cell} if word else cell
    quotes = [_quote(quote) for quote in run.quotes if quote.step == step.id]
    if quotes:
        data["quote"] = quotes
    barriers = barriers_of(plan, step, run, sources, what)
    if barriers:
        data["barrier"] = barriers
    driver = _driver(step, run, sources)
    if driver:
        data["driver"] = driver
    return data


def _drafted(text: str, *evidence: Data) -> Data:
    return {"text": text, "origin": "drafted", "evidence": list(evidence)}


def _quote(quote: QuoteRow) -> Data:
    return _drafted(quote.text, {"source": quote.source, "remarks": [quote.remark]})


def barriers_of(plan: Plan, step: PlannedStep, run: MeasureRun, sources: Sources, what: str) -> list[Data]:
    """Return the barriers that the numbers show at a step: lateness, loss, waiting; the worst first."""
    found: list[tuple[int, Data]] = []
    for build in (_late, _lost, _wait):
        barrier = build(plan, step, run, sources, what)
        if barrier is not None:
            found.append((-int(barrier["severity"]), barrier))
    return [barrier for _, barrier in sorted(found, key=lambda pair: pair[0])]


def _late(plan: Plan, step: PlannedStep, run: MeasureRun, sources: Sources, what: str) -> Data | None:
    row = run.find("step", step.id, "share-late")
    if row is None or row.value is None or row.n < FEW or row.value < LOST_FROM / 2:
        return None
    bad = run.find("step", step.id, "emotion-scores", among="late")
    good = run.find("step", step.id, "emotion-scores", among="in-time")
    severity = 3 if row.value < 0.1 else 4
    if bad and good and bad.high is not None and good.low is not None and bad.high < good.low:
        severity = min(5, severity + 1)
    text = (
        f"{one_in(row.value, row.n)[:1].upper()}{one_in(row.value, row.n)[1:]} comes after the promised day"
    )
    barrier = _barrier(
        f"late-{step.id}", text, severity, "delivery" if step.stage == "Delivery" else "waiting"
    )
    barrier["when"] = f'event = "{step.event.event}" and late = true' if step.event else None
    barrier["evidence"] = [{"source": sources.events, "measure": "share-late"}]
    if bad is not None and sources.scores:
        barrier["evidence"].append({"source": sources.scores, "measure": "emotion-scores"})
    return barrier


def _lost(plan: Plan, step: PlannedStep, run: MeasureRun, sources: Sources, what: str) -> Data | None:
    row = run.find("step", step.id, "share-lost")
    if (
        row is None
        or row.value is None
        or row.n < FEW
        or row.value < LOST_FROM
        or step.id in plan.wanted + plan.unwanted
    ):
        return None
    severity = 3 if row.value < 0.15 else 4 if row.value < 0.4 else 5
    words = one_in(row.value, row.n)
    text = f"{words[:1].upper()}{words[1:]} {what} go no further than this"
    barrier = _barrier(
        f"lost-at-{step.id}", text, severity, "availability" if step.stage == "Delivery" else "effort"
    )
    barrier["evidence"] = [{"source": sources.events, "exit": step.id}]
    return barrier


def _wait(plan: Plan, step: PlannedStep, run: MeasureRun, sources: Sources, what: str) -> Data | None:
    median = run.find("step", step.id, "median-wait")
    p90 = run.find("step", step.id, "p90-wait")
    whole = run.find("journey", str(run.journey), "median-time")
    if not (median and p90 and whole) or not (median.value and p90.value and whole.value) or median.n < FEW:
        return None
    takes_most = median.value >= 0.4 * whole.value
    if not takes_most and not (p90.value >= LONG_WAIT * median.value and p90.value >= 0.2 * whole.value):
        return None
    severity = 3 if takes_most else 2
    text = (
        f"Half wait {format_duration(median.value * SECOND)} or more for this, "
        f"1 in 10 longer than {format_duration(p90.value * SECOND)}"
    )
    barrier = _barrier(f"wait-for-{step.id}", text, severity, "waiting")
    barrier["evidence"] = [{"source": sources.events, "wait": step.id}]
    return barrier


def _driver(step: PlannedStep, run: MeasureRun, sources: Sources) -> Data | None:
    """Return what carries them on where the numbers show it: a kept promise that they are content with."""
    kept = run.find("step", step.id, "emotion-scores", among="in-time")
    late = run.find("step", step.id, "emotion-scores", among="late")
    if not (kept and late and sources.scores) or kept.value is None or kept.low is None or late.high is None:
        return None
    if kept.n < FEW or late.n < FEW or kept.low <= max(0.5, late.high):
        return None
    text = f"The promise kept: whoever has it in time is {feeling(kept.value)}"
    return _drafted(text, {"source": sources.scores, "measure": "emotion-scores", "among": "in-time"})


def _barrier(id_: str, text: str, severity: int, kind: str | None) -> Data:
    """Return a barrier; numbers alone do not tell the kind of a loss, so it may have none."""
    barrier: Data = {"id": slug(id_), "text": text, "severity": severity, "kind": kind, "origin": "drafted"}
    return {key: value for key, value in barrier.items() if value is not None}


def _takeaway(plan: Plan, index: int, run: MeasureRun, what: str) -> Data | None:
    """Return one sentence for a stage: how many who come to it go on, where that was counted."""
    stage = plan.stages[index]
    row = run.find("stage", stage.id, "share-going-on")
    if row is None or row.value is None or row.n < FEW or row.value >= 0.995:
        return None
    words = of_ten(row.value, row.n)
    ends = [step.title for step in stage.steps if step.id in plan.wanted]
    verb = f"come to “{ends[0]}”" if ends else "go on from here"
    source = run.sources[0].id if run.sources else None
    evidence: Data = {"measure": "share-going-on"}
    if source:
        evidence = {"source": source, **evidence}
    return _drafted(f"{words[:1].upper()}{words[1:]} {what} {verb}", evidence)


def claim(plan: Plan, run: MeasureRun, what: str) -> str:
    """Return the headline: the worst thing that the numbers bear, said plainly; empty where they bear nothing."""
    lost: list[tuple[float, PlannedStep]] = []
    for step in plan.steps():
        row = run.find("step", step.id, "share-lost")
        if (
            row is not None
            and row.value is not None
            and row.n >= FEW
            and step.id not in plan.wanted + plan.unwanted
        ):
            lost.append((row.value * row.n, step))
    whole = next((row for row in run.rows if row.on == "journey" and row.measure == "share-going-on"), None)
    if not lost or whole is None or whole.value is None:
        return ""
    titles = {step.id: step.title for step in plan.steps()}
    words = of_ten(whole.value, whole.n)
    head = f"{words[:1].upper()}{words[1:]} {what} come to “{titles[plan.wanted[0]]}”" if plan.wanted else ""
    most, step = max(lost, key=lambda item: (item[0], item[1].id))
    share = most / max(1.0, sum(number for number, _ in lost))
    if not head or whole.value >= 1 - LOST_FROM:
        return head
    who = "nearly all others are" if share >= 0.9 else "most others are" if share > 0.5 else "the most are"
    return f"{head}; {who} lost after “{step.title}”"


def open_questions(plan: Plan, run: MeasureRun, sources: Sources) -> list[str]:
    """Return what the evidence does not say, as questions for the team; they lie in the journey's inbox."""
    steps = [step for step in plan.steps() if step.event is not None]
    asked = []
    if steps:
        asked.append(
            f"What happens before “{steps[0].title}”? No event tells: ask how they came to know of us."
        )
    silent = [s.title for s in steps if s.event and (run.find("step", s.id, "emotion-scores") is None)]
    if silent and sources.scores:
        asked.append(f"How do they feel at: {'; '.join(silent)}? Nobody was asked there.")
    elif not sources.scores:
        asked.append(
            "How do they feel at each step? No scores yet: add answers or reviews with footpath listen add."
        )
    asked.append(
        "What do they think and want at each step? Events cannot tell: five talks with customers would."
    )
    if plan.left_out:
        names = ", ".join(fact.event for fact in plan.left_out[:6])
        asked.append(f"Left out, since few had them or the map would be too long: {names}. Do they matter?")
    return asked


def touchpoints(plan: Plan) -> list[Data]:
    """Return the library entries of the plan's steps, each with the rule that recognises it."""
    from footpath.rules import equals

    entries = []
    for step in plan.steps():
        if step.event is None:
            continue
        entry: Data = {"id": step.id, "title": step.title, "when": str(equals("event", step.event.event))}
        if step.channel:
            entry["channel"] = step.channel
        entry["origin"] = "drafted"
        entries.append(entry)
    return entries


def channels(plan: Plan, known: Mapping[str, str]) -> list[Data]:
    """Return the channels that the plan uses and the atlas does not have yet."""
    wanted: Sequence[str] = sorted({step.channel for step in plan.steps() if step.channel} - set(known))
    return [{"id": channel, "title": channel.replace("-", " ")} for channel in wanted]


def _lower_first(text: str) -> str:
    return text if text[:2] in ("I ", "I'") else text[:1].lower() + text[1:]
