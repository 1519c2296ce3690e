"""From a plan and its numbers to the texts of a drafted journey: steps, barriers, quotes, feelings, open questions.

Pure. Every cell says ``origin: drafted`` and carries the evidence that it was drafted from; what nobody has evidence
for is left empty and asked about in the journey's inbox.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from footpath.atlas import JourneyId, MeasureRun, QuoteRow
from footpath.insight.find.barriers import Sources, barriers, drafted, driver
from footpath.insight.find.claims import claim, open_questions, takeaway
from footpath.insight.find.plan import Plan, PlannedStep
from footpath.insight.sentences import FEW, feeling

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
    ends; `silence` is a duration as the document writes it; `kinds` and `walkers` are how many kinds of
    event, and customers or cases, there are.
    """

    id: str
    title: str
    persona: str
    follows: str
    what: str
    silence: str
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    kinds: int = 0
    walkers: int = 0


def compose(plan: Plan, run: MeasureRun | None, frame: Frame, sources: Sources) -> Data:
    """Return the journey as plain data, in the order of keys in which a person would write it.

    Without a run only the skeleton is composed: what must stand before anything can be measured.
    """
    run = run or MeasureRun(journey=JourneyId(frame.id), made="")
    what = counted(run, frame)
    in_the_way = barriers(plan, run, sources, what)
    stages = []
    for index, stage in enumerate(plan.stages):
        head: Data = {"id": stage.id, "title": stage.title, "origin": "drafted"}
        sentence = takeaway(plan, index, run, sources, what)
        if sentence:
            head["takeaway"] = sentence
        head["steps"] = [_step(step, run, sources, in_the_way.get(step.id, [])) for step in stage.steps]
        stages.append(head)
    questions = open_questions(plan, run, sources, frame.kinds)
    data: Data = {
        "footpath": 1,
        "id": frame.id,
        "title": frame.title,
        "claim": claim(plan, run, what),
        "kind": "customer",
        "state": "as-is",
        "personas": [frame.persona],
        "horizon": _horizon(run, frame.silence),
        "follows": frame.follows,
        "begins": _begins(plan, frame),
        "ends": _ends(plan, frame),
        "sources": list(sources.every) or [sources.events],
        "origin": "drafted",
        "lanes": list(LANES),
        "stages": stages,
        "notes": [{"text": text, "origin": "drafted"} for text in questions],
    }
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


def counted(run: MeasureRun, frame: Frame) -> str:
    """Return what the map counts: orders, tickets; for customers walks, where a customer may make several."""
    if frame.follows != "customer":
        return frame.what
    whole = run.find("journey", frame.id, "reach")
    return "walks" if whole is not None and whole.n > frame.walkers else frame.what


def _begins(plan: Plan, frame: Frame) -> Data | None:
    from footpath.rules import one_of

    steps = plan.seen()
    for step in steps:
        if step.id == plan.begins:
            return {"text": lower_first(step.title), "touchpoint": step.touchpoint}
    if not steps or frame.follows != "customer":
        return None
    # any step on the way to the wanted end may be the first that is seen of somebody; service after it is none
    nowhere = plan.after_the_end() | {*plan.unwanted}
    ways = [
        step.event.event
        for step in steps
        if step.event and step.id not in nowhere and not (step.name and step.name.kind == "later")
    ]
    return {"text": "they come, by whichever way", "when": str(one_of("event", ways))}


def _ends(plan: Plan, frame: Frame) -> Data:
    titles = {step.id: lower_first(step.title) for step in plan.seen()}
    wanted: list[Data] = [{"text": titles[id_], "touchpoint": id_} for id_ in plan.wanted]
    # a status that says the same as the last event counts under the same name
    name = wanted[0]["text"] if wanted else None
    wanted += [{"text": name or status, "value": status} for status in frame.wanted]
    if not wanted:
        wanted = [{"text": "comes back again and again"}]
    unwanted: list[Data] = [{"text": titles[id_], "touchpoint": id_} for id_ in plan.unwanted]
    unwanted += [{"text": status, "value": status} for status in frame.unwanted]
    ends = {"wanted": wanted, "unwanted": unwanted}
    return {kind: those for kind, those in ends.items() if those}


def _horizon(run: MeasureRun, silence: str) -> Data:
    row = run.find("journey", str(run.journey), "median-time")
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


def _step(step: PlannedStep, run: MeasureRun, sources: Sources, in_the_way: list[Data]) -> Data:
    data: Data = {"id": step.id, "title": step.title, "origin": "drafted"}
    if step.event is None:
        return data  # nobody recorded it: the map draws it as missing, and asks
    data["touchpoint"] = step.touchpoint
    data["action"] = drafted(step.action, {"source": sources.events, "measure": "reach"})
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
    if in_the_way:
        data["barrier"] = in_the_way
    carries = driver(step, run, sources)
    if carries:
        data["driver"] = carries
    return data


def _quote(quote: QuoteRow) -> Data:
    return drafted(quote.text, {"source": quote.source, "remarks": [quote.remark]})


def touchpoints(plan: Plan) -> list[Data]:
    """Return the library entries of the plan's steps, each with the rule that recognises it."""
    from footpath.rules import equals

    entries: dict[str, Data] = {}
    for step in plan.seen():
        if step.event is None or step.touchpoint in entries:
            continue
        is_shared = sum(other.touchpoint == step.touchpoint for other in plan.seen()) > 1
        title = step.name.title if step.name and is_shared else step.title
        entry: Data = {"id": step.touchpoint, "title": title, "when": str(equals("event", step.event.event))}
        if step.channel:
            entry["channel"] = step.channel
        entry["origin"] = "drafted"
        entries[step.touchpoint] = entry
    return list(entries.values())


def channels(plan: Plan, known: Mapping[str, str]) -> list[Data]:
    """Return the channels that the plan uses and the atlas does not have yet."""
    wanted: Sequence[str] = sorted({step.channel for step in plan.steps() if step.channel} - set(known))
    return [{"id": channel, "title": channel.replace("-", " ")} for channel in wanted]


def lower_first(text: str) -> str:
    """Return a title as it stands inside a sentence."""
    return text if text[:2] in ("I ", "I'") else text[:1].lower() + text[1:]
