"""Text to document: the atlas and all its problems, from a folder or from texts.

Nothing here raises on what a file says; only a folder that is no atlas is refused (`load`).
"""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from pathlib import Path as Folder
from typing import Any, TypeVar

from footpath.atlas.building import Builder, data_of, path_text
from footpath.atlas.files import digest, kind_of, list_files, read_text
from footpath.atlas.ids import JourneyIndex, effective_ids, items_of, thing_id
from footpath.atlas.journeys import check_unique, make_journey, make_lanes
from footpath.atlas.measures import newest_runs
from footpath.atlas.pending import read_note
from footpath.atlas.references import check_references
from footpath.atlas.types import (
    FORMAT_VERSION,
    Atlas,
    Channel,
    Journey,
    Lane,
    MeasureRun,
    Model,
    Opportunity,
    Persona,
    Source,
    Touchpoint,
)
from footpath.atlas.yamltext import Mapping, Node, Parsed, Path, Scalar, Sequence, child, parse_yaml
from footpath.base import BadInputError, Place, Problem

M = TypeVar("M", bound=Model)
_LIBRARY_TYPES: dict[str, type[Model]] = {
    "touchpoints": Touchpoint,
    "sources": Source,
    "opportunities": Opportunity,
}
_ELSEWHERE = {
    "touchpoints": "touchpoints.yaml",
    "sources": "sources.yaml",
    "opportunities": "opportunities.yaml",
    "journeys": "journeys/ID.yaml",
    "personas": "personas/ID.yaml",
    "measures": "measures/",
}


@dataclass(frozen=True)
class Loaded:
    """An atlas as it was loaded: the document, every problem, and the texts that it came from.

    Attributes
    ----------
    atlas
        The document, of everything that could be read.
    problems
        All errors and warnings, in the order of files and lines.
    texts
        Relative path to text, of the YAML files that could be decoded.
    hashes
        Relative path to the hash of the bytes on disk, of all files that were read.
    folder
        Where it was loaded from; None where it came from texts alone.
    """

    atlas: Atlas
    problems: tuple[Problem, ...]
    texts: Lookup[str, str]
    hashes: Lookup[str, str] = field(default_factory=dict)
    folder: Folder | None = None
    parsed: Lookup[str, Parsed] = field(default_factory=dict, repr=False)
    indexes: Lookup[str, JourneyIndex] = field(default_factory=dict, repr=False)
    files: Lookup[tuple[str, str], str] = field(default_factory=dict, repr=False)

    @property
    def is_valid(self) -> bool:
        """Return whether there is no error (there may be warnings)."""
        return not any(problem.severity == "error" for problem in self.problems)

    def file_of(self, kind: str, id_: str) -> str | None:
        """Return the file of a journey or persona (`kind`), or of a thing in a library, by id."""
        return self.files.get((kind, id_))

    def place(self, file: str, path: Path | str = ()) -> Place:
        """Return where a thing stands; a part of the path may be a key, an index, or the id of a thing in a list.

        Where the path leads nowhere, the place is that of the last thing on the way to it.
        """
        parts: Path = tuple(path.split("/")) if isinstance(path, str) and path else tuple(path)
        parsed = self.parsed.get(file)
        if parsed is None or parsed.tree is None:
            return Place(file, path=path_text(parts))
        node = _follow(parsed.tree, parts)
        return Builder(parsed, file).lines.place(node.start, path_text(parts))

    def source_line(self, place: Place) -> str | None:
        """Return the line of text that a place points at."""
        text = self.texts.get(place.file or "")
        lines = text.splitlines() if text is not None and place.line else []
        return lines[place.line - 1] if place.line and place.line <= len(lines) else None

    def where(
        self, journey: str, at: str | None = None, lane: str | None = None, index: int | None = None
    ) -> Place:
        """Return where a journey, a step or stage of it (`at`), or a cell stands."""
        file = self.file_of("journey", journey) or f"journeys/{journey}.yaml"
        known = self.indexes.get(file)
        path: Path = ()
        if at is not None and known is not None:
            path = known.steps.get(at) or known.stages.get(at) or ()
        if lane is not None:
            path = (*path, lane)
        if index is not None:
            path = (*path, index)
        return self.place(file, path)


