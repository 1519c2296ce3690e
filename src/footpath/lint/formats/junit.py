"""Findings as JUnit XML, which build servers read: a suite a file, a failed test a finding."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from footpath.lint.finding import Finding

_NOT_XML = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF])


def write(findings: Sequence[Finding]) -> str:
    """Return one document; hints are tests that pass and say something, so that they fail no build."""
    by_file = sorted(findings, key=lambda finding: finding.place.file or "")
    suites = [
        _suite(file, list(group)) for file, group in groupby(by_file, key=lambda f: f.place.file or "atlas")
    ]
    if not suites:
        suites = [
            '  <testsuite name="footpath check" tests="1" failures="0"><testcase name="no findings"/></testsuite>'
        ]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", *suites, "</testsuites>", ""])


def _suite(file: str, findings: list[Finding]) -> str:
    failures = sum(finding.severity != "info" for finding in findings)
    head = f'  <testsuite name={_attribute(file)} tests="{len(findings)}" failures="{failures}">'
    return "\n".join([head, *(_case(finding) for finding in findings), "  </testsuite>"])


def _case(finding: Finding) -> str:
    name = _attribute(f"{finding.code} {finding.name} {finding.place}".strip())
    text = escape(f"{finding.message}\n{finding.help or ''}".strip().translate(_NOT_XML))
    inner = (
        f"<system-out>{text}</system-out>"
        if finding.severity == "info"
        else f"<failure type={_attribute(finding.severity)} message={_attribute(finding.message)}>{text}</failure>"
    )
    return f"    <testcase name={name}>{inner}</testcase>"


def _attribute(text: str) -> str:
    return quoteattr(text.translate(_NOT_XML))
