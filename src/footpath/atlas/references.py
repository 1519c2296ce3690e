"""Every id that names something else must name something that exists; rules and durations must read.

Where the file that would hold the thing could not be read, nothing is said about references into it:
the reader's own problem is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module, util
from typing import Any

from footpath.atlas.building import Builder
from footpath.atlas.channels import KNOWN_CHANNELS
from footpath.atlas.ids import JourneyIndex
from footpath.atlas.roles import ROLES
from footpath.atlas.types import (
    LOCALE,
    Atlas,
    Attachment,
    Barrier,
    Boundary,
    Cell,
    CellHolder,
    Evidence,
    ImageCell,
    Journey,
    Persona,
    Reference,
)
from footpath.atlas.yamltext import Path, Scalar
from footpath.base import Place, did_you_mean, parse_duration

_OUTSIDE = ("/", "\\", "~")


def check_references(
    atlas: Atlas,
    builders: Mapping[str, Builder],
    indexes: Mapping[str, JourneyIndex],
    files: Mapping[tuple[str, str], str],
    broken: frozenset[str],
) -> None:
    """Report every dangling reference, unreadable rule and bad duration of an atlas to the builders of its files."""
    known = _Known(atlas, broken)
    if "atlas.yaml" in builders and "atlas.yaml" not in broken:
        _check_head(_Checker(builders["atlas.yaml"], known), atlas)
    house = frozenset(str(lane.id) for lane in atlas.lanes)
    for journey in atlas.journeys:
        file = files[("journey", journey.id)]
        _Journey(_Checker(builders[file], known), journey, indexes[file], house).check()
    for persona in atlas.personas:
        _check_persona(_Checker(builders[files[("persona", persona.id)]], known), persona)
    _check_libraries(builders, known, atlas)


class _Known:
    """What exists, by kind; None for a kind whose file could not be read."""

    def __init__(self, atlas: Atlas, broken: frozenset[str]) -> None:
        def unless(file: str, ids: Iterable[str]) -> dict[str, None] | None:
            is_lost = any(name == file or (file.endswith("/") and name.startswith(file)) for name in broken)
            return None if is_lost else dict.fromkeys(ids)

        journeys = [step for journey in atlas.journeys for step in journey.steps()]
        cells = [cell for journey in atlas.journeys for cell in _barriers(journey)]
        pains = [pain for persona in atlas.personas for pain in persona.pains]
        self.ids: dict[str, dict[str, None] | None] = {
            "touchpoint": unless("touchpoints.yaml", (thing.id for thing in atlas.touchpoints)),
            "source": unless("sources.yaml", (thing.id for thing in atlas.sources)),
            "opportunity": unless("opportunities.yaml", (thing.id for thing in atlas.opportunities)),
            "channel": unless("atlas.yaml", [*(thing.id for thing in atlas.channels), *KNOWN_CHANNELS]),
            "department": unless("atlas.yaml", (thing.id for thing in atlas.departments)),
            "persona": unless("personas/", (thing.id for thing in atlas.personas)),
            "journey": unless("journeys/", (thing.id for thing in atlas.journeys)),
            "step": unless("journeys/", (step.id for step in journeys)),
            "barrier": unless("journeys/", [*(b.id for b in cells if b.id), *(p.id for p in pains if p.id)]),
        }
        self.shown = {"channel": [*(thing.id for thing in atlas.channels), *KNOWN_CHANNELS]}


class _Checker:
    """Reports to one file's builder."""

    def __init__(self, builder: Builder, known: _Known) -> None:
        self.builder = builder
        self.known = known

    def refer(self, kind: str, id_: str | None, path: Path, ids: Iterable[str] | None = None) -> None:
        """Report an id of that kind that does not exist (among `ids`, where they are given)."""
        among = self.known.ids[kind] if ids is None else dict.fromkeys(ids)
        if id_ is None or among is None or id_ in among:
            return
        node = _node(self.builder, path, id_)
        self.builder.say(
            node,
            f"there is no {kind} {id_!r}",
            path,
            value=id_,
            help=did_you_mean(id_, among, what=_holder(kind)),
            code="unknown-reference",
        )

    def rule(self, text: str | None, path: Path, over: str = "events") -> None:
        """Report a rule that cannot be read."""
        parse = rule_parser()
        if text is None or parse is None:
            return
        node = _node(self.builder, path, text)
        inner = max(0, self.builder.lines.text[node.start : node.end].find(text))
        start = self.builder.lines.place(node.start + inner)
        _, problems = parse(text, over=over, place=Place(start.file, start.line, start.column))
        for problem in problems:
            beside = (problem.place.column or 0) - (start.column or 0)
            is_on_line = problem.place.line == start.line and 0 <= beside <= len(text)
            at = node.start + inner + beside if is_on_line and "\n" not in text else node.start
            self.builder.say(
                at,
                problem.message,
                path,
                value=problem.value,
                expected=problem.expected,
                help=problem.help,
                severity=problem.severity,
                code=problem.code,
            )

    def duration(self, text: str | None, path: Path) -> None:
        """Report a text that is no duration."""
        if text is None:
            return
        try:
            parse_duration(text)
        except ValueError:
            self.builder.say(
                _node(self.builder, path, text),
                "this is no duration",
                path,
                value=text,
                expected="a number and a unit: 30 min, 10 days, 3 weeks",
                code="bad-duration",
            )

    def attachments(self, found: Iterable[Attachment | None], path: Path) -> None:
        """Report attachments that lie outside the atlas; a single one stands at the path itself."""
        for number, one in enumerate(found):
            if one is not None:
                self.picture(one.file, (*path, number, "file"))

    def picture(self, text: str | None, path: Path) -> None:
        """Report the path of a picture that leads out of the atlas."""
        if text is None:
            return
        parts = text.replace("\\", "/").split("/")
        if text.startswith(_OUTSIDE) or ".." in parts or ":" in parts[0]:
            self.builder.say(
                _node(self.builder, path, text),
                "a picture must lie inside the atlas",
                path,
                value=text,
                expected="a path such as pictures/lamp.png",
                help="Copy the picture into the folder of the atlas.",
                code="path-outside-atlas",
            )

    def boundary(self, boundary: Boundary | None, path: Path) -> None:
        """Check where a journey begins or ends."""
        if boundary is not None:
            self.refer("touchpoint", boundary.touchpoint, (*path, "touchpoint"))
            self.rule(boundary.when, (*path, "when"))

    def evidence(self, found: Evidence, path: Path, steps: Iterable[str]) -> None:
        """Check what a cell's evidence names."""
        self.refer("source", found.source, (*path, "source"))
        self.refer("step", found.exit, (*path, "exit"), steps)
        self.refer("step", found.wait, (*path, "wait"), steps)
        if isinstance(found.remarks, str):
            self.rule(found.remarks, (*path, "remarks"))


