"""The known mistakes of journey mapping: one rule a file, over the document and its newest measures.

`check` finds, `FORMATS` write, `RULES` lists, `explain` gives a rule's page. Nothing here asks an engine or a clock.
"""

from footpath.lint.check import check, explain
from footpath.lint.finding import Allowance, Fault, Finding, LintRule, Spot
from footpath.lint.formats import FORMATS, render_json, render_text
from footpath.lint.pages import examples, pages
from footpath.lint.rules import RULES
from footpath.lint.subject import Subject

__all__ = [
    "FORMATS",
    "RULES",
    "Allowance",
    "Fault",
    "Finding",
    "LintRule",
    "Spot",
    "Subject",
    "check",
    "examples",
    "explain",
    "pages",
    "render_json",
    "render_text",
]
