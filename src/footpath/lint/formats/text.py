"""Findings for people: place, code and message, then the line with a mark under it, then one step that helps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from footpath.lint.finding import SEVERITIES, Finding

_COMMENT = re.compile(r"\s+#.*$")
_CLOSED = re.compile(r"""\"[^\"]*\"|'[^']*'|\{[^{}]*\}|\[[^\[\]]*\]""")
_IN_FLOW = re.compile(r"[^,\[\]{}]+")
_WORD = re.compile(r"[^\s:,\[\]{}]+")


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
        lines += [f"{gutter} |", f"{number} | {finding.source.rstrip()}"]
        if finding.place.column is not None:
            lines.append(f"{gutter} | {_mark(finding.source, finding.place.column)}")
    if finding.help:
        lines.append(f"help: {finding.help}")
    return "\n".join(lines)


def _mark(source: str, column: int) -> str:
    """Return carets under what stands at a column; tabs stay tabs, and wide letters take two places."""
    before, rest = source[: column - 1], _COMMENT.sub("", source[column - 1 :]).rstrip()
    is_value = before.rstrip().endswith((":", "-")) and bool(before.strip(" -"))
    in_flow = before.count("{") > before.count("}") or before.count("[") > before.count("]")
    token = _CLOSED.match(rest) or (_IN_FLOW.match(rest) if in_flow else None) or _WORD.match(rest)
    marked = rest if is_value and not in_flow and not _CLOSED.match(rest) else token.group() if token else " "
    return "".join("\t" if letter == "\t" else " " * _width(letter) for letter in before) + "^" * max(
        1, _width(marked)
    )


def _width(text: str) -> int:
    widths = (
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
    return sum(widths)