class _Journey:
    """The references of one journey."""

    def __init__(
        self, checker: _Checker, journey: Journey, index: JourneyIndex, house: frozenset[str]
    ) -> None:
        self.checker = checker
        self.journey = journey
        self.index = index
        self.roles = {lane.id: lane.role for lane in journey.lanes}
        self.house = house
        ends = (*journey.ends.wanted, *journey.ends.unwanted)
        self.outcomes = [text for end in ends for text in (end.text, end.touchpoint, end.value) if text]
        self.evident = [*index.steps, *index.stages]

    def check(self) -> None:
        refer, journey = self.checker.refer, self.journey
        for number, persona in enumerate(journey.personas):
            refer("persona", persona, ("personas", number))
        for number, source in enumerate(journey.sources):
            refer("source", source, ("sources", number))
        refer("journey", journey.improves, ("improves",))
        refer("journey", journey.beside, ("beside",))
        for number, lane in enumerate(journey.lanes):
            refer("persona", lane.persona, ("lanes", number, "persona"))
        if journey.review:
            self.checker.duration(journey.review.cadence, ("review", "cadence"))
        self.checker.attachments(journey.attachments, ("attachments",))
        for number, view in enumerate(journey.views):
            refer("persona", view.persona, ("views", number, "persona"))
            for stage_id in view.stages:
                refer("stage", stage_id, ("views", number, "stages", stage_id), self.index.stages)
            for position, lane_id in enumerate(view.lanes):
                refer(
                    "lane", lane_id, ("views", number, "lanes", position), {*ROLES, *self.roles, *self.house}
                )
        if journey.horizon:
            self.checker.duration(journey.horizon.typical, ("horizon", "typical"))
            self.checker.duration(journey.horizon.silence, ("horizon", "silence"))
        self.checker.boundary(journey.begins, ("begins",))
        for kind in ("wanted", "unwanted"):
            for number, end in enumerate(getattr(journey.ends, kind)):
                self.checker.boundary(end, ("ends", kind, number))
        for number, hand in enumerate(journey.hands):
            refer("persona", hand.from_, ("hands", number, "from"))
            refer("persona", hand.to, ("hands", number, "to"))
            refer("step", hand.step, ("hands", number, "step"), self.index.steps)
        for number, note in enumerate(journey.notes):
            self.checker.attachments([note.picture], ("notes", number, "picture"))
        for stage in journey.stages:
            place = self.index.stages.get(stage.id, ("stages",))
            self.holder(stage, place)
            self.checker.rule(stage.when, (*place, "when"), over="customers")
            self.checker.duration(stage.typical, (*place, "typical"))
            self.checker.attachments(stage.attachments, (*place, "attachments"))
            for step in stage.steps:
                path = self.index.steps.get(step.id, ("stages",))
                self.holder(step, path)
                refer("journey", step.journey, (*path, "journey"))
                refer("step", step.improves, (*path, "improves"))
                self.checker.duration(step.typical, (*path, "typical"))
                self.checker.attachments(step.attachments, (*path, "attachments"))
                for number, leads in enumerate(step.next):
                    refer(
                        "step", leads.to, (*path, "next", number, "to"), [*self.index.steps, *self.outcomes]
                    )
                    self.checker.rule(leads.when, (*path, "next", number, "when"))

    def holder(self, holder: CellHolder, path: Path) -> None:
        for lane, cells in holder.cells.items():
            role = ROLES[self.roles.get(lane, lane if lane in ROLES else "text")]
            for number, cell in enumerate(cells):
                self.cell(cell, role.library, (*path, lane, number))

    def cell(self, cell: Cell, library: str, path: Path) -> None:
        checker = self.checker
        checker.refer("persona", cell.persona, (*path, "persona"))
        for number, found in enumerate(cell.evidence):
            checker.evidence(found, (*path, "evidence", number), self.evident)
        if isinstance(cell, Reference) and library:
            checker.refer(_SINGULAR[library], cell.ref, (*path, "ref"))
        if isinstance(cell, Barrier):
            checker.rule(cell.when, (*path, "when"))
        if isinstance(cell, ImageCell):
            checker.picture(cell.picture, (*path, "picture"))


