"""What the things of an atlas name, noted with its place; and what of a thing can be checked without looking at others.

Rules, durations, zones and the paths of pictures are checked here, as nothing else decides about them. Names of other things
are only noted (`Builder.refer`): `references` looks whether they exist, when everything is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from importlib import import_module, util
from typing import Any

from footpath.atlas.building import Builder, deepest
from footpath.atlas.ids import JourneyIndex
from footpath.atlas.roles import ROLES
from footpath.atlas.types import (
    LOCALE,
    TABLE_NAME,
    Atlas,
    Attachment,
    Barrier,
    Boundary,
    Cell,
    CellHolder,
    Evidence,
    ImageCell,
    Journey,
    Opportunity,
    Persona,
    Reference,
    Source,
    Stage,
    Step,
    Touchpoint,
    secret_in,
)
from footpath.atlas.yamltext import Node, Path, Scalar
from footpath.base import Place, did_you_mean, parse_duration

_OUTSIDE = ("/", "\\", "~")
_SINGULAR = {
    "touchpoints": "touchpoint",
    "channels": "channel",
    "opportunities": "opportunity",
    "departments": "department",
}


# ---------------------------------------------------------------- journeys


def name_holder(builder: Builder, holder: CellHolder, roles: Mapping[str, str]) -> None:
    """Note what the cells of a step or stage name; `roles` are those of the lanes."""
    for lane, cells in holder.cells.items():
        library = ROLES[roles[lane]].library
        for number, cell in enumerate(cells):
            if cell.model_fields_set != _ONLY_TEXT:
                _name_cell(builder, cell, library, (lane, number))


_ONLY_TEXT = {"text"}  # most cells, and they name nothing


def _name_cell(builder: Builder, cell: Cell, library: str, path: Path) -> None:
    builder.refer("persona", cell.persona, (*path, "persona"))
    for number, found in enumerate(cell.evidence):
        _name_evidence(builder, found, (*path, "evidence", number))
    if isinstance(cell, Reference) and library:
        builder.refer(_SINGULAR[library], cell.ref, (*path, "ref"))
    if isinstance(cell, Barrier):
        check_rule(builder, cell.when, (*path, "when"))
    if isinstance(cell, ImageCell):
        _check_picture(builder, cell.picture, (*path, "picture"))


def _name_evidence(builder: Builder, found: Evidence, path: Path) -> None:
    builder.refer("source", found.source, (*path, "source"))
    builder.refer("step", found.exit, (*path, "exit"), "here")
    builder.refer("step", found.wait, (*path, "wait"), "here")
    if isinstance(found.remarks, str):
        check_rule(builder, found.remarks, (*path, "remarks"))


def name_stage(builder: Builder, stage: Stage) -> None:
    """Note what a stage names besides its cells."""
    check_rule(builder, stage.when, ("when",), over="customers")
    check_duration(builder, stage.typical, ("typical",))
    _check_attachments(builder, stage.attachments, ("attachments",))


def name_step(builder: Builder, step: Step) -> None:
    """Note what a step names besides its cells."""
    builder.refer("journey", step.journey, ("journey",), "child")
    builder.refer("step", step.improves, ("improves",))
    check_duration(builder, step.typical, ("typical",))
    _check_attachments(builder, step.attachments, ("attachments",))
    for number, leads in enumerate(step.next):
        builder.refer("step", leads.to, ("next", number, "to"), "leads")
        check_rule(builder, leads.when, ("next", number, "when"))


def name_journey(builder: Builder, journey: Journey, index: JourneyIndex, house: frozenset[str]) -> None:
    """Note what a journey names besides its stages and steps; its own stages, steps and lanes are looked up at once."""
    for number, persona in enumerate(journey.personas):
        builder.refer("persona", persona, ("personas", number))
    for number, source in enumerate(journey.sources):
        builder.refer("source", source, ("sources", number))
    for key, other in (("improves", journey.improves), ("beside", journey.beside)):
        builder.refer("journey", other, (key,))
        if other == journey.id:
            builder.say(
                place_of(builder.tree, (key,), str(other)),
                f"`{key}` names the journey itself",
                (key,),
                value=other,
                help="Name another journey, or delete the key.",
                code="refers-to-itself",
            )
    for number, lane in enumerate(journey.lanes):
        builder.refer("persona", lane.persona, ("lanes", number, "persona"))
    if journey.review:
        check_duration(builder, journey.review.cadence, ("review", "cadence"))
    _check_attachments(builder, journey.attachments, ("attachments",))
    lanes = {*ROLES, *(str(lane.id) for lane in journey.lanes), *house}
    for number, view in enumerate(journey.views):
        builder.refer("persona", view.persona, ("views", number, "persona"))
        for stage_id in view.stages:
            _name_own(builder, "stage", stage_id, ("views", number, "stages", stage_id), index.stages)
        for position, lane_id in enumerate(view.lanes):
            _name_own(builder, "lane", lane_id, ("views", number, "lanes", position), lanes)
    if journey.horizon:
        check_duration(builder, journey.horizon.typical, ("horizon", "typical"))
        check_duration(builder, journey.horizon.silence, ("horizon", "silence"))
    _name_boundary(builder, journey.begins, ("begins",))
    for kind in ("wanted", "unwanted"):
        for number, end in enumerate(getattr(journey.ends, kind)):
            _name_boundary(builder, end, ("ends", kind, number))
    for number, hand in enumerate(journey.hands):
        builder.refer("persona", hand.from_, ("hands", number, "from"))
        builder.refer("persona", hand.to, ("hands", number, "to"))
        _name_own(builder, "step", hand.step, ("hands", number, "step"), index.steps)
    for number, note in enumerate(journey.notes):
        _check_attachments(builder, [note.picture], ("notes", number, "picture"))


def _name_own(builder: Builder, kind: str, id_: str, path: Path, known: Collection[str]) -> None:
    if id_ not in known:
        at = place_of(builder.tree, path, id_)
        message, facts = unknown(kind, id_, known)
        builder.say(at, message, path, code="unknown-reference", **facts)


def _name_boundary(builder: Builder, boundary: Boundary | None, path: Path) -> None:
    if boundary is not None:
        builder.refer("touchpoint", boundary.touchpoint, (*path, "touchpoint"))
        check_rule(builder, boundary.when, (*path, "when"))


# ---------------------------------------------------------------- the atlas, personas, libraries


def name_head(builder: Builder, atlas: Atlas) -> None:
    """Note what `atlas.yaml` names, and check its zone, locales and durations."""
    if atlas.review:
        check_duration(builder, atlas.review.cadence, ("review", "cadence"))
    for number, department in enumerate(atlas.departments):
        check_duration(builder, department.typical, ("departments", number, "typical"))
    for number, lane in enumerate(atlas.lanes):
        builder.refer("persona", lane.persona, ("lanes", number, "persona"))
    for key, named in (("language", [atlas.language]), ("locales", atlas.locales)):
        for number, locale in enumerate(named):
            if not LOCALE.fullmatch(locale):
                path: Path = (key,) if key == "language" else (key, number)
                builder.say(
                    place_of(builder.tree, path, locale),
                    "this is no locale",
                    path,
                    value=locale,
                    expected="a language, and perhaps a region or script: en, pt-BR, zh-Hant",
                    code="bad-locale",
                )
    _check_zone(builder, atlas.zone, ("zone",), expected="a name of the IANA list, such as Europe/Lisbon")


def name_persona(builder: Builder, persona: Persona) -> None:
    """Note what a persona names."""
    check_rule(builder, persona.segment, ("segment",), over="customers")
    _check_attachments(builder, [persona.portrait], ("portrait",))
    _check_attachments(builder, persona.attachments, ("attachments",))
    for number, channel in enumerate(persona.channels):
        builder.refer("channel", channel, ("channels", number))
    for name in ("interests", "preferences", "goals", "needs", "pains", "drivers", "context", "sliders"):
        for number, thing in enumerate(getattr(persona, name)):
            for position, found in enumerate(thing.evidence):
                builder.refer("source", found.source, (name, number, "evidence", position, "source"))
            if isinstance(thing, Barrier):
                check_rule(builder, thing.when, (name, number, "when"))
    for position, found in enumerate(persona.quote.evidence if persona.quote else ()):
        builder.refer("source", found.source, ("quote", "evidence", position, "source"))


def name_touchpoint(builder: Builder, touchpoint: Touchpoint) -> None:
    """Note what a touchpoint names."""
    builder.refer("channel", touchpoint.channel, ("channel",))
    builder.refer("source", touchpoint.source, ("source",))
    builder.refer("department", touchpoint.department, ("department",))
    check_rule(builder, touchpoint.when, ("when",))
    _check_attachments(builder, [touchpoint.picture], ("picture",))
    _check_attachments(builder, touchpoint.attachments, ("attachments",))


def name_source(builder: Builder, source: Source) -> None:
    """Check what a source says of its own: derived columns, its zone, and that no credential stands in it."""
    said = [(("files", number), text) for number, text in enumerate(source.files)]
    for path, text in [*said, (("table",), source.table or "")]:
        _check_place(builder, text, path)
    if source.table is not None and source.files:
        builder.say(
            place_of(builder.tree, ("table",), source.table),
            "a source has `files` or a `table`, not both",
            ("table",),
            help="Make two sources of it.",
            code="wrong-value",
        )
    for name, text in source.derive.items():
        check_rule(builder, text, ("derive", name))
    if source.zone is not None:
        _check_zone(builder, source.zone, ("zone",))


def _check_place(builder: Builder, text: str, path: Path) -> None:
    """Refuse a credential where evidence is; what it is, is not repeated."""
    what = secret_in(text)
    if what is not None:
        builder.say(
            place_of(builder.tree, path, text),
            f"{what} stands in the atlas",
            path,
            help="Take it out (and change it: it has been in a file). Engines take theirs from the environment.",
            hidden=True,
            code="secret-in-atlas",
        )
    elif path == ("table",) and text and not TABLE_NAME.fullmatch(text):
        builder.say(
            place_of(builder.tree, path, text),
            "`table` is no name of a table",
            path,
            value=text,
            expected="a name such as events, shop.events or catalog.shop.events",
            code="wrong-value",
        )


def name_opportunity(builder: Builder, opportunity: Opportunity) -> None:
    """Note what an opportunity names."""
    for number, barrier in enumerate(opportunity.answers):
        builder.refer("barrier", barrier, ("answers", number))
    if opportunity.target:
        builder.refer("step", opportunity.target.step, ("target", "step"))
    for number, found in enumerate(opportunity.evidence):
        builder.refer("source", found.source, ("evidence", number, "source"))


# ---------------------------------------------------------------- what a thing says of its own


def check_rule(builder: Builder, text: str | None, path: Path, over: str = "events") -> None:
    """Report a rule that cannot be read."""
    parse = rule_parser()
    if text is None or parse is None:
        return
    node = place_of(builder.tree, path, text)
    inner = max(0, builder.text_of(node).find(text))
    start = Place(None, 1, 1)
    _, problems = parse(text, over=over, place=start)
    for problem in problems:
        beside = (problem.place.column or 0) - 1
        is_on_line = problem.place.line == 1 and 0 <= beside <= len(text)
        builder.say(
            node.start + inner + beside if is_on_line and "\n" not in text else node.start,
            problem.message,
            path,
            value=problem.value,
            expected=problem.expected,
            help=problem.help,
            severity=problem.severity,
            code=problem.code,
        )


def check_duration(builder: Builder, text: str | None, path: Path) -> None:
    """Report a text that is no duration."""
    if text is None:
        return
    try:
        parse_duration(text)
    except ValueError:
        builder.say(
            place_of(builder.tree, path, text),
            "this is no duration",
            path,
            value=text,
            expected="a number and a unit: 30 min, 10 days, 3 weeks",
            code="bad-duration",
        )


def _check_zone(builder: Builder, zone: str, path: Path, **facts: str) -> None:
    if not is_zone(zone):
        builder.say(
            place_of(builder.tree, path, zone),
            "this time zone is not known",
            path,
            value=zone,
            code="bad-zone",
            **facts,
        )


def _check_attachments(builder: Builder, found: Iterable[Attachment | None], path: Path) -> None:
    """Report attachments that lie outside the atlas; a single one stands at the path itself."""
    for number, one in enumerate(found):
        if one is not None:
            _check_picture(builder, one.file, (*path, number, "file"))


def _check_picture(builder: Builder, text: str, path: Path) -> None:
    parts = text.replace("\\", "/").split("/")
    if text.startswith(_OUTSIDE) or ".." in parts or ":" in parts[0]:
        builder.say(
            place_of(builder.tree, path, text),
            "a picture must lie inside the atlas",
            path,
            value=text,
            expected="a path such as pictures/lamp.png",
            help="Copy the picture into the folder of the atlas.",
            code="path-outside-atlas",
        )


def rule_parser() -> Callable[..., Any] | None:
    """Return the parser of rules, or None where the room `rules` is not built."""
    if util.find_spec("footpath.rules") is None:
        return None
    return getattr(import_module("footpath.rules"), "parse", None)


def is_zone(name: str) -> bool:
    """Return whether a time zone is known; `tzdata` brings the list where the system has none."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True


# ---------------------------------------------------------------- telling


def unknown(kind: str, id_: str, known: Iterable[str]) -> tuple[str, dict[str, Any]]:
    """Return what is said of an id that names nothing: the message, and the value with the nearest ids."""
    advice = did_you_mean(id_, known, what=_WHERE.get(kind, "there are"))
    return f"there is no {kind} {id_!r}", {"value": id_, "help": advice}


_WHERE = {
    "touchpoint": "the library has",
    "source": "the atlas has",
    "opportunity": "the list has",
    "channel": "known are",
    "department": "the atlas has",
    "step": "the journey has",
}


def place_of(tree: Node | None, path: Path, text: str) -> Node:
    """Return the node at a path; where a list of one or a bare value was written short, the nearest that is."""
    assert tree is not None  # noqa: S101  # something was made of it
    node = deepest(tree, path)
    if not isinstance(node, Scalar) and path:
        inner = deepest(node, (path[-1],))
        node = inner if isinstance(inner, Scalar) and inner.text == text else node
    return node
