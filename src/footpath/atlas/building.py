"""Nodes to types: what can be built is built, and everything wrong is said with its place.

Nothing here is bound to where a node stands in its file: what a `Builder` says of a part (a step, an entry of a library) is
counted from the part's start. So what was made of a part stays true while the file around it changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from footpath.atlas.ids import Wish, is_id
from footpath.atlas.parts import Among, Part, Placed, Ref, Said, union
from footpath.atlas.roles import ROLES
from footpath.atlas.types import Model
from footpath.atlas.yamltext import Lines, Mapping, Node, Path, Scalar, Sequence, base_of, child, to_data
from footpath.base import did_you_mean

M = TypeVar("M", bound=Model)
_ROUNDS = 4

_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "a text",
    "date": "a day such as 2026-11-21",
    "tuple": "a list",
    "list": "a list",
    "dict": "keys with values",
    "mapping": "keys with values",
    "model": "keys with values",
}
_RANGES = {
    "score": "a number from -2 to 2",
    "severity": "a whole number from 1 to 5",
    "level": "low, medium or high (1 to 3)",
    "at": "a number from 0 to 1",
    "all-at": "a number from 0 to 1",
    "scale": "two numbers, the lowest and the highest: [1, 5]",
}
_MEANT = {
    "rule": "when",
    "label": "title",
    "name": "title",
    "pain": "barrier",
    "pains": "barrier",
    "step": "steps",
}


class Builder:
    """Builds things of one file, and gathers what is wrong and what they name.

    A builder of a whole file counts from the start of the file; `part` gives the builder of one node.
    """

    def __init__(self, tree: Node | None, lines: Lines, file: str, language: str = "en") -> None:
        self.tree = tree
        self.lines = lines
        self.file = file
        self.context = {"language": language}
        self.said: list[Said] = []
        self.refs: list[Ref] = []
        self.origin = 0
        self.by = 0

    def part(self, node: Node) -> Builder:
        """Return a builder whose tree is one node of this one's."""
        base = base_of(node)
        inner = Builder(base, self.lines, self.file)
        inner.context = self.context
        inner.origin = base.start
        inner.by = self.by + node.start - base.start
        return inner

    def text_of(self, node: Node) -> str:
        """Return a node as it is written."""
        return self.lines.text[node.start + self.by : node.end + self.by]

    def say(self, node: Node | int, message: str, path: Path = (), *, code: str, **facts: Any) -> None:
        """Report a problem at a node or offset."""
        at = node if isinstance(node, int) else node.start
        self.said.append(Said(at - self.origin, path, code, message, facts))

    def refer(self, kind: str, id_: str | None, path: Path, among: Among = "atlas") -> None:
        """Note that a thing is named; whether it exists is seen when everything is read."""
        if id_ is not None:
            self.refs.append(Ref(kind, id_, path, among))

    def made(
        self,
        context: Any,
        thing: Any,
        *,
        inner: Iterable[Placed] = (),
        wishes: Iterable[Wish] = (),
        barriers: Iterable[str] = (),
    ) -> Part:
        """Return what was made of the builder's tree; `wishes` and `barriers` are its own, without those of inner parts."""
        assert self.tree is not None  # noqa: S101  # something was made of it
        inner = tuple(inner)
        named: dict[tuple[str, Among], frozenset[str]] = {}
        for ref in self.refs:
            named[(ref.kind, ref.among)] = named.get((ref.kind, ref.among), frozenset()) | {ref.id}
        return Part(
            self.tree,
            context,
            thing,
            tuple(self.said),
            tuple(self.refs),
            inner,
            union([named, *[each.part.named for each in inner]]) if inner else named,
            (*wishes, *[wish for each in inner for wish in each.part.wishes]),
            (*barriers, *[id_ for each in inner for id_ in each.part.barriers]),
            bool(self.said) or any(each.part.is_told for each in inner),
        )

    def build(self, cls: type[M], data: Any, node: Node, path: Path, what: str) -> M | None:
        """Return the thing, without the parts that are wrong; None where it cannot do without one of them."""
        told: list[Path] = []
        for _ in range(_ROUNDS):
            try:
                return cls.model_validate(data, context=self.context)
            except ValidationError as error:
                holder = [data]
                fatal = [
                    self._mend(holder, found, cls, node, path, what, told) for found in _last_first(error)
                ]
                if any(fatal) or holder[0] is None:
                    return None
                data = holder[0]
        return None

    def _mend(
        self,
        holder: list[Any],
        error: Any,
        cls: type[Model],
        node: Node,
        path: Path,
        what: str,
        told: list[Path],
    ) -> bool:
        """Take one wrong part out of the data, or put a number back as the text it was; return whether it is fatal."""
        inside = _inside(holder[0], error["loc"])
        found = deepest(node, inside)
        kind = error["type"]
        if kind == "string_type" and isinstance(found, Scalar) and to_data(found) is not None:
            _put(holder, inside, found.text)
            return False
        if not any(
            inside == known[: len(inside)] for known in told
        ):  # else it follows from what was just told and taken out
            self._explain(error, kind, cls, found, node, (*path, *inside), what)
            told.append(inside)
        if kind == "missing":
            if not inside:
                return True
            _put(holder, inside, None)
            return False
        _put(holder, inside, None)
        return not inside

    def _explain(
        self, error: Any, kind: str, cls: type[Model], found: Node, node: Node, path: Path, what: str
    ) -> None:
        loc = [part for part in error["loc"] if isinstance(part, str)]
        last = loc[-1] if loc else ""
        shown = found.text if isinstance(found, Scalar) else None
        if kind == "extra_forbidden":
            self.unknown_key(found, node, path, last, known_keys(class_at(cls, error["loc"])), what)
        elif kind == "missing":
            self.say(found, f"{what} has no `{last}`", path, help=f"Write `{last}: ...`.", code="missing-key")
        elif last == "role" and kind == "value_error" and shown is not None:
            advice = did_you_mean(shown, ROLES, what="there are")
            self.say(
                found, f"there is no role {shown!r}", path, value=shown, help=advice, code="unknown-role"
            )
        else:
            expected = _RANGES.get(last) or _expected(kind, error)
            name = f"`{last}`" if last else what
            self.say(
                found,
                f"{name} cannot have this value",
                path,
                value=shown,
                expected=expected,
                code="wrong-value",
            )

    def unknown_key(self, found: Node, node: Node, path: Path, key: str, known: list[str], what: str) -> None:
        """Report a key that is neither field nor lane, with the nearest ones."""
        parent = deepest(self.tree, path[:-1]) if self.tree is not None else node
        entry = parent.entry(key) if isinstance(parent, Mapping) else None
        meant = _MEANT.get(key)
        advice = did_you_mean(key, known, what="it may have") if known else None
        if meant in known:
            advice = f"Did you mean {meant!r}?"
        elif isinstance(parent, Mapping) and parent.flow and entry and entry.value.start == entry.value.end:
            advice = "Inside braces a comma begins a new key. Put quotes around a text that holds a comma."
        self.say(
            entry.key if entry else found,
            f"{what} has an unknown key `{key}`",
            path,
            value=key,
            help=advice or f"Delete it, or look in the format's description what {what} may have.",
            code="unknown-key",
        )

    def check_id(self, node: Node, id_: str, path: Path, what: str) -> None:
        """Report an id that is none."""
        if not is_id(id_):
            written = node.get("id") if isinstance(node, Mapping) else None
            self.say(
                written or node,
                f"the id of {what} holds a character that no id may have",
                path,
                value=id_,
                expected="letters, digits, hyphens, underscores and points",
                help="Change it here and wherever it is named.",
                code="bad-id",
            )


