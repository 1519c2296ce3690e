"""Findings for people: place, code and message, then the line with a mark under it, then one step that helps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from footpath.lint.finding import SEVERITIES, Finding

_COMMENT = re.compile(r"\s+#.*$")
_QUOTED = re.compile(r"""\"[^\"]*\"|'[^']*'""")
_IN_FLOW = re.compile(r"[^,\[\]{}]+")
_WORD = re.compile(r"[^\s:,\[\]{}]+")
# What would move a terminal's cursor, or make a text read as another one, is shown as a sign in its place.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WIDEST = 110
_BEFORE = 30
"""Of a long line, how much is shown before what is meant."""
_ELLIPSIS = "…"


def write(findings: Sequence[Finding]) -> str:
    """Return the findings as text, with a last line that counts them."""
    blocks = [_block(finding) for finding in findings]
    return "\n\n".join([*blocks, summary(findings)]) + "\n"


def summary(findings: Sequence[Finding]) -> str:
    """Return the counts in one line: 3 findings (1 error, 2 warnings)."""
    if not findings:
        return "No findings."
    words = {"error": "error", "warning": "warning", "info": "hint"}
    parts = []
    for severity in SEVERITIES:
        count = sum(finding.severity == severity for finding in findings)
        if count:
            parts.append(f"{count} {words[severity]}{'' if count == 1 else 's'}")
    fixable = sum(finding.operation is not None for finding in findings)
    more = f" {fixable} can be mended with --fix." if fixable else ""
    return f"{len(findings)} {'finding' if len(findings) == 1 else 'findings'}: {', '.join(parts)}.{more}"


def _block(finding: Finding) -> str:
    mark = "[*] " if finding.operation is not None else ""
    name = f" {finding.name}" if finding.name != finding.code else ""
    where = str(finding.place)
    lines = [
        f"{where}{' ' if where else ''}{finding.code}{name} ({finding.severity}) {mark}{finding.message}"
    ]
    if finding.source is not None and finding.place.line is not None:
        number = str(finding.place.line)
        gutter = " " * len(number)
        shown, carets = _marked(_safe(finding.source.rstrip()), finding.place.column)
        lines += [f"{gutter} |", f"{number} | {shown}"]
        if carets:
            lines.append(f"{gutter} | {carets}")
    if finding.help:
        lines.append(f"help: {finding.help}")
    return "\n".join(_safe(line) for line in lines)


def _marked(source: str, column: int | None) -> tuple[str, str]:
    """Return the line and the marks under it; of a long line the part around what is meant."""
    if column is None:
        return _cut(source, _WIDEST), ""
    start = min(column - 1, len(source))
    meant = _meant(source, start)
    if _width(source) > _WIDEST:
        first = max(0, start - _BEFORE) if _width(source[: start + len(meant)]) > _WIDEST else 0
        lead = _ELLIPSIS if first else ""
        source = lead + _cut(source[first:], _WIDEST - len(lead))
        start += len(lead) - first
    before = "".join("\t" if letter == "\t" else " " * _width(letter) for letter in source[:start])
    room = _width(source) - _width(source[:start])
    return source, before + "^" * max(1, min(_width(meant), room))


def _meant(source: str, start: int) -> str:
    """Return what stands at a place of a line: a value with its quotes or braces, the rest of the line, or a word."""
    before, rest = source[:start], _COMMENT.sub("", source[start:]).rstrip()
    is_value = before.rstrip().endswith((":", "-")) and bool(before.strip(" -"))
    in_flow = before.count("{") > before.count("}") or before.count("[") > before.count("]")
    if closed := _closed(rest):
        return closed
    if is_value and not in_flow:
        return rest
    token = (_IN_FLOW.match(rest) if in_flow else None) or _WORD.match(rest)
    return token.group().rstrip() if token else " "


def _closed(text: str) -> str:
    """Return the quoted text, the mapping or the list that a text begins with; nothing where it is not closed on this line."""
    if quoted := _QUOTED.match(text):
        return quoted.group()
    open_ = 0
    for n, letter in enumerate(text):
        open_ += (letter in "{[") - (letter in "}]")
        if open_ == 0:
            return text[: n + 1] if n else ""
    return ""


def _cut(text: str, most: int) -> str:
    """Return a text of at most that width; an ellipsis stands for the rest."""
    if _width(text) <= most:
        return text
    kept, width = [], 0
    for letter in text:
        width += _width(letter)
        if width > most - 1:
            break
        kept.append(letter)
    return "".join(kept) + _ELLIPSIS


def _safe(text: str) -> str:
    return _UNSAFE.sub("\ufffd", text.replace("\n", " ") if "\n" in text else text)


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_of_letter, text))


def _of_letter(letter: str) -> int:
    """Return how many places of a terminal a letter takes; none for what is set on or joins others."""
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
