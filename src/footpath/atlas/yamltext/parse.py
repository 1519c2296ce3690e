"""YAML text to a tree: libyaml's events, checked one by one before any node is built.

Anchors, aliases, tags, merge keys and keys that are no words are all told, with their places; directives, further
documents and whatever is over the limits end the reading. Nothing is built from a text in which one of these stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NoReturn

from footpath.atlas.yamltext.lines import Lines
from footpath.atlas.yamltext.nodes import Entry, Mapping, Node, Scalar, Sequence
from footpath.atlas.yamltext.resolve import is_not_finite
from footpath.base import Problem

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 32
MAX_NODES = 250_000

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]|(?<!^)\ufeff"
)
# libyaml (YAML 1.1) breaks lines at these; YAML 1.2 does not. They are hidden from it, one code point for one.
_HIDE = {0x85: 0x10FFF0, 0x2028: 0x10FFF1, 0x2029: 0x10FFF2}
_SHOW = {hidden: shown for shown, hidden in _HIDE.items()}
_BREAKS = re.compile("[\x85\u2028\u2029]")
_EXPLICIT_KEY = re.compile(r"(?:^|[\s{\[,])\?\s+$")
_BLOCK_HEADER = re.compile(r"[|>]([-+0-9]*)")
_QUESTION = re.compile(r"\?[ \t\r\n]")
_NUMBERS = frozenset("-+.0123456789")

_WORDS = {
    "mapping values are not allowed in this context": (
        "a colon followed by a space stands where no key can be",
        "Put quotes around a text that holds a colon and a space; check that keys of one thing are equally indented.",
    ),
    "did not find expected key": (
        "this line does not fit the lines above it",
        "Check the indentation: keys of one thing stand in one column, items of one list too.",
    ),
    "did not find expected '-' indicator": (
        "this line does not fit the list above it",
        "Each item of a list begins with a dash, and the dashes stand in one column.",
    ),
    "block sequence entries are not allowed in this context": (
        "a list cannot begin here",
        "Write the list on the next line, or in brackets: [a, b].",
    ),
    "could not find expected ':'": (
        "this line is no key with a value",
        "Write `key: value`; put quotes around a text that runs over several lines.",
    ),
    "found unexpected end of stream": (
        "the text ends inside quotes",
        "Close the quotation mark; inside single quotes an apostrophe is written twice.",
    ),
    "found unknown escape character": (
        "an unknown escape stands after a backslash",
        "Use single quotes, in which a backslash is a backslash.",
    ),
    "did not find expected ',' or ']'": ("a bracket is not closed, or a comma is missing", "Write [a, b]."),
    "did not find expected ',' or '}'": (
        "a brace is not closed, or a comma is missing",
        "Write {a: 1, b: 2}.",
    ),
    "found character that cannot start any token": (
        "a text cannot begin with this character",
        "Put quotes around the text.",
    ),
}


_MOST_TOLD = 100
"""So many anchors, tags and the like are told of one file; who wrote more of them knows by then."""

_UNCLOSED = frozenset(
    {"found unexpected end of stream", "did not find expected ',' or ']'", "did not find expected ',' or '}'"}
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text with its tree, or with the problems that kept it from having one.

    `tree` is None for an empty text too; then there is no problem. `comments` lists nothing: comments stay in the text.
    """

    text: str
    tree: Node | None
    problems: tuple[Problem, ...] = ()
    nodes: int = 0


