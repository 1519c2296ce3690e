"""The one writer of SVG and HTML: whatever goes in comes out as data, never as markup.

Text and attribute values are escaped, names are checked, event handlers and addresses that run code are refused;
there is no way to put a raw string in but `style` and `script`, which take only our own files and are hashed.
"""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import urlsplit

from footpath.base import BadInputError, Problem

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-:][A-Za-z0-9]+)*\Z")
_NOT_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+={0,2}\Z")
_VOID = frozenset({"meta", "link", "br", "hr", "input", "col"})
_SCHEMES = frozenset({"https", "http", "mailto"})
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})

Value = str | int | float | None


def escape(text: str) -> str:
    """Return text as it may stand in content or in a quoted attribute."""
    return _NOT_XML.sub("", text).translate(_ESCAPES)


def number(value: float) -> str:
    """Return a length with two decimals at most, without trailing zeros and without a minus zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def safe_href(href: str) -> str:
    """Return the address if it may be followed: #id, https, http or mailto.

    Raises
    ------
    BadInputError
        For any other scheme (`javascript:`, `data:` ...).
    """
    bare = _NOT_XML.sub("", href).strip()
    is_own = bare.startswith("#")
    try:
        scheme = "" if is_own else urlsplit(bare).scheme.lower()
    except ValueError:
        scheme = "?"
    if is_own or scheme in _SCHEMES:
        return bare
    raise BadInputError(
        Problem(
            code="unsafe-link",
            message="a link of a picture leads where no page should be sent",
            value=href,
            expected="an address that begins with https:, http:, mailto: or #",
        )
    )


class Markup:
    """A document in the making; `html` leaves void elements open, as HTML wants them."""

    def __init__(self, *, html: bool = False) -> None:
        self._out: list[str] = []
        self._open: list[str] = []
        self._html = html

    def open(self, name: str, /, **attributes: Value) -> None:
        """Open an element; an underscore in an attribute's name is a hyphen, `class_` is `class`, None is left out."""
        self._out.append(f"<{_checked(name)}{_attributes(attributes)}>")
        self._open.append(name)

    def close(self, name: str) -> None:
        """Close the innermost element, which must be the one named."""
        top = self._open.pop()
        if top != name:
            raise ValueError(f"closing {name}, but {top} is open")
        self._out.append(f"</{name}>")

    def leaf(self, name: str, text: str | None = None, /, **attributes: Value) -> None:
        """Write an element with text or nothing inside."""
        head = f"<{_checked(name)}{_attributes(attributes)}"
        if text is not None:
            self._out.append(f"{head}>{escape(text)}</{name}>")
        elif self._html and name in _VOID:
            self._out.append(f"{head}>")
        elif self._html:
            self._out.append(f"{head}></{name}>")
        else:
            self._out.append(f"{head}/>")

    def picture(self, uri: str, text: str, /, **attributes: Value) -> None:
        """Write a picture of a drawing, all of it inside; anything else than the four kinds of picture is refused."""
        if not _PICTURE.match(uri):
            raise BadInputError(
                Problem(
                    code="unsafe-picture",
                    message="only pictures that are inside the page are put there",
                    value=uri[:60],
                    expected="data:image/png, jpeg, webp or gif",
                )
            )
        self._out.append(f'<image href="{uri}"{_attributes(attributes)}>')
        self.leaf("title", text)
        self._out.append("</image>")

    def text(self, text: str) -> None:
        """Write text."""
        self._out.append(escape(text))

    def newline(self) -> None:
        """Break the line, for those who read the file."""
        self._out.append("\n")

    def own_code(self, name: str, code: str, /, **attributes: Value) -> str:
        """Write a style or script of our own as it is, and return its hash for the content security policy."""
        if name not in ("style", "script") or "</" in code or "<!--" in code:
            raise ValueError("only styles and scripts of our own, without closing tags")
        if not self._html and ("<" in code or "&" in code):
            raise ValueError("style in XML holds no < and no &")
        self._out.append(f"<{name}{_attributes(attributes)}>{code}</{name}>")
        digest = hashlib.sha256(code.encode("utf-8")).digest()
        return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"

    def data(self, id_: str, text: str) -> None:
        """Write a block of JSON for our own script; it holds no < that could end it."""
        if "<" in text:
            raise ValueError("data in a page are escaped JSON")
        self._out.append(f'<script type="application/json" id="{escape(id_)}">{text}</script>')

    def result(self) -> str:
        """Return the document; everything must be closed."""
        if self._open:
            raise ValueError(f"{self._open[-1]} is still open")
        return "".join(self._out)

    def take(self, other: Markup) -> None:
        """Append another document in the making, which is escaped already."""
        self._out.append(other.result())


def _checked(name: str) -> str:
    if not _NAME.match(name):
        raise ValueError(f"{name!r} is no element")
    return name


def _attributes(given: dict[str, Value]) -> str:
    out: list[str] = []
    for key, value in given.items():
        if value is None:
            continue
        name = key.rstrip("_").replace("__", ":").replace("_", "-")
        if not _NAME.match(name) or any(part.startswith("on") for part in name.lower().split(":")):
            raise ValueError(f"{name!r} is no attribute that a picture has")
        if name in ("href", "xlink:href", "src"):
            shown = safe_href(str(value))
        else:
            shown = number(value) if isinstance(value, float) else str(value)
        out.append(f' {name}="{escape(shown)}"')
    return "".join(out)
