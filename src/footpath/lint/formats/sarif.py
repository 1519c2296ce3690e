"""Findings as SARIF 2.1.0, which code hosts and editors show.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0, sections 3.13 to 3.28.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from footpath.lint.finding import Finding
from footpath.lint.rules import RULES

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def write(findings: Sequence[Finding]) -> str:
    """Return one SARIF log with one run; its rules are those that found something."""
    codes = sorted({finding.code for finding in findings})
    names = {finding.code: finding.name for finding in findings}
    driver = {"name": "footpath", "rules": [_rule(code, names[code]) for code in codes]}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, codes.index(finding.code)) for finding in findings],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, name: str) -> dict[str, Any]:
    if code not in RULES:
        return {"id": code, "name": name}
    first, _, rest = RULES.get(code).page.strip().partition("\n")
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": first},
        "fullDescription": {"text": first},
        "help": {"text": rest.strip(), "markdown": rest.strip()},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message + (f"\n{finding.help}" if finding.help else "")},
    }
    place = finding.place
    if place.file:
        location: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file)}}
        if place.line:
            location["region"] = {"startLine": place.line, "startColumn": place.column or 1}
        result["locations"] = [{"physicalLocation": location}]
    return result
