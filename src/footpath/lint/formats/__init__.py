"""How findings are written: for people, and for the programs that show them. One small file a format."""

from collections.abc import Callable, Sequence
from typing import Any

from footpath.base import Registry
from footpath.lint.finding import Finding
from footpath.lint.formats.standing import render_standing

__all__ = ["FORMATS", "Format", "render_json", "render_standing", "render_text"]

Format = Callable[[Sequence[Finding]], str]

FORMATS: Registry[Format] = Registry(
    "format of findings",
    {
        "text": "footpath.lint.formats.text:write",
        "json": "footpath.lint.formats.json_:write",
        "sarif": "footpath.lint.formats.sarif:write",
        "github": "footpath.lint.formats.github:write",
        "junit": "footpath.lint.formats.junit:write",
    },
    group="footpath.lint_formats",
)
"""Name to a function from findings to text."""


def render_text(findings: Sequence[Finding]) -> str:
    """Return the findings as people read them, with a last line that counts them."""
    return FORMATS.get("text")(findings).rstrip("\n")


def render_json(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return the rows of `check`: code, name, severity, file, line, column, message, fix."""
    return [finding.row() for finding in findings]