def _check_head(checker: _Checker, atlas: Atlas) -> None:
    if atlas.review:
        checker.duration(atlas.review.cadence, ("review", "cadence"))
    for number, department in enumerate(atlas.departments):
        checker.duration(department.typical, ("departments", number, "typical"))
    for number, lane in enumerate(atlas.lanes):
        checker.refer("persona", lane.persona, ("lanes", number, "persona"))
    for key, named in (("language", [atlas.language]), ("locales", atlas.locales)):
        for number, locale in enumerate(named):
            if not LOCALE.fullmatch(locale):
                path: Path = (key,) if key == "language" else (key, number)
                checker.builder.say(
                    _node(checker.builder, path, locale),
                    "this is no locale",
                    path,
                    value=locale,
                    expected="a language, and perhaps a region or script: en, pt-BR, zh-Hant",
                    code="bad-locale",
                )
    if not is_zone(atlas.zone):
        checker.builder.say(
            _node(checker.builder, ("zone",), atlas.zone),
            "this time zone is not known",
            ("zone",),
            value=atlas.zone,
            expected="a name of the IANA list, such as Europe/Lisbon",
            code="bad-zone",
        )


def _check_persona(checker: _Checker, persona: Persona) -> None:
    checker.rule(persona.segment, ("segment",), over="customers")
    checker.attachments([persona.portrait], ("portrait",))
    checker.attachments(persona.attachments, ("attachments",))
    for number, channel in enumerate(persona.channels):
        checker.refer("channel", channel, ("channels", number))
    for name in ("interests", "preferences", "goals", "needs", "pains", "drivers", "context", "sliders"):
        for number, thing in enumerate(getattr(persona, name)):
            for position, found in enumerate(thing.evidence):
                checker.refer("source", found.source, (name, number, "evidence", position, "source"))
            if isinstance(thing, Barrier):
                checker.rule(thing.when, (name, number, "when"))
    for position, found in enumerate(persona.quote.evidence if persona.quote else ()):
        checker.refer("source", found.source, ("quote", "evidence", position, "source"))


