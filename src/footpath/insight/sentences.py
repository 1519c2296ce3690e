"""Numbers in plain words: "7 of 10", "1 in 13", "between 12 and 18 of 100", "too few to tell"."""

from __future__ import annotations

from collections.abc import Callable

FEW = 30
"""Under this many, no share is told (V006)."""


def of_ten(share: float, n: int) -> str:
    """Return a share in the words that a map uses; counts where there are few.

    >>> of_ten(0.714, 214), of_ten(0.065, 2581), of_ten(0.158, 4918), of_ten(0.5, 8), of_ten(0.997, 400)
    ('7 of 10', '6 of 100', '16 of 100', '4 of 8', 'nearly all')
    """
    if n < FEW:
        return f"{round(share * n)} of {n}"
    if share >= 0.995:
        return "nearly all" if share < 1 else "all"
    if share < 0.005:
        return "hardly anyone" if share > 0 else "nobody"
    # tenths where they are near enough to the truth; 16 of 100 is no "2 of 10"
    if 0.10 <= share <= 0.90 and abs(share * 10 - round(share * 10)) <= 0.2:
        return f"{round(share * 10)} of 10"
    return f"{max(1, round(share * 100))} of 100"


def one_in(share: float, n: int) -> str:
    """Return a small share as "1 in 13" and a larger one as `of_ten` does.

    >>> one_in(0.0769, 2581), one_in(0.4, 100)
    ('1 in 13', '4 of 10')
    """
    if n < FEW or share > 1 / 3 or share <= 0:
        return of_ten(share, n)
    return f"1 in {round(1 / share)}"


_FEELINGS = (
    (-1.5, "angry"),
    (-1.0, "let down"),
    (-0.5, "annoyed"),
    (-0.15, "doubtful"),
    (0.15, "neither"),
    (0.5, "content"),
    (1.0, "pleased"),
    (1.5, "happy"),
)


def feeling(score: float) -> str:
    """Return one word for a measured emotion on -2..+2; the word is ours, the number is the customers'.

    >>> [feeling(x) for x in (-1.8, -0.7, 0.0, 1.2, 1.9)]
    ['angry', 'annoyed', 'neither', 'happy', 'delighted']
    """
    for bound, word in _FEELINGS:
        if score < bound:
            return word
    return "delighted"


def so_many(share: float, n: int, what: str, words: Callable[[float, int], str] = of_ten) -> str:
    """Return a share of things, as the beginning of a sentence about them.

    >>> so_many(0.64, 4058, "orders"), so_many(0.999, 400, "walks"), so_many(0.0, 400, "walks")
    ('64 of 100 orders', 'nearly all walks', 'none of the walks')
    """
    told = words(share, n)
    return {"nobody": f"none of the {what}", "hardly anyone": f"hardly any {what}"}.get(
        told, f"{told} {what}"
    )


def capital(text: str) -> str:
    """Return the text with its first letter as it stands at the beginning of a sentence."""
    return text[:1].upper() + text[1:]