def load(folder: Folder | str) -> Loaded:
    """Return the atlas in a folder, with all problems.

    Raises
    ------
    BadInputError
        Where the folder is not there or holds no `atlas.yaml` (`no-atlas`).
    """
    root = Folder(folder)
    if not (root / "atlas.yaml").is_file():
        raise BadInputError(_no_atlas(root))
    files, problems = list_files(root)
    texts: dict[str, str] = {}
    hashes: dict[str, str] = {}
    for file in files:
        read = read_text(root, file)
        if read.problem is not None:
            problems.append(read.problem)
        if read.text is not None:
            texts[file] = read.text
        if read.hash:
            hashes[file] = read.hash
    missing = frozenset(files) - texts.keys()
    for each in read_note(root):  # a commit of several files is seen whole, though it is still being written
        if hashes.get(each.file) != each.old:
            continue
        if each.new is None:
            texts.pop(each.file, None)
            hashes.pop(each.file, None)
        elif kind_of(each.file) != "measures":
            texts[each.file] = each.new
            hashes[each.file] = digest(each.new.encode("utf-8"))
    runs, more = newest_runs(root)
    return load_texts(
        texts, measures=runs, problems=(*problems, *more), hashes=hashes, folder=root, unread=missing
    )


def loads_journey(
    text: str, file: str = "journeys/journey.yaml", texts: Lookup[str, str] | None = None
) -> Loaded:
    """Return an atlas that holds one journey, from its text; `texts` gives further files (libraries, `atlas.yaml`)."""
    return load_texts({"atlas.yaml": "title: Atlas\n", **(texts or {}), file: text})


def loads_persona(
    text: str, file: str = "personas/persona.yaml", texts: Lookup[str, str] | None = None
) -> Loaded:
    """Return an atlas that holds one persona, from its text."""
    return loads_journey(text, file, texts)


def load_texts(
    texts: Lookup[str, str],
    *,
    measures: tuple[MeasureRun, ...] = (),
    problems: tuple[Problem, ...] = (),
    hashes: Lookup[str, str] | None = None,
    folder: Folder | None = None,
    parsed: Lookup[str, Parsed] | None = None,
    unread: frozenset[str] = frozenset(),
) -> Loaded:
    """Return the atlas that texts by relative path make; pure. `parsed` gives trees that are known already."""
    return _Loader(texts, parsed or {}, unread, folder.resolve().name if folder else "").run(
        measures,
        problems,
        hashes or {file: digest(text.encode("utf-8", "replace")) for file, text in texts.items()},
        folder,
    )


