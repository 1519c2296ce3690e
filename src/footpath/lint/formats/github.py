"""Findings as GitHub workflow commands, so that they stand at the lines of a change.

Source: GitHub docs, "Workflow commands for GitHub Actions", setting an error, warning or notice message.
"""

from __future__ import annotations

from collections.abc import Sequence

from footpath.lint.finding import Finding

_WORDS = {"error": "error", "warning": "warning", "info": "notice"}


def write(findings: Sequence[Finding]) -> str:
    """Return one line a finding."""
    return "".join(_line(finding) for finding in findings)


def _line(finding: Finding) -> str:
    place = finding.place
    facts = {
        "file": place.file,
        "line": place.line,
        "col": place.column,
        "title": f"{finding.code} {finding.name}",
    }
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in facts.items() if value is not None)
    text = finding.message + (f"\n{finding.help}" if finding.help else "")
    return f"::{_WORDS[finding.severity]} {listed}::{_data(text)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
