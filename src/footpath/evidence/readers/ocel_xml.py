"""OCEL 2.0 as XML: `events` and `objects`, each with `attributes` (name, value as text) and `objects` related to it."""

from __future__ import annotations

from pathlib import Path

from footpath.evidence.limits import Limits
from footpath.evidence.readers.ocel import OcelEvent, OcelLog, bad
from footpath.evidence.readers.xml import parse


def load(path: Path, limits: Limits) -> OcelLog:
    """Return the log of an XML file, which must fit memory."""
    log = OcelLog()
    event: OcelEvent | None = None
    within: list[str] = []
    named: str | None = None
    texts: list[str] = []

    def start(name: str, attributes: dict[str, str], line: int) -> None:
        nonlocal event, named
        within.append(name)
        if name == "global" and attributes.get("scope"):
            raise bad(path, "this is OCEL 1.0", "Save it as OCEL 2.0 with the tool that made it.")
        if name == "event" and within[-2:-1] == ["events"]:
            event = OcelEvent(
                line, attributes.get("id", ""), attributes.get("type", ""), attributes.get("time", "")
            )
        elif name == "object" and event is None and attributes.get("id"):
            log.types[attributes["id"]] = attributes.get("type", "")
        elif name in ("object", "relationship") and event is not None:
            related = attributes.get("object-id") or attributes.get("id")
            if related:
                event.objects.append(related)
        elif name == "attribute" and event is not None:
            named = attributes.get("name", "")
            texts.clear()

    def end(name: str) -> None:
        nonlocal event, named
        within.pop()
        if name == "attribute" and event is not None and named:
            event.attributes[named] = "".join(texts).strip() or None
            named = None
        elif name == "event" and event is not None:
            log.events.append(event)
            event = None

    def text(piece: str) -> None:
        if named is not None:
            texts.append(piece)

    log.compression = parse(path, limits, start, end, text)
    return log
