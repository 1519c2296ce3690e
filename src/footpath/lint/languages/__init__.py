"""What rules know of languages: tables of words, one file a subject, and how a text is compared with them.

A language without a table is met with silence: nothing is guessed from another one.
"""

from footpath.lint.languages.phrases import Phrases, is_unspaced, length, plain, spoken

__all__ = ["Phrases", "is_unspaced", "length", "plain", "spoken"]