class _Loader:
    def __init__(
        self, texts: Lookup[str, str], parsed: Lookup[str, Parsed], unread: frozenset[str], name: str
    ) -> None:
        self.texts = texts
        self.name = name
        self.broken: set[str] = set(unread)
        self.builders: dict[str, Builder] = {}
        self.parsed: dict[str, Parsed] = {}
        self.indexes: dict[str, JourneyIndex] = {}
        self.files: dict[tuple[str, str], str] = {}
        for file, text in texts.items():
            known = parsed.get(file)
            self.parsed[file] = known if known is not None and known.text == text else parse_yaml(text, file)
            self.builders[file] = Builder(self.parsed[file], file)

    def run(self, measures: Any, problems: Any, hashes: Any, folder: Any) -> Loaded:
        for file, builder in self.builders.items():
            self.check_root(file, builder)
        head = self.head()
        data: dict[str, Any] = {name: self.library(name) for name in _LIBRARY_TYPES}
        house: dict[str, Lane] = {str(lane.id): lane for lane in head.lanes}
        personas = [made for file in self.of("persona") if (made := self.persona(file))]
        journeys = [journey for file in self.of("journey") if (journey := self.journey(file, house))]
        atlas = head.model_copy(
            update={
                **data,
                "personas": tuple(personas),
                "journeys": tuple(journeys),
                "measures": tuple(measures),
            }
        )
        check_references(atlas, self.builders, self.indexes, self.files, frozenset(self.broken))
        found = [problem for builder in self.builders.values() for problem in builder.problems]
        order = {file: number for number, file in enumerate(self.texts)}
        found.sort(
            key=lambda problem: (
                order.get(problem.place.file or "", 0),
                problem.place.line or 0,
                problem.place.column or 0,
            )
        )
        return Loaded(
            atlas,
            (*problems, *found),
            dict(self.texts),
            dict(hashes),
            folder,
            self.parsed,
            self.indexes,
            self.files,
        )

    def of(self, kind: str) -> list[str]:
        return [file for file in self.texts if kind_of(file) == kind and file not in self.broken]

    def check_root(self, file: str, builder: Builder) -> None:
        tree = builder.tree
        if tree is None and builder.problems:
            self.broken.add(file)
            return
        if not isinstance(tree, Mapping):
            builder.say(
                tree or 0,
                "the file must hold keys with values",
                help="Begin with a key such as `title: ...`.",
                code="not-a-mapping",
            )
            self.broken.add(file)
            return
        version = tree.get("footpath")
        if version is None:
            return
        written = data_of(version)
        if not isinstance(written, int) or isinstance(written, bool) or written < 1:
            builder.say(
                version,
                "`footpath` must hold the number of the format's version",
                value=str(written),
                expected=str(FORMAT_VERSION),
                code="format-version",
            )
            builder.tree = _without(tree, "footpath")
        elif written > FORMAT_VERSION:
            builder.say(
                version,
                f"the file is written in version {written} of the format, and this Footpath reads up to {FORMAT_VERSION}",
                help="Install a newer Footpath; nothing in the file was changed.",
                code="format-version",
            )
            self.broken.add(file)

    def head(self) -> Atlas:
        builder = self.builders.get("atlas.yaml")
        if builder is None or "atlas.yaml" in self.broken or not isinstance(builder.tree, Mapping):
            return Atlas(title=self.name or "Atlas")
        tree = builder.tree
        data = data_of(tree)
        for each in self.builders.values():  # texts given per locale read in the atlas's language
            each.context = {"language": str(data.get("language") or "en")}
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
            data["title"] = self.name or "Atlas"
        data["lanes"] = make_lanes(builder, tree.get("lanes"), ("lanes",))
        channels = items_of(tree.get("channels"))
        ids = check_unique(builder, channels, ("channels",), "channel")
        data["channels"] = tuple(
            made
            for number, node in enumerate(channels)
            if (made := self.channel(builder, node, ids[number], number))
        )
        return builder.build(Atlas, data, tree, (), "the atlas") or Atlas(title=str(data["title"]))

    def channel(self, builder: Builder, node: Node, id_: str, number: int) -> Channel | None:
        data = data_of(node)
        if isinstance(data, dict):
            data = {**data, "id": id_, "title": data.get("title") or Channel.from_bare(id_)["title"]}
        return builder.build(Channel, data, node, ("channels", number), "the channel")

    def library(self, name: str) -> tuple[Model, ...]:
        file = f"{name}.yaml"
        builder = self.builders.get(file)
        if builder is None or file in self.broken or not isinstance(builder.tree, Mapping):
            return ()
        for entry in builder.tree.entries:
            if entry.key.text not in (name, "footpath"):
                builder.unknown_key(
                    entry.value,
                    builder.tree,
                    (entry.key.text,),
                    entry.key.text,
                    [name, "footpath"],
                    "the file",
                )
        cls = _LIBRARY_TYPES[name]
        what = {"touchpoints": "touchpoint", "sources": "source", "opportunities": "opportunity"}[name]
        nodes = items_of(builder.tree.get(name))
        things: dict[str, Model] = {}
        ids = check_unique(builder, nodes, (name,), what)
        for number, node in enumerate(nodes):
            data = data_of(node)
            if isinstance(node, Scalar) and name == "touchpoints" and node.text:
                data = {"title": node.text}
            if isinstance(data, dict):
                data = _with_title({**data, "id": ids[number]}, cls)
            made = builder.build(cls, data, node, (name, number), f"the {what}")
            if made is not None and ids[number] not in things:
                things[ids[number]] = made
                self.files[(what, ids[number])] = file
        return tuple(things.values())

    def persona(self, file: str) -> Persona | None:
        builder = self.builders[file]
        tree = builder.tree
        if tree is None:
            return None
        id_ = thing_id(tree, file)
        data = data_of(tree)
        if data.get("name") is None:
            builder.say(tree, "the persona has no `name`", help="Write `name: ...`.", code="missing-key")
            data["name"] = id_
        data["id"] = id_
        builder.check_id(tree, id_, ("id",), "the persona")
        if not self.claim("persona", id_, file, tree):
            return None
        return builder.build(Persona, data, tree, (), "the persona")

    def journey(self, file: str, house: Lookup[str, Lane]) -> Journey | None:
        builder = self.builders[file]
        made, index = make_journey(builder, house)
        if made is None or builder.tree is None or not self.claim("journey", index.id, file, builder.tree):
            return None
        self.indexes[file] = index
        return made

    def claim(self, kind: str, id_: str, file: str, tree: Node) -> bool:
        """Take an id for a file; report where another file has it."""
        first = self.files.setdefault((kind, id_), file)
        if first == file:
            return True
        place = tree.get("id") if isinstance(tree, Mapping) else None
        self.builders[file].say(
            place or tree,
            f"the {kind} id {id_!r} is that of {first} too",
            ("id",),
            value=id_,
            help="Give one of them another id.",
            code="duplicate-id",
        )
        return False


