"""SINTEF's Customer Journey Modelling Language 2.0 as XML, in and out: who starts each contact, who receives it, by which channel.

An as-is map is written as an actual journey, a to-be as a planned one. No schema is public: the elements are those that the
published tools write. Reading is lenient (`tags`), entities off.

Source: the elements of leferis/CJMLExcel (version 2.0).
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from footpath.atlas.types import Atlas, Emotion, Journey, Step, Touchpoint
from footpath.interchange.cells import words
from footpath.interchange.formats import Format, Options
from footpath.interchange.losses import all_lanes
from footpath.interchange.reading import Foreign, Read, ReadOptions, refuse
from footpath.interchange.report import Report, Written, counted
from footpath.interchange.sketch import Sketch, score_value
from footpath.interchange.tags import Tag, parse_tags

_CHANNELS = {
    "sms": "sms", "facetoface": "employee", "internetviapc": "web", "internetviasmartphone": "web", "internetviatablet": "web",
    "internetglobe": "web", "internet": "web", "email": "email", "phone": "phone", "telephone": "phone", "chat": "chat",
    "letter": "post", "selfservicemachine": "self-service", "apponpc": "app", "apponsmartphone": "app",
    "appontablet": "app", "parcel": "courier", "socialmediamessage": "social", "socialmedia": "social",
    "shopcounter": "shop", "servicedesk": "office", "invoice": "invoice", "paymentchannel": "payment", "message": "messenger",
}  # fmt: skip
_NEUTRAL = 3


def write(atlas: Atlas, journey: Journey, options: Options) -> Written:
    """Return the document and its report."""
    kind = "plannedJourney" if journey.state == "to-be" else "actualJourney"
    point = "planned" if journey.state == "to-be" else "actual"
    names = {str(one.id): one.name for one in atlas.personas}
    users = [names.get(one, one) for one in ([options.persona] if options.persona else journey.personas)]
    library = {str(one.id): one for one in atlas.touchpoints}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<CJML version="2.0">', f"<{kind}>"]
    lines += [_element("journeyID", str(journey.id)), _element("journeyTitle", journey.title)]
    lines += [_element("journeyShortSummary", journey.claim)] if journey.claim else []
    lines += [_element("journeyLongSummary", journey.scenario)] if journey.scenario else []
    lines += ["<journeyPhases>"]
    for stage in journey.stages:
        lines += [
            f"<journeyPhase phaseID={_quoted(str(stage.id))}>",
            _element("phaseName", stage.title),
            "</journeyPhase>",
        ]
    lines += ["</journeyPhases>", "<actors>"]
    lines += [f"<endUser actorID={_quoted(user)}/>" for user in users or ["Customer"]]
    found = [_first(step, library) for step in journey.steps()]
    providers = [
        name
        for one in found
        if one is not None
        for name in _ends(one, users)[:2]
        if name not in (users or ["Customer"])
    ]
    lines += [f"<serviceProvider actorID={_quoted(name)}/>" for name in dict.fromkeys(providers)]
    lines += ["</actors>", "<touchpoints>"]
    feelings = 0
    for stage in journey.stages:
        for step in stage.steps:
            touchpoint = _first(step, library)
            made, felt = _point(atlas, step, str(stage.id), touchpoint, users, point, options)
            lines += made
            feelings += felt
    lines += ["</touchpoints>", f"</{kind}>", "</CJML>"]
    steps = list(journey.steps())
    kept_lanes = {"touchpoint", "channel", "action", "emotion"}
    report = Report(
        format="CJML 2.0",
        direction="out",
        kept=counted(
            [
                ("stages", len(journey.stages)),
                ("steps", len(steps)),
                ("touchpoints", sum(one is not None for one in found)),
                ("feelings", feelings),
            ]
        ),
        lost=counted(
            [
                (
                    "further touchpoints of a step",
                    sum(max(0, len(step.touchpoints()) - 1) for step in steps),
                    "a step became one point",
                ),
                *all_lanes(
                    journey,
                    [lane for lane in options.lanes if lane.role not in kept_lanes],
                    "a point has a label, a comment and a rating",
                ),
                (
                    "branches, loops and exits",
                    sum(len(step.next) for step in steps),
                    "points follow one another",
                ),
            ]
        ),
        assumed=(
            f"the map is written as {'a planned' if point == 'planned' else 'an actual'} journey",
            "where nobody is named, the customer starts a contact",
            "how they feel, -2 to +2, became a rating from 1 to 5: the score plus 3",
        ),
    )
    return Written(("\n".join(lines) + "\n").encode("utf-8"), report)


def _point(
    atlas: Atlas,
    step: Step,
    phase: str,
    touchpoint: Touchpoint | None,
    users: list[str],
    kind: str,
    options: Options,
) -> tuple[list[str], int]:
    name = f"{kind}{'CommunicationPoint' if touchpoint else 'Action'}"
    user = users[0] if users else "Customer"
    starts, receives = _ends(touchpoint, users) if touchpoint else (user, "")
    lines = [f"<{name}>", _element("touchpointID", str(step.id)), f"<belongsTo phaseIDref={_quoted(phase)}/>"]
    lines += [
        "<initiator>",
        f"<refersTo actorIDref={_quoted(starts)}/>",
        _element("initiatorLabel", step.title),
        "</initiator>",
    ]
    if touchpoint:
        lines += [
            "<receiver>",
            f"<refersTo actorIDref={_quoted(receives)}/>",
            _element("receiverLabel", touchpoint.title),
            "</receiver>",
        ]
        lines += ["<channel>", _element("channelName", touchpoint.channel or "unknown"), "</channel>"]
    said = [
        text
        for lane in options.lanes
        if lane.role == "action"
        for text in words(step.lane(lane.id), lane, atlas)
    ]
    lines += [_element("comment", "; ".join(said))] if said else []
    felt = [
        cell
        for row in step.cells.values()
        for cell in row
        if isinstance(cell, Emotion) and (options.persona is None or cell.persona in (None, options.persona))
    ]
    score = next((cell.score for cell in felt if cell.score is not None), None)
    if felt and (score is not None or felt[0].word):
        lines += ["<touchpointExperience>"]
        lines += [_element("experienceDescription", felt[0].word)] if felt[0].word else []
        lines += [_element("experienceRating", f"{score + _NEUTRAL:g}")] if score is not None else []
        lines += ["</touchpointExperience>"]
    return [*lines, f"</{name}>"], int(bool(felt))


def _first(step: Step, library: dict[str, Touchpoint]) -> Touchpoint | None:
    return next((library[str(one)] for one in step.touchpoints() if str(one) in library), None)


def _ends(touchpoint: Touchpoint, users: list[str]) -> tuple[str, str]:
    """Return who starts a contact and who receives it; "customer" is the first end user."""
    user = users[0] if users else "Customer"
    ours = touchpoint.department or "Company"
    starts = touchpoint.initiator or user
    receives = touchpoint.receiver or (ours if starts in (user, "customer") else user)
    return tuple(user if name.casefold() == "customer" else name for name in (starts, receives))  # type: ignore[return-value]  # two names give two


def _element(name: str, text: str) -> str:
    return f"<{name}>{_clean(text)}</{name}>"


def _clean(text: str) -> str:
    return escape(" ".join(_CONTROL.sub(" ", text).split()))


def _quoted(text: str) -> str:
    return quoteattr(" ".join(_CONTROL.sub(" ", text).split()))


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read(foreign: Foreign, options: ReadOptions) -> Read:
    """Return the map of a document's first journey; further ones are told.

    Raises
    ------
    BadInputError
        Where it holds no journey, or declares a document type (`not-this-format`).
    """
    del options
    root = parse_tags(foreign.text)
    journeys = list(root.find("actualjourney", "plannedjourney"))
    if not journeys:
        raise refuse(
            "the text holds no CJML journey",
            "CJML has <actualJourney> or <plannedJourney>.",
            value=foreign.text[:60],
        )
    one = journeys[0]
    sketch = Sketch(
        title=one.text_at("journeytitle") or one.text_at("journeyid"), id=one.text_at("journeyid")
    )
    sketch.lost.append(("further journeys of the file", len(journeys) - 1, "one map is read"))
    sketch.facts["state"] = "to-be" if one.name == "plannedjourney" else "as-is"
    sketch.facts["claim"] = one.text_at("journeyshortsummary")
    sketch.facts["scenario"] = one.text_at("journeylongsummary")
    users = [tag.fact("actorid") for tag in one.find("enduser") if tag.fact("actorid")]
    for user in users:
        sketch.persona(user)
    phases: dict[str, dict[str, object]] = {}
    names = {tag.fact("phaseid"): tag.text_at("phasename") for tag in one.find("journeyphase")}
    points = list(
        one.find(
            *(f"{kind}{what}" for kind in ("actual", "planned") for what in ("communicationpoint", "action"))
        )
    )
    used = [next((tag.fact("phaseidref") for tag in point.find("belongsto")), "") for point in points]
    for phase in [*names, *used]:
        if phase and phase not in phases:
            phases[phase] = sketch.stage(names.get(phase) or phase, phase)
    ratings = [value for point in points if (value := _rating(point)) is not None]
    top = 5 if not ratings or max(ratings) <= 5 else 10
    for point, phase in zip(points, used, strict=True):
        _take(sketch, point, phases.get(phase), users, top)
    if ratings:
        sketch.assumed.append(f"ratings from {1 if top == 5 else 0} to {top} were put onto -2 to +2")
    return sketch.done("CJML 2.0", foreign.name)


def _rating(point: Tag) -> float | None:
    try:
        return float(point.text_at("experiencerating").replace(",", "."))
    except ValueError:
        return None


def _take(sketch: Sketch, point: Tag, stage: dict[str, object] | None, users: list[str], top: int) -> None:
    starts = next(
        (tag.fact("actoridref") for part in point.find("initiator") for tag in part.find("refersto")), ""
    )
    receives = next(
        (tag.fact("actoridref") for part in point.find("receiver") for tag in part.find("refersto")), ""
    )
    first, second = point.text_at("initiatorlabel"), point.text_at("receiverlabel")
    comment = point.text_at("comment")
    title = (first if starts in users or not second else second) or first or comment or "Step"
    if title in ("Sending", "Receiving") and comment:
        title = comment
    step = sketch.step(title, stage, point.text_at("touchpointid"))
    if point.name.endswith("communicationpoint"):
        other = second if title == first else first
        name = other if other and other not in ("Sending", "Receiving") else title
        known = len(sketch.libraries.new["touchpoints"])
        ref = sketch.libraries.refer("touchpoints", name)
        if len(sketch.libraries.new["touchpoints"]) > known:
            entry = sketch.libraries.new["touchpoints"][-1]
            if channel := point.text_at("channelname"):
                entry["channel"] = _channel(sketch, channel)
            entry |= {key: value for key, value in (("initiator", starts), ("receiver", receives)) if value}
        sketch.put(step, "touchpoint", ref)
    if comment and comment != title:
        sketch.put(step, "action", comment)
    word, rating = point.text_at("experiencedescription"), _rating(point)
    if rating is not None and (1 if top == 5 else 0) <= rating <= top:
        score = rating - _NEUTRAL if top == 5 else (rating - 5) * 0.4
        sketch.put(step, "emotion", score_value(score, word))
    elif word:
        sketch.put(step, "emotion", {"word": word})
    if times := [
        tag.text for tag in point.find("timestarted", "timeoriginated", "timecompleted") if tag.text
    ]:
        sketch.lost.append(
            ("times of day", len(times), "a map has steps; times belong to a source of events")
        )


def _channel(sketch: Sketch, name: str) -> str:
    folded = re.sub(r"[^a-z]", "", name.lower())
    known = _CHANNELS.get(folded)
    return known or sketch.libraries.refer(
        "channels", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("-", " ")
    )


FORMAT = Format("CJML 2.0", (".cjml", ".xml"), write=write, read=read)
