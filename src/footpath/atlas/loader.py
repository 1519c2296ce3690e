"""Text to document: the atlas and all its problems, from a folder or from texts.

Nothing here raises on what a file says; only a folder that is no atlas is refused (`load`). Where an atlas was loaded
before, what was made of parts that did not change is used again: `load_texts` gives the same with and without it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Lookup
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path as Folder
from typing import Any

from footpath.atlas.building import Builder, data_of, path_text
from footpath.atlas.files import digest, kind_of, list_files, read_text
from footpath.atlas.journeys import make_journey
from footpath.atlas.libraries import LIBRARY_TYPES, make_head, make_library, make_persona
from footpath.atlas.loaded import Loaded
from footpath.atlas.measures import newest_runs
from footpath.atlas.migrations import migrated_up
from footpath.atlas.parts import Made, Parts, Placed, Said
from footpath.atlas.pending import read_note
from footpath.atlas.references import Known, absolute, check_file, check_nesting
from footpath.atlas.types import FORMAT_VERSION, Atlas, Lane, MeasureRun
from footpath.atlas.yamltext import Lines, Mapping, Node, Parsed, parse_yaml
from footpath.base import BadInputError, Place, Problem

__all__ = ["Loaded", "load", "load_texts", "loads_journey", "loads_persona"]


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
    before: Loaded | None = None,
) -> Loaded:
    """Return the atlas that texts by relative path make; pure.

    `parsed` gives trees that are known already, `before` an atlas of which parts may be the same: neither changes what comes out.
    """
    texts = migrated_up(texts)  # an older version of the format is read as the newest; nothing is written
    with without_collection():
        return _Loader(texts, parsed or {}, unread, folder.resolve().name if folder else "", before).run(
            measures,
            problems,
            hashes or {file: digest(text.encode("utf-8", "replace")) for file, text in texts.items()},
            folder,
        )


@contextmanager
def without_collection() -> Iterator[None]:
    """Do for a while without the collector of cycles: nothing made while loading is garbage, and looking for some takes a third of the time."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class _Loader:
    def __init__(
        self,
        texts: Lookup[str, str],
        parsed: Lookup[str, Parsed],
        unread: frozenset[str],
        name: str,
        before: Loaded | None,
    ) -> None:
        self.texts = texts
        self.name = name
        self.broken: set[str] = set(unread)
        self.before: Lookup[str, Made] = before.made if before is not None else {}
        self.parsed: dict[str, Parsed] = {}
        self.trees: dict[str, Node | None] = {}
        self.lines: dict[str, Lines] = {}
        self.said: dict[str, list[Said]] = {file: [] for file in texts}
        self.made: dict[str, Made] = {}
        self.used: dict[str, Made] = {}
        self.files: dict[tuple[str, str], str] = {}
        self.language = "en"
        for file, text in texts.items():
            known = parsed.get(file)
            self.parsed[file] = known if known is not None and known.text == text else parse_yaml(text, file)
            self.trees[file] = self.parsed[file].tree
            self.lines[file] = Lines(text, file)

    def run(self, measures: Any, problems: Any, hashes: Any, folder: Any) -> Loaded:
        for file in self.texts:
            self.check_root(file)
        head = self.head()
        self.language = head.language
        data: dict[str, Any] = {name: self.library(name) for name in LIBRARY_TYPES}
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
        self.check(atlas)
        return Loaded(
            atlas,
            (*problems, *self.problems()),
            dict(self.texts),
            dict(hashes),
            folder,
            self.parsed,
            {file: made.index for file, made in self.used.items() if kind_of(file) == "journey"},
            self.files,
            tuple(problems),
            self.made,
        )

    def check(self, atlas: Atlas) -> None:
        """Look whether what the files name is there."""
        known = Known(atlas, self.used, frozenset(self.broken))
        for file, made in self.used.items():
            self.said[file] += check_file(made, known)
        for file, said in check_nesting(self.used):
            self.said[file].append(said)

    def problems(self) -> list[Problem]:
        """Return what was said of all files, in the order of files and lines."""
        found: list[Problem] = []
        for file, lines in self.lines.items():
            said = list(self.said[file])
            for placed in _told(self.made[file].placed if file in self.made else ()):
                said += [absolute(each, placed) for each in placed.part.said]
            told = [
                lines.problem(each.at, each.message, path=path_text(each.path), **each.facts, code=each.code)
                for each in said
            ]
            told += self.parsed[file].problems
            found += sorted(told, key=lambda one: (one.place.line or 0, one.place.column or 0))
        return found

    def of(self, kind: str) -> list[str]:
        return [file for file in self.texts if kind_of(file) == kind and file not in self.broken]

    def say(self, file: str, node: Node | int, message: str, *, code: str, **facts: Any) -> None:
        """Report a problem of a file as a whole."""
        at = node if isinstance(node, int) else node.start
        path = facts.pop("path", ())
        self.said[file].append(Said(at, path, code, message, facts))

    def make(self, file: str, context: Any, make: Callable[[Builder, Parts, Made | None], Made]) -> Made:
        """Return what a file makes: what it made before, where its tree and the context are the same."""
        tree = self.trees[file]
        assert tree is not None, file  # noqa: S101  # a file without one is broken
        context = (self.language, context)
        before = self.before.get(file)
        if before is not None and before.context != context:
            before = None
        if before is None or before.tree is not tree:
            parts = Parts([placed.part for placed in before.placed] if before is not None else ())
            builder = Builder(tree, self.lines[file], file, self.language).part(tree)
            before = replace(make(builder, parts, before), tree=tree, context=context)
        self.made[file] = before
        return before

    def check_root(self, file: str) -> None:
        tree = self.trees[file]
        if tree is None and self.parsed[file].problems:
            self.broken.add(file)
            return
        if not isinstance(tree, Mapping):
            self.say(
                file,
                tree if tree is not None else 0,
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
            self.say(
                file,
                version,
                "`footpath` must hold the number of the format's version",
                value=str(written),
                expected=str(FORMAT_VERSION),
                code="format-version",
            )
            self.trees[file] = _without(tree, "footpath")
        elif written > FORMAT_VERSION:
            self.say(
                file,
                version,
                f"the file is written in version {written} of the format, and this Footpath reads up to {FORMAT_VERSION}",
                help="Install a newer Footpath; nothing in the file was changed.",
                code="format-version",
            )
            self.broken.add(file)

    def head(self) -> Atlas:
        tree = self.trees.get("atlas.yaml")
        if "atlas.yaml" in self.broken or not isinstance(tree, Mapping):
            return Atlas(title=self.name or "Atlas")
        language = tree.get("language")
        self.language = str(data_of(language) or "en") if language is not None else "en"
        made = self.make(
            "atlas.yaml", self.name, lambda builder, _, __: make_head(builder, self.name or "Atlas")
        )
        self.used["atlas.yaml"] = made
        return made.thing  # type: ignore[no-any-return]  # an atlas without its files

    def library(self, name: str) -> tuple[Any, ...]:
        file = f"{name}.yaml"
        if file in self.broken or not isinstance(self.trees.get(file), Mapping):
            return ()
        made = self.make(file, (), lambda builder, parts, _: make_library(builder, parts, name))
        self.used[file] = made
        what = LIBRARY_TYPES[name][1]
        self.files |= {(what, thing.id): file for thing in made.thing}
        return made.thing  # type: ignore[no-any-return]  # the library's things

    def persona(self, file: str) -> Any:
        made = self.make(file, (), lambda builder, _, __: make_persona(builder))
        return self.claimed("persona", file, made)

    def journey(self, file: str, house: Lookup[str, Lane]) -> Any:
        def make(builder: Builder, parts: Parts, before: Made | None) -> Made:
            journey, placed, index, roles = make_journey(builder, house, parts, before)
            return Made(None, (), journey, placed, index, roles)

        made = self.make(file, tuple(house.values()), make)
        return self.claimed("journey", file, made)

    def claimed(self, kind: str, file: str, made: Made) -> Any:
        """Take the id of a journey or persona for its file, and return the thing; report where another file has the id."""
        if made.thing is None:
            return None
        id_ = made.index.id
        first = self.files.setdefault((kind, id_), file)
        if first == file:
            self.used[file] = made
            return made.thing
        tree = self.trees[file]
        place = tree.get("id") if isinstance(tree, Mapping) else None
        self.say(
            file,
            place if place is not None else tree if tree is not None else 0,
            f"the {kind} id {id_!r} is that of {first} too",
            path=("id",),
            value=id_,
            help="Give one of them another id.",
            code="duplicate-id",
        )
        return None


def _told(places: Iterable[Placed]) -> Iterator[Placed]:
    """Yield the parts of which something is said, and the parts inside them."""
    for placed in places:
        if placed.part.is_told:
            yield placed
            yield from _told(placed.inside())


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