def _follow(tree: Node, path: Path) -> Node:
    node = tree
    for part in path:
        found = child(
            node,
            int(part) if isinstance(part, str) and part.isdigit() and isinstance(node, Sequence) else part,
        )
        if found is None and isinstance(node, Sequence) and isinstance(part, str):
            ids = effective_ids(node.items)
            found = node.items[ids.index(part)] if part in ids else None
        if found is None and not (part == 0 and not isinstance(node, Sequence)):
            break
        node = found or node
    return node


def _with_title(data: dict[str, Any], cls: type[Model]) -> dict[str, Any]:
    """Give a touchpoint without a title the one that its id makes, as it may stand in the library by its id alone."""
    if cls is Touchpoint and not data.get("title"):
        return {**data, "title": str(data["id"]).replace("-", " ").capitalize()}
    return data


def _without(tree: Mapping, key: str) -> Mapping:
    return Mapping(
        tree.start, tree.end, tuple(entry for entry in tree.entries if entry.key.text != key), tree.flow
    )


def _no_atlas(root: Folder) -> Problem:
    if not root.exists():
        message, advice = "there is no such folder", "Look at the path; `footpath new DIR` makes an atlas."
    elif not root.is_dir():
        message, advice = "this is a file, and an atlas is a folder", "Name the folder that holds atlas.yaml."
    else:
        inner = sorted(path.parent.name for path in root.glob("*/atlas.yaml"))[:3]
        message = "this folder is no atlas: it holds no atlas.yaml"
        advice = f"Did you mean {root / inner[0]}?" if inner else "`footpath new DIR` makes one."
        if (root / "atlas.yml").is_file():
            advice = "Rename atlas.yml to atlas.yaml."
    return Problem(code="no-atlas", message=message, place=Place(str(root)), help=advice)
