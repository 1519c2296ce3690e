"""The head of an atlas, its libraries and its personas: each file's tree to its types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from footpath.atlas.building import Builder, data_of
from footpath.atlas.ids import JourneyIndex, items_of, thing_id
from footpath.atlas.journeys import check_unique
from footpath.atlas.lanes import make_lanes
from footpath.atlas.naming import name_head, name_opportunity, name_persona, name_source, name_touchpoint
from footpath.atlas.parts import Made, Parts, Placed
from footpath.atlas.types import Atlas, Channel, Model, Opportunity, Persona, Source, Touchpoint
from footpath.atlas.yamltext import Mapping, Node, Scalar, Sequence, base_of

LIBRARY_TYPES: dict[str, tuple[type[Model], str, Callable[[Builder, Any], None]]] = {
    "touchpoints": (Touchpoint, "touchpoint", name_touchpoint),
    "sources": (Source, "source", name_source),
    "opportunities": (Opportunity, "opportunity", name_opportunity),
}
"""The type of a library's entries, what one is called, and what notes the names in it."""

_ELSEWHERE = {
    "touchpoints": "touchpoints.yaml",
    "sources": "sources.yaml",
    "opportunities": "opportunities.yaml",
    "journeys": "journeys/ID.yaml",
    "personas": "personas/ID.yaml",
    "measures": "measures/",
}


def make_head(builder: Builder, name: str) -> Made:
    """Return the atlas of `atlas.yaml`, without what stands in other files; `name` is its title where it has none."""
    tree = builder.tree
    assert isinstance(tree, Mapping)  # noqa: S101  # the loader looked
    data = data_of(tree)
    for key, elsewhere in _ELSEWHERE.items():
        if key in data:
            entry = tree.entry(key)
            builder.say(
                entry.key if entry else tree,
                f"`{key}` does not stand here",
                (key,),
                value=key,
                help=f"Put it into {elsewhere}.",
                code="unknown-key",
            )
            del data[key]
    if data.get("title") is None:
        builder.say(tree, "the atlas has no `title`", help="Write `title: ...`.", code="missing-key")
        data["title"] = name
    data["lanes"] = make_lanes(builder, tree.get("lanes"), ("lanes",))
    channels = items_of(tree.get("channels"))
    ids = check_unique(builder, channels, ("channels",), "channel")
    data["channels"] = tuple(
        made for number, node in enumerate(channels) if (made := _channel(builder, node, ids[number], number))
    )
    atlas = builder.build(Atlas, data, tree, (), "the atlas") or Atlas(title=str(data["title"]))
    name_head(builder, atlas)
    return _whole(builder, atlas)


def _channel(builder: Builder, node: Node, id_: str, number: int) -> Channel | None:
    data = data_of(node)
    if isinstance(data, dict):
        data = {**data, "id": id_, "title": data.get("title") or Channel.from_bare(id_)["title"]}
    return builder.build(Channel, data, node, ("channels", number), "the channel")


def make_persona(builder: Builder) -> Made:
    """Return the persona of a file."""
    tree = builder.tree
    assert isinstance(tree, Mapping)  # noqa: S101  # the loader looked
    id_ = thing_id(tree, builder.file)
    data = data_of(tree)
    if data.get("name") is None:
        builder.say(tree, "the persona has no `name`", help="Write `name: ...`.", code="missing-key")
        data["name"] = id_
    data["id"] = id_
    builder.check_id(tree, id_, ("id",), "the persona")
    persona = builder.build(Persona, data, tree, (), "the persona")
    if persona is not None:
        name_persona(builder, persona)
    made = _whole(builder, persona, *(pain.id for pain in persona.pains if pain.id) if persona else ())
    return Made(None, (), persona, made.placed, JourneyIndex(id_))


def make_library(builder: Builder, parts: Parts, name: str) -> Made:
    """Return the entries of a library's file."""
    tree = builder.tree
    assert isinstance(tree, Mapping)  # noqa: S101  # the loader looked
    for entry in tree.entries:
        if entry.key.text not in (name, "footpath"):
            key = entry.key.text
            builder.unknown_key(entry.value, tree, (key,), key, [name, "footpath"], "the file")
    cls, what, note = LIBRARY_TYPES[name]
    nodes = items_of(tree.get(name))
    ids = check_unique(builder, nodes, (name,), what)
    many = isinstance(tree.get(name), Sequence)
    things: dict[str, Model] = {}
    placed: list[Placed] = []
    for number, (node, id_) in enumerate(zip(nodes, ids, strict=True)):
        part = parts.known(node)
        if part is None or part.context != id_:
            inner = builder.part(node)
            thing = inner.build(cls, _entry(node, id_, cls), base_of(node), (), f"the {what}")
            if thing is not None:
                note(inner, thing)
            part = inner.made(id_, thing)
        placed.append(Placed(part, node.start + builder.by, (name, number) if many else (name,)))
        if part.thing is not None:
            things.setdefault(id_, part.thing)
    whole = _whole(builder, None).placed
    return Made(None, (), tuple(things.values()), (*whole, *placed))


def _entry(node: Node, id_: str, cls: type[Model]) -> Any:
    data = data_of(node)
    if isinstance(node, Scalar) and cls is Touchpoint and node.text:
        data = {"title": node.text}
    if not isinstance(data, dict):
        return data
    data = {**data, "id": id_}
    if cls is Touchpoint and not data.get("title"):  # it may stand in the library by its id alone
        data["title"] = id_.replace("-", " ").capitalize()
    return data


def _whole(builder: Builder, thing: Any, *barriers: str) -> Made:
    """Return what was made of a file as one part."""
    part = builder.made((), thing, barriers=barriers)
    return Made(None, (), thing, (Placed(part, part.node.start + builder.by, ()),))