def data_of(node: Node) -> Any:
    """Return plain data of a node; a key without a value is None."""
    return to_data(node)


def known_keys(cls: type[Model]) -> list[str]:
    """Return the keys of a type as they are written."""
    return [field.alias or name for name, field in cls.model_fields.items()]


def class_at(cls: type[Model], loc: tuple[int | str, ...]) -> type[Model]:
    """Return the type whose key a location ends with."""
    for part in loc[:-1]:
        for name, field in cls.model_fields.items():
            if part in (field.alias, name):
                cls = _model_in(field.annotation) or cls
    return cls


def _model_in(annotation: Any) -> type[Model] | None:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def deepest(node: Node, path: Path) -> Node:
    """Return the node at a path, or the last one on the way to it."""
    for part in path:
        found = child(node, part)
        if found is None and part == 0 and not isinstance(node, Sequence):
            continue  # a single value where a list is expected
        if found is None:
            return node
        node = found
    return node


def path_text(path: Path) -> str | None:
    """Return a path as people read it: stages/0/title."""
    return "/".join(str(part) for part in path) or None


def _last_first(error: ValidationError) -> list[Any]:
    return sorted(
        error.errors(include_url=False),
        key=lambda found: [str(part).zfill(9) for part in found["loc"]],
        reverse=True,
    )


def _inside(data: Any, loc: tuple[int | str, ...]) -> Path:
    """Return how much of an error's location leads into the data: the path of the wrong part."""
    inside: list[str | int] = []
    part: Any
    for position, part in enumerate(loc):
        if (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data)
        ):
            data = data[part]
        elif part == 0 or (isinstance(part, str) and position < len(loc) - 1):
            continue  # a list of one that stands alone, or the name of a union's member
        else:
            break
        inside.append(part)
    return tuple(inside)


def _put(holder: list[Any], path: Path, value: Any) -> None:
    """Put a value into the data at a path; None takes the key or item out."""
    if not path:
        holder[0] = value
        return
    parent = holder[0]
    for part in path[:-1]:
        parent = parent[part]
    if value is not None:
        parent[path[-1]] = value
    elif isinstance(parent, dict):
        parent.pop(path[-1], None)
    elif isinstance(path[-1], int) and path[-1] < len(parent):
        del parent[path[-1]]


def _expected(kind: str, error: Any) -> str:
    context = error.get("ctx", {})
    if kind == "value_error":
        return str(context.get("error", ""))
    if kind == "literal_error":
        return str(context.get("expected", "")).replace("'", "")
    if kind == "string_too_long":
        return f"at most {context.get('max_length')} characters"
    if kind == "greater_than_equal":
        return f"{context.get('ge')} or more"
    if kind == "less_than_equal":
        return f"{context.get('le')} or less"
    return _KINDS.get(kind.partition("_")[0], str(error.get("msg", "another value")))
