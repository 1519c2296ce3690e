"""A page for each rule, made from the docstring of its file; and their table of contents."""

from __future__ import annotations

import re
from collections.abc import Mapping

from footpath.lint.finding import LintRule
from footpath.lint.rules import RULES
from footpath.lint.settings import shown

_BLOCK = re.compile(r"^## (Example|Better)\n\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^(?:---\n)?# (\S+\.(?:yaml|json))\n", re.MULTILINE)
_FIRST = "journeys/example.yaml"


def page(code: str, rule: LintRule) -> str:
    """Return the page of a rule as Markdown."""
    first, _, rest = rule.page.strip().partition("\n")
    facts = f"`{code}` · {rule.severity} · since {rule.since}"
    if rule.status != "stable":
        facts += f" · {rule.status}"
    if rule.options:
        listed = ", ".join(f"`{name}` ({shown(default)})" for name, default in rule.options.items())
        first_name, default = next(iter(rule.options.items()))
        default = next((one for one in rule.choices.get(first_name, ()) if one != default), default)
        facts += (
            f"\n\nOptions, with what they are where the atlas says nothing: {listed}. They are set in `atlas.yaml`: "
            f"`check: {{{code}: {{{first_name}: {shown(default, plain=True)}}}}}`."
        )
    quiet = (
        f"To live with it, give a reason in the file: `allow: {{{code}: because …}}` in the journey, the persona, or "
        "`atlas.yaml` for all of them."
    )
    return f"# {rule.name} ({code})\n\n{first}\n\n{facts}\n{rest}\n\n{quiet}\n"


def pages() -> dict[str, str]:
    """Return every page of the reference by file name, the table of contents (`index.md`) among them."""
    rules = {code: RULES.get(code) for code in RULES}
    made = {f"{code}.md": page(code, rule) for code, rule in rules.items()}
    rows = [
        f"| [{code}]({code}.md) | {rule.name} | {rule.severity} | {rule.page.strip().splitlines()[0]} |"
        for code, rule in rules.items()
    ]
    made["index.md"] = (
        "# Lint rules\n\nWhat `footpath check` looks for. Each page has an example that fails and one that passes; the tests run both.\n\n"
        "| code | name | severity | found when |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )
    return made


def examples(rule: LintRule) -> Mapping[str, dict[str, str]]:
    """Return the atlases of a rule's page, "Example" (fails) and "Better" (passes): file to text.

    A block begins with a journey (journeys/example.yaml); a line ``# FILE`` begins another file. What every file needs
    and no page should repeat (the format's version, the atlas's own file, an id) is added.
    """
    found = {}
    for title, block in _BLOCK.findall(rule.page):
        parts = _FILE.split(block)
        files = {_FIRST: parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}
        files.setdefault("atlas.yaml", "title: Example\n")
        found[title] = {name: _complete(name, text) for name, text in files.items() if text.strip()}
    return found


def _complete(name: str, text: str) -> str:
    if name in ("atlas.yaml", _FIRST):
        own_id = "" if name == "atlas.yaml" or re.search(r"^id:", text, re.MULTILINE) else "id: example\n"
        return f"footpath: 1\n{own_id}{text}"
    return text
