"""The known mistakes of journey mapping: one rule a file, over the document and its newest measures.

`check` finds, `fix` mends what needs no judgement, `standing` tells where the team stands, `FORMATS` write, `RULES` lists,
`explain` gives a rule's page. Nothing here asks an engine or a clock.
"""

from footpath.lint.check import check, explain, option
from footpath.lint.finding import Allowance, Fault, Finding, LintRule, Spot
from footpath.lint.fixing import Fixed, fix
from footpath.lint.formats import FORMATS, render_json, render_standing, render_text
from footpath.lint.layout import Contrast, Layout, Overflow
from footpath.lint.pages import examples, pages
from footpath.lint.rules import RULES
from footpath.lint.standing import Standing, Station, standing
from footpath.lint.subject import Subject

__all__ = [
    "FORMATS",
    "RULES",
    "Allowance",
    "Contrast",
    "Fault",
    "Finding",
    "Fixed",
    "Layout",
    "LintRule",
    "Overflow",
    "Spot",
    "Standing",
    "Station",
    "Subject",
    "check",
    "examples",
    "explain",
    "fix",
    "option",
    "pages",
    "render_json",
    "render_standing",
    "render_text",
    "standing",
]