class _RefusedError(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def parse_yaml(text: str, file: str | None = None) -> Parsed:
    """Return the tree of a YAML text and what is wrong with it; never raises on any text.

    Spec: document.md, rules D20 to D33.
    """
    reader = _Reader(text, file)
    try:
        tree = reader.read()
    except _RefusedError as refused:
        return Parsed(text, None, (*reader.problems, refused.problem), reader.count)
    return Parsed(text, None if reader.is_refused else tree, tuple(reader.problems), reader.count)


def parse_part(text: str, depth: int) -> tuple[Node, int] | None:
    """Return the tree of some lines that stand `depth` levels deep in a text, and its count of values; None where anything is wrong."""
    reader = _Reader(text, None, depth)
    try:
        tree = reader.read()
    except _RefusedError:
        return None
    return None if tree is None or reader.problems else (tree, reader.count)


class _Reader:
    def __init__(self, text: str, file: str | None, depth: int = 0) -> None:
        self.text = text
        self.lines = Lines(text, file)
        self.depth = depth
        self.count = 0
        self.problems: list[Problem] = []
        self.is_refused = False
        self.shift = 1 if text.startswith("\ufeff") else 0
        self.hides = _BREAKS.search(text) is not None
        self.has_questions = _QUESTION.search(text) is not None

    def read(self) -> Node | None:
        if len(self.text) * 4 > MAX_BYTES and len(self.text.encode("utf-8", "replace")) > MAX_BYTES:
            self.refuse(
                0, "the text is over 4 MiB", help="Split the map into child journeys.", code="file-too-large"
            )
        if found := _CONTROL.search(self.text, self.shift):
            self.refuse(
                found.start(),
                f"the character U+{ord(found.group()):04X} is not allowed in a text file",
                help="Delete it; if the whole file looks strange, save it as UTF-8.",
                code="yaml-control-character",
            )
        import yaml

        source = self.text[self.shift :]
        if self.hides:
            source = source.translate(_HIDE)
        loader = yaml.CSafeLoader(source)
        try:
            return self.document(loader.get_event)
        except yaml.MarkedYAMLError as error:
            self.syntax(error)
        except yaml.YAMLError as error:
            self.refuse(0, f"the text is no YAML: {error}", code="yaml-syntax")
        finally:
            loader.dispose()

    def document(self, get: Any) -> Node | None:
        from yaml import events

        get()  # the stream begins
        event = get()
        if isinstance(event, events.StreamEndEvent):
            return None
        if event.version or event.tags:
            self.refuse(
                0, "a directive (%YAML or %TAG) is refused", help="Delete the line.", code="yaml-directive"
            )
        root = self.tree(get, events)
        get()  # the document ends
        event = get()
        if not isinstance(event, events.StreamEndEvent):
            place = event.start_mark.index + self.shift
            self.refuse(
                place,
                "a second document begins here",
                help="One file holds one document; delete `---`.",
                code="yaml-documents",
            )
        return root

    def tree(self, get: Any, events: Any) -> Node:
        """Return the root, of one loop over the events: a file has a hundred thousand, so what is usual is asked first."""
        scalar, mapping_start, sequence_start = (
            events.ScalarEvent,
            events.MappingStartEvent,
            events.SequenceStartEvent,
        )
        shift, depth = self.shift, self.depth
        outer: list[_Open] = []
        opened: _Open | None = None
        node: Any
        while True:
            event = get()
            kind = type(event)
            if kind is scalar:
                self.count += 1
                start = event.start_mark.index + shift
                end = event.end_mark.index + shift
                text = event.value
                style = event.style or ""
                if event.anchor is not None or event.tag is not None or self.count > MAX_NODES:
                    self.refuse_value(event, start)
                if style or not text or self.hides or text[0] in _NUMBERS:
                    node = self.unusual(start, end, text, style)
                else:
                    node = Scalar(start, end, text, style)
            elif kind is mapping_start or kind is sequence_start:
                self.count += 1
                start = event.start_mark.index + shift
                if event.anchor is not None or event.tag is not None or self.count > MAX_NODES:
                    self.refuse_value(event, start)
                depth += 1
                if depth > MAX_DEPTH:
                    self.refuse(
                        start,
                        f"the text is nested more than {MAX_DEPTH} deep",
                        help="Write it flatter: nothing in an atlas needs more than ten levels.",
                        code="yaml-too-deep",
                    )
                if opened is not None:
                    outer.append(opened)
                opened = _Open(
                    start, event.end_mark.index + shift, bool(event.flow_style), kind is mapping_start
                )
                continue
            elif opened is not None and kind is not events.AliasEvent:  # the end of what was opened last
                node = opened.close(event.end_mark.index + shift)
                depth -= 1
                opened = outer.pop() if outer else None
            else:
                self.count += 1
                start = event.start_mark.index + shift
                self.refuse_value(event, start)
                node = Scalar(start, event.end_mark.index + shift, f"*{event.anchor}", "")
            if opened is None:
                return node  # type: ignore[no-any-return]  # one of the three kinds, made above
            if not opened.is_mapping:
                opened.items.append(node)
            elif opened.key is None:
                opened.key = self.key(node, opened.seen)
            else:
                opened.entries.append(Entry(opened.key, node))
                opened.key = None

    def refuse_value(self, event: Any, start: int) -> None:
        if self.count > MAX_NODES:
            self.refuse(
                start,
                f"the text has more than {MAX_NODES:,} values",
                help="Split the map into child journeys.",
                code="yaml-too-many-nodes",
            )
        if event.anchor is not None:
            is_alias = not hasattr(event, "implicit")
            self.tell(
                start,
                f"{'an alias' if is_alias else 'an anchor'} is refused",
                value=("*" if is_alias else "&") + event.anchor,
                help="Write the value out; put quotes around a text that begins with & or *.",
                code="yaml-anchor",
            )
        if getattr(event, "tag", None) is not None:
            self.tell(
                start,
                "a tag is refused",
                value=event.tag.replace("tag:yaml.org,2002:", "!!"),
                help="Delete it; put quotes around a text that begins with an exclamation mark.",
                code="yaml-tag",
            )

    def unusual(self, start: int, end: int, value: str, style: str) -> Scalar:
        """Return a scalar that is quoted, empty, perhaps a number, or has a line break that libyaml was not shown."""
        if self.hides:
            value = value.translate(_SHOW)
        if style in ("|", ">"):
            end = self.block_end(start, end)
        elif not style:
            if start == end:
                start = end = self.empty_place(start)
            elif is_not_finite(value):
                self.problems.append(
                    self.lines.problem(
                        start,
                        "a number must be finite",
                        value=value,
                        help="Leave the value out, or quote it.",
                        code="yaml-not-finite",
                    )
                )
        return Scalar(start, end, value, style)

    def block_end(self, start: int, end: int) -> int:
        """End a block scalar with its last line of content; blank lines after it belong to nobody but `+`."""
        header = _BLOCK_HEADER.match(self.text, start)
        span = self.text[start:end]
        if header and "+" in header.group(1):
            return start + len(span.removesuffix("\n").removesuffix("\r"))
        return start + len(span.rstrip(" \t\r\n"))

    def empty_place(self, at: int) -> int:
        """Put an empty value right after its colon or dash, where text for it would go."""
        back = at
        while back > 0 and self.text[back - 1] in " \t\r\n":
            back -= 1
        return back if back > 0 and self.text[back - 1] in ":-?" else at

    def key(self, key: Node, seen: dict[str, int]) -> Scalar:
        """Return a node that stands where a key does, and report where it can be none."""
        place = key.start
        if (
            not isinstance(key, Scalar)
            or key.start == key.end
            or key.style in ("|", ">")
            or (self.has_questions and self.is_explicit(place))
        ):
            self.tell(
                place, "a key must be a word before a colon", help="Write `key: value`.", code="yaml-key"
            )
            return Scalar(place, place, "", "")
        if key.text == "<<" and not key.style:
            self.tell(
                place, "a merge key is refused", value="<<", help="Write the keys out.", code="yaml-anchor"
            )
            return key
        if key.text in seen:
            first = self.lines.place(seen[key.text]).line
            self.problems.append(
                self.lines.problem(
                    place,
                    f"the key {key.text!r} stands here a second time; the first is on line {first}",
                    value=key.text,
                    help="Keep one of them; several values go into a list: [a, b].",
                    code="duplicate-key",
                )
            )
        seen[key.text] = place
        return key

    def is_explicit(self, place: int) -> bool:
        """Return whether a key is written with a question mark before it."""
        if not self.text[max(0, place - 20) : place].rstrip(" \t").endswith("?"):
            return False
        return _EXPLICIT_KEY.search(self.text[self.lines.line_start(place) : place]) is not None

    def syntax(self, error: Any) -> NoReturn:
        what = error.problem or str(error)
        opened = (
            what in _UNCLOSED and error.context_mark is not None
        )  # shown where it opens, not where the text ends
        mark = error.context_mark if opened else error.problem_mark or error.context_mark
        at = (mark.index if mark else 0) + self.shift
        start = self.lines.line_start(at)
        indentation = self.text[start : at + 1]
        if "\t" in indentation and not indentation.strip():
            self.refuse(
                start + indentation.index("\t"),
                "a tab stands in the indentation",
                expected="spaces",
                help="Replace the tab by two spaces; most editors do so by themselves for YAML files.",
                code="yaml-tab",
            )
        if what == "did not find expected key" and self.text[at - 1 : at] in ("'", '"'):
            self.refuse(
                at,
                "the text goes on after its closing quotation mark",
                help="Inside single quotes an apostrophe is written twice: 'it''s'; or use double quotes around.",
                code="yaml-syntax",
            )
        message, advice = _WORDS.get(
            what, (f"the text is no YAML ({what})", "Check the line and the one above it.")
        )
        self.refuse(at, message, help=advice, code="yaml-syntax")

    def tell(self, at: int, message: str, *, code: str, **facts: str) -> None:
        """Report what makes the text one that nothing is built from, and read on for more of it."""
        self.is_refused = True
        if len(self.problems) >= _MOST_TOLD:
            self.refuse(at, message, code=code, **facts)
        self.problems.append(self.lines.problem(at, message, **facts, code=code))

    def refuse(self, at: int, message: str, *, code: str, **facts: str) -> NoReturn:
        raise _RefusedError(self.lines.problem(at, message, **facts, code=code))


class _Open:
    """A mapping or list that has begun and not ended."""

    __slots__ = ("end", "entries", "flow", "is_mapping", "items", "key", "seen", "start")

    def __init__(self, start: int, end: int, flow: bool, is_mapping: bool) -> None:
        self.start = start
        self.end = end
        self.flow = flow
        self.is_mapping = is_mapping
        self.items: list[Node] = []
        self.entries: list[Entry] = []
        self.key: Scalar | None = None
        self.seen: dict[str, int] = {}

    def close(self, end: int) -> Node:
        """Return the node; in block form it ends with its last value, whatever blank lines follow."""
        if self.is_mapping:
            entries = self.entries
            if not self.flow:
                end = entries[-1].value.end if entries else self.end
            start = entries[0].key.start if entries and not self.flow else self.start
            return Mapping(start, end, tuple(entries), self.flow)
        if not self.flow:
            end = self.items[-1].end if self.items else self.end
        return Sequence(self.start, end, tuple(self.items), self.flow)