def _check_libraries(builders: Mapping[str, Builder], known: _Known, atlas: Atlas) -> None:
    for path, touchpoint, checker in _entries("touchpoints", atlas.touchpoints, builders, known):
        checker.refer("channel", touchpoint.channel, (*path, "channel"))
        checker.refer("source", touchpoint.source, (*path, "source"))
        if atlas.departments:
            checker.refer("department", touchpoint.department, (*path, "department"))
        checker.rule(touchpoint.when, (*path, "when"))
        checker.attachments([touchpoint.picture], (*path, "picture"))
        checker.attachments(touchpoint.attachments, (*path, "attachments"))
    for path, source, checker in _entries("sources", atlas.sources, builders, known):
        for name, text in source.derive.items():
            checker.rule(text, (*path, "derive", name))
        if source.zone is not None and not is_zone(source.zone):
            checker.builder.say(
                _node(checker.builder, (*path, "zone"), source.zone),
                "this time zone is not known",
                path,
                value=source.zone,
                code="bad-zone",
            )
    for path, opportunity, checker in _entries("opportunities", atlas.opportunities, builders, known):
        for number, barrier in enumerate(opportunity.answers):
            checker.refer("barrier", barrier, (*path, "answers", number))
        if opportunity.target:
            checker.refer("step", opportunity.target.step, (*path, "target", "step"))
        for number, found in enumerate(opportunity.evidence):
            checker.refer("source", found.source, (*path, "evidence", number, "source"))


def _entries(
    name: str, things: Iterable[Any], builders: Mapping[str, Builder], known: _Known
) -> Iterator[tuple[Path, Any, _Checker]]:
    from footpath.atlas.ids import effective_ids, items_of
    from footpath.atlas.yamltext import Mapping as MappingNode

    builder = builders.get(f"{name}.yaml")
    if builder is None or not isinstance(builder.tree, MappingNode):
        return
    ids = effective_ids(
        items_of(builder.tree.get(name)),
        {"touchpoints": "touchpoint", "sources": "source"}.get(name, "opportunity"),
    )
    checker = _Checker(builder, known)
    for thing in things:
        yield (name, ids.index(thing.id)), thing, checker


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


_SINGULAR = {
    "touchpoints": "touchpoint",
    "channels": "channel",
    "opportunities": "opportunity",
    "departments": "department",
}


def _holder(kind: str) -> str:
    where = {
        "touchpoint": "the library has",
        "source": "the atlas has",
        "opportunity": "the list has",
        "channel": "known are",
        "department": "the atlas has",
        "step": "the journey has",
    }
    return where.get(kind, "there are")


def _node(builder: Builder, path: Path, text: str) -> Any:
    """Return the node at a path; where a list of one or a bare value was written short, the nearest that is."""
    from footpath.atlas.building import deepest

    if builder.tree is None:
        return 0
    node = deepest(builder.tree, path)
    if not isinstance(node, Scalar) and path:
        inner = deepest(node, (path[-1],))
        node = inner if isinstance(inner, Scalar) and inner.text == text else node
    return node


def _barriers(journey: Journey) -> Iterator[Barrier]:
    holders: list[CellHolder] = [*journey.stages, *journey.steps()]
    for holder in holders:
        for cells in holder.cells.values():
            for cell in cells:
                if isinstance(cell, Barrier):
                    yield cell
