"""Findings as the one object that every command prints with `--json`."""

from __future__ import annotations

import json
from collections.abc import Sequence

from footpath.lint.finding import Finding
from footpath.lint.formats.text import summary


def write(findings: Sequence[Finding]) -> str:
    """Return one JSON object; its rows have the columns code, name, severity, file, line, column, message, fix."""
    data = {
        "command": "check",
        "definition": "the known mistakes of journey mapping, in the document and its newest measures",
        "source": {},
        "rows": [finding.row() for finding in findings],
        "notes": [summary(findings)],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
