"""Columns that a source may name beyond those of its file: inside nested ones, each of a list, the first that is filled.

- ``properties.plan``: the key `plan` inside a column of JSON objects, a struct, or a list of keys and values
- ``actions[].url``: a row for each record of a list, `url` of that record; ``orders[]``: a row for each value
- ``user_id | device_id``: the first of several that is filled

A column that the file has under that very name is that column. What a name means follows from the name and the file's
columns alone, so that guessing and loading read alike.
"""

from __future__ import annotations

from footpath.evidence.made.names import Alternatives, Each, Inside, Numbered, Plain, is_made, resolve
from footpath.evidence.made.opening import Opener
from footpath.evidence.made.sample import opened

__all__ = ["Alternatives", "Each", "Inside", "Numbered", "Opener", "Plain", "is_made", "opened", "resolve"]
