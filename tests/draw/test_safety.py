"""Text from outside is data in every picture and page: nothing runs, nothing is fetched."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest

from footpath.atlas import Atlas
from footpath.base import BadInputError
from footpath.draw import Group, Link, Scene, Text, draw, to_html, to_svg

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><svg onload=alert(1)>",
    "</style><script>alert(1)</script>",
    "]]><!-- --><![CDATA[<script>",
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "&lt;script&gt; &#x3c;script&#x3e; &xxe;",
    "</script><script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}}",
    "\u202egnp.exe\u202c",
    "a\x00b\x08c\ufffe\ud800",
)
PAYLOAD = " ".join(PAYLOADS)


def _poisoned(thing: Any, payload: str) -> Any:
    """Return plain data with the payload in every free text (ids and the like stay)."""
    free = {
        "title", "claim", "purpose", "scenario", "text", "word", "why", "owner", "name", "summary", "age", "occupation", "situation",
        "low-word", "definition", "note", "sentence", "link", "label", "department", "kind-text",
    }  # fmt: skip
    if isinstance(thing, dict):
        return {
            key: (payload if key in free and isinstance(value, str) else _poisoned(value, payload))
            for key, value in thing.items()
        }
    if isinstance(thing, list | tuple):
        return [_poisoned(part, payload) for part in thing]
    return thing


def _hostile(sample: Any, payload: str) -> Atlas:
    """The rich sample with the payload in every free text, unchecked, as worst comes to worst."""

    def poison(model: Any) -> Any:
        changes = {}
        for name in type(model).model_fields:
            value = getattr(model, name)
            if isinstance(value, str) and name in {
                "title", "claim", "purpose", "scenario", "text", "word", "why", "owner", "name", "summary", "age", "occupation",
                "situation", "note", "sentence", "link", "label", "department", "segment", "when", "theme", "remark",
            }:  # fmt: skip
                changes[name] = payload
            elif hasattr(type(value), "model_fields"):
                changes[name] = poison(value)
            elif isinstance(value, tuple):
                changes[name] = tuple(
                    poison(v)
                    if hasattr(type(v), "model_fields")
                    else (payload if name in ("unknown", "notes") else v)
                    for v in value
                )
            elif name == "cells":
                changes[name] = {lane: tuple(poison(c) for c in cells) for lane, cells in value.items()}
            elif name == "definitions":
                changes[name] = dict.fromkeys(value, payload)
        if type(model).__name__ == "Slider":
            changes |= {"low": payload, "high": payload}
        return model.model_copy(update=changes)

    poisoned: Atlas = poison(sample.atlas())
    return poisoned


def _check_xml(text: str) -> None:
    root = ElementTree.fromstring(text)  # noqa: S314 - our own picture
    for element in root.iter():
        name = element.tag.rsplit("}", 1)[-1].lower()
        assert name in {
            "svg",
            "g",
            "title",
            "desc",
            "style",
            "defs",
            "pattern",
            "path",
            "rect",
            "circle",
            "text",
            "a",
            "image",
            "clippath",
        }, name
        for key, value in element.attrib.items():
            bare = key.rsplit("}", 1)[-1].lower()
            assert not bare.startswith("on"), key
            assert bare != "style"
            if bare in ("href", "src"):
                allowed = (
                    ("data:image/png;base64,",) if name == "image" else ("#", "https:", "http:", "mailto:")
                )
                assert value.startswith(allowed)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, str]] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag if tag in ("script", "style") else ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.raw.append((self._inside, data))

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def _check_html(text: str) -> None:
    page = _Page()
    page.feed(text)
    page.close()
    scripts = [attrs for tag, attrs in page.elements if tag == "script"]
    assert [attrs.get("type") for attrs in scripts] == ["application/json", None]
    for tag, attrs in page.elements:
        assert tag not in {
            "img",
            "iframe",
            "object",
            "embed",
            "link",
            "base",
            "form",
            "foreignobject",
            "image",
            "use",
        }, tag
        for name, value in attrs.items():
            assert not name.startswith("on"), (tag, name)
            assert name not in ("style", "src", "srcdoc"), (tag, name)
            if name == "href":
                assert str(value).startswith(("#", "https:", "http:", "mailto:"))
    assert not re.search(r"url\((?!#|data:font/woff2)", text)


@pytest.mark.parametrize("payload", [*PAYLOADS, PAYLOAD])
@pytest.mark.parametrize("form", ["grid", "card"])
def test_hostile_text_never_becomes_markup_in_a_picture(sample: Any, form: str, payload: str) -> None:
    _check_xml(to_svg(draw(_hostile(sample, payload), "gift", form=form), embed_fonts=False))


@pytest.mark.parametrize("form", ["grid", "card"])
def test_hostile_text_never_becomes_markup_in_a_page(sample: Any, form: str) -> None:
    for payload in (PAYLOAD, "</script>", "<!--", "-->"):
        _check_html(to_html(_hostile(sample, payload), "gift", form=form))


def _everywhere(thing: Any, payload: str) -> Any:
    """The document with the payload in every text and name that is no id, unchecked."""
    if hasattr(type(thing), "model_fields"):
        kept = {"id", "role", "form", "kind", "state", "status", "origin", "language", "ref", "to", "step", "persona", "journey",
                "improves", "beside", "measure", "icon", "ownership", "on", "made", "colour", "file", "picture", "portrait"}  # fmt: skip
        fields = {name: getattr(thing, name) for name in type(thing).model_fields if name not in kept}
        return thing.model_copy(update={name: _everywhere(value, payload) for name, value in fields.items()})
    if isinstance(thing, tuple):
        return tuple(
            _everywhere(part, payload) if hasattr(type(part), "model_fields") else part for part in thing
        )
    if isinstance(thing, dict):
        return {key: _everywhere(value, payload) for key, value in thing.items()}
    return payload if isinstance(thing, str) else thing


@pytest.mark.parametrize("payload", [PAYLOAD, "</script>"])
def test_hostile_text_stays_text_in_everything_that_a_map_can_show(bank: Any, payload: str) -> None:
    atlas = _everywhere(bank.atlas(), payload).model_copy(update={"language": "ar"})
    change = type("Change", (), {"kind": "changed", "sentence": payload})()
    asked: dict[str, Any] = {
        "pictures": bank.pictures(),
        "changes": {("stage", "need"): change, ("step", "talk"): change},
    }
    svg = to_svg(draw(atlas, "m", **asked), embed_fonts=False)
    _check_xml(svg)
    assert svg.count("<image") >= 3
    page = _Page()
    page.feed(to_html(atlas, "m", **asked))
    assert [attrs.get("type") for tag, attrs in page.elements if tag == "script"] == [
        "application/json",
        None,
    ]
    assert not [name for _, attrs in page.elements for name in attrs if name.startswith("on")]
    assert all(
        str(attrs["href"]).startswith("data:image/png;base64,")
        for tag, attrs in page.elements
        if tag == "image"
    )


def test_the_payload_is_there_as_text(sample: Any) -> None:
    svg = to_svg(draw(_hostile(sample, PAYLOADS[0]), "gift"), embed_fonts=False)
    assert "&lt;script&gt;" in svg
    assert "<script" not in svg


def test_the_policy_allows_our_own_style_and_script_and_nothing_else(sample: Any) -> None:
    text = to_html(sample.atlas(), "gift")
    page = _Page()
    page.feed(text)
    policy = next(
        str(a["content"]) for t, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    styles = [data for tag, data in page.raw if tag == "style"]
    scripts = [data for tag, data in page.raw if tag == "script"]
    # SVGs inside the page carry no style of their own: the policy would refuse it
    assert len(styles) == 1
    assert len(scripts) == 2
    for code in (styles[0], scripts[-1]):
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert json.loads(scripts[0])


def test_nothing_is_fetched(sample: Any) -> None:
    text = to_html(sample.atlas(), "gift")
    assert not re.findall(r"https?://(?!www\.w3\.org/)", text)
    assert "//cdn" not in text


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVa\tScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example",
    ],
)
def test_a_link_that_runs_or_reads_is_refused(href: str) -> None:
    scene = Scene(10, 10, (Link(href, (Text(1, 9, "x", 7),)),), "t")
    with pytest.raises(BadInputError) as caught:
        to_svg(scene, embed_fonts=False)
    assert caught.value.problems[0].code == "unsafe-link"


def test_good_links_are_kept() -> None:
    scene = Scene(
        10, 10, (Link("https://example.org/?a=1&b=2", (Text(1, 9, "x", 7),), title="A study"),), "t"
    )
    assert 'href="https://example.org/?a=1&amp;b=2"' in to_svg(scene, embed_fonts=False)


def test_ids_cannot_break_out() -> None:
    scene = Scene(10, 10, (Group((), id='a"><script>', role="cell"),), "t")
    _check_xml(to_svg(scene, embed_fonts=False))
