"""The one small language of touchpoints, segments, outcomes and filters: text -> tree -> text.

Pure: no file, no clock, no engine. The numbered specification is docs/spec/rules.md; engines compile the tree, and the
text never reaches them.

>>> delivered = rule('event = "delivered" and (late or delay_us > 2 days)')
>>> sorted(columns(delivered))
['delay_us', 'event', 'late']
>>> holds(delivered, {"event": "delivered", "late": True, "delay_us": None})
True
"""

from footpath.rules.builders import all_of, any_of, equals, from_tree, one_of
from footpath.rules.codes import CODES
from footpath.rules.moments import moment_range
from footpath.rules.parser import parse, rule
from footpath.rules.patterns import Wild, fits, pattern_of, pattern_parts, pattern_regex
from footpath.rules.printer import format_column, format_tree, format_value
from footpath.rules.reference import holds, holds_for_customer
from footpath.rules.tokens import MAX_BYTES, MAX_DEPTH
from footpath.rules.tree import (
    Aggregate,
    And,
    Column,
    Compare,
    Duration,
    In,
    Like,
    Missing,
    Moment,
    Node,
    Not,
    Number,
    Operator,
    Or,
    Rule,
    Text,
    Truth,
    Value,
    columns,
    conditions,
    operands,
)

__all__ = [
    "CODES",
    "MAX_BYTES",
    "MAX_DEPTH",
    "Aggregate",
    "And",
    "Column",
    "Compare",
    "Duration",
    "In",
    "Like",
    "Missing",
    "Moment",
    "Node",
    "Not",
    "Number",
    "Operator",
    "Or",
    "Rule",
    "Text",
    "Truth",
    "Value",
    "Wild",
    "all_of",
    "any_of",
    "columns",
    "conditions",
    "equals",
    "fits",
    "format_column",
    "format_tree",
    "format_value",
    "from_tree",
    "holds",
    "holds_for_customer",
    "moment_range",
    "one_of",
    "operands",
    "parse",
    "pattern_of",
    "pattern_parts",
    "pattern_regex",
    "rule",
]
