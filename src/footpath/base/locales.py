"""What a locale says by itself: the direction of its script."""

from __future__ import annotations

_RIGHT_TO_LEFT_LANGUAGES = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset(
    {"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"}
)


def is_right_to_left(locale: str) -> bool:
    """Return whether a locale is written from right to left: by its script where it names one, else by its language.

    Source: the Unicode Common Locale Data Repository's layout data (`characterOrder`).
    """
    language, *parts = locale.lower().replace("_", "-").split("-")
    script = next((part for part in parts if len(part) == 4 and part.isalpha()), None)
    return script in _RIGHT_TO_LEFT_SCRIPTS if script else language in _RIGHT_TO_LEFT_LANGUAGES
