"""One address folded to its screen: what stands for one thing of many becomes ``*``, what says nothing falls away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from footpath.evidence.screens.types import Screens

_HOST = re.compile(r"(?:[a-zA-Z][\w+.-]*:)?//[^/?#]*")
_BARE_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?=[/?#]|$)")
_INDEX = re.compile(r"(?:index|default)\.(?:html?|php|aspx?|jsp)", re.IGNORECASE)
_ID = re.compile(
    r"""\d+(?:[.,_-]\d+)*              # numbers, dates
    |[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}
    |(?=[^/]*\d)[0-9a-fA-F]{8,}        # hashes
    |.*\d{4}.*                         # red-shoes-12345, order_00012
    |(?=.*\d)(?=.*[A-Za-z])[\w-]{20,}  # ids of documents and sessions
    |[^@]+@[^@]+                       # addresses of people
    """,
    re.VERBOSE,
)
ANY = "*"
_LONGEST = 4096


def segments(address: str, languages: Sequence[str] = ()) -> list[str] | None:
    """Return an address's path in segments, without host, query, language and index page; None where it is no path.

    A route behind the hash (``/app#/cart``) belongs to the path.
    """
    text = address[:_LONGEST].strip()
    found = _HOST.match(text)
    if found is None and not text.startswith("/"):
        found = _BARE_HOST.match(text)
        if found is None:
            return None
    text = text[found.end() :] if found else text
    text, _, behind = text.partition("#")
    path = text.partition("?")[0]
    parts = _split(path)
    if behind.startswith(("/", "!/")):
        parts += ["#", *_split(behind.lstrip("!").partition("?")[0])]
    if parts and parts[0].casefold() in {language.casefold() for language in languages}:
        parts = parts[1:]
    return parts


def _split(path: str) -> list[str]:
    parts = [unquote(part.partition(";")[0]).strip() for part in path.split("/")]
    parts = [" ".join(part.split()) for part in parts if part]
    if parts and _INDEX.fullmatch(parts[-1]):
        parts.pop()
    return parts


def is_id(segment: str) -> bool:
    """Return whether a segment stands for one thing of many: a number, a date, a hash, an id.

    >>> is_id("12345"), is_id("red-shoes-98231"), is_id("checkout")
    (True, True, False)
    """
    return _ID.fullmatch(segment) is not None


def fold(address: str, screens: Screens) -> str:
    """Return the screen that an address shows; a name that is no address is a screen already.

    >>> fold("https://shop.example/de/products/123?utm=x", Screens("url", languages=("de",)))
    '/products/*'
    """
    parts = segments(address, screens.languages)
    if parts is None:
        return " ".join(address.split())
    folding, naming = _sorted(screens.rules)
    name = _named(parts, naming)
    if name is not None:
        return name
    folded = [ANY if is_id(part) else part for part in parts]
    for pattern in folding:
        if len(folded) >= len(pattern) and _begins(folded, pattern):
            folded = [
                ANY if sign == ANY else part for sign, part in zip(pattern, folded, strict=False)
            ] + folded[len(pattern) :]
    return _named(folded, naming) or ("/" + "/".join(folded))


def _sorted(rules: Sequence[str]) -> tuple[list[list[str]], list[tuple[list[str], str]]]:
    folding: list[list[str]] = []
    naming: list[tuple[list[str], str]] = []
    for rule in rules:
        pattern, named, name = rule.partition(" = ")
        parts = [part for part in pattern.strip().split("/") if part]
        if named:
            naming.append((parts, name.strip()))
        else:
            folding.append(parts)
    return folding, naming


def _begins(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    return all(sign in (ANY, part) for sign, part in zip(pattern, parts, strict=False))


def _named(parts: Sequence[str], naming: Sequence[tuple[list[str], str]]) -> str | None:
    return next((name for pattern, name in naming if _fits(parts, pattern)), None)


def _fits(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    if pattern and pattern[-1] == "**":
        return len(parts) >= len(pattern) - 1 and _begins(parts, pattern[:-1])
    return len(parts) == len(pattern) and _begins(parts, pattern)
