"""Foreign XML, read leniently and safely: no declaration is obeyed, no entity made, and tags that are not well-formed still read.

It stands on the standard library's tokeniser for HTML, which knows no custom entities and opens nothing. A document type is
refused outright, as no writer of these formats has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from footpath.interchange.reading import refuse

MOST_DEEP = 64
MOST_TAGS = 200_000
_DECLARED = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)


@dataclass(slots=True)
class Tag:
    """One element: its name in lower case without a prefix, attributes, own text, children."""

    name: str
    facts: dict[str, str] = field(default_factory=dict)
    inside: list[Tag] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The element's own text, white space folded."""
        return " ".join("".join(self.words).split())

    def child(self, *names: str) -> Tag | None:
        """Return the first child of one of these names."""
        return next((tag for tag in self.inside if tag.name in names), None)

    def find(self, *names: str) -> Iterator[Tag]:
        """Yield every element of one of these names under this one, in order."""
        for tag in self.inside:
            if tag.name in names:
                yield tag
            yield from tag.find(*names)

    def text_at(self, *names: str) -> str:
        """Return the text of the first element of one of these names under this one."""
        found = next(self.find(*names), None)
        return found.text if found is not None else ""

    def fact(self, name: str) -> str:
        """Return an attribute, whatever its case."""
        return " ".join(self.facts.get(name.lower(), "").split())


def parse_tags(text: str) -> Tag:
    """Return the root of a text of tags (its children are the outermost elements).

    Raises
    ------
    BadInputError
        For a document type or entity, and for what nests too deep or has too many tags (`not-this-format`).
    """
    if _DECLARED.search(text):
        raise refuse(
            "the XML declares a document type or entities, which are refused",
            "Delete the declaration (the lines that begin with <!DOCTYPE or <!ENTITY).",
        )
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Tag("")
        self.open = [self.root]
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count += 1
        if len(self.open) > MOST_DEEP or self.count > MOST_TAGS:
            raise refuse("the XML nests too deep or has too many tags", "Export a smaller part.")
        made = Tag(_plain(tag), {_plain(name): value or "" for name, value in attrs})
        self.open[-1].inside.append(made)
        self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        name = _plain(tag)
        for position in range(len(self.open) - 1, 0, -1):
            if self.open[position].name == name:
                del self.open[position:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].words.append(data)

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self.open[-1].words.append(data[len("CDATA[") :])


def _plain(name: str) -> str:
    return name.rpartition(":")[2].lower()
