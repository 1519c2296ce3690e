"""Which encoding a text file is in: found, named, and converted, so that no character is replaced unseen.

A byte order mark decides; then UTF-16 by where its NUL bytes stand; then UTF-8, which other encodings pass for only by
chance; then the one whose letters make sense in some language. The last step is our own: general detectors take
Western European files for Central European ones ("Não" becomes "Năo"), since both decode.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.letters import best_of
from footpath.evidence.limits import KIB, MIB, Limits
from footpath.evidence.readers.stream import open_stream

MARK = "\uffff"
"""Stands for bytes that do not fit the encoding, until their row is set aside (a noncharacter: no text holds it)."""

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BLOCK = 4 * MIB
_ENOUGH = 256 * KIB


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding by its Python name, how many bytes its mark takes, and how it was found.

    `unfit` counts lines that do not fit, `fit` those with letters beyond ASCII that do; `given` says that the user
    named it.
    """

    name: str
    mark: int = 0
    fit: int = 0
    unfit: int = 0
    given: bool = False


def detect(path: Path, given: str | None, limits: Limits) -> Encoding:
    """Return the encoding of a text file, reading it through once (only until it is sure).

    Raises
    ------
    BadInputError
        Where the encoding given is unknown.
    """
    with open_stream(path, limits) as stream:
        head = stream.read(_BLOCK)
        mark, marked = _mark(head)
        if given is not None:
            name = _known(given, path)
            wide = name in ("utf-16", "utf-32")
            name = (marked or name + "-le") if wide else ("utf-8" if name == "utf-8-sig" else name)
            return Encoding(name, mark if marked == name else 0, given=True)
        if marked:
            return Encoding(marked, mark)
        wide_name = _wide(head)
        if wide_name:
            return Encoding(wide_name)
        fit = unfit = 0
        odd: list[bytes] = []
        held = 0
        block, rest = head, b""
        while block:
            text = rest + block
            end = text.rfind(b"\n") + 1
            # A "line" longer than a block is no text that we could judge by lines; it is judged in pieces.
            end = end or len(text)
            whole, rest = text[:end], text[end:]
            good, bad = _sort(whole)
            fit += good
            unfit += len(bad)
            for line in bad:
                if held < _ENOUGH:
                    odd.append(line)
                    held += len(line)
            if held >= _ENOUGH and unfit > 10 * fit:
                break
            block = stream.read(_BLOCK)
        good, bad = _sort(rest)
        fit, unfit = fit + good, unfit + len(bad)
        odd += bad
    if not unfit or fit >= unfit:
        return Encoding("utf-8", fit=fit, unfit=unfit)
    return Encoding(best_of(b"\n".join(odd)), fit=unfit, unfit=fit)


def title(name: str) -> str:
    """Return an encoding's name as people and other programs write it.

    >>> title("cp1252")
    'Windows-1252'
    """
    if name.startswith("cp125"):
        return "Windows-" + name[2:]
    return {
        "utf-8": "UTF-8",
        "utf-16-le": "UTF-16",
        "utf-16-be": "UTF-16 (big endian)",
        "utf-32-le": "UTF-32",
        "utf-32-be": "UTF-32 (big endian)",
        "koi8-r": "KOI8-R",
        "cp932": "Shift-JIS",
        "gb18030": "GB 18030",
        "big5": "Big5",
        "cp949": "EUC-KR",
        "mac-roman": "Mac Roman",
        "iso8859-1": "Latin-1",
        "iso8859-15": "Latin-9",
        "ascii": "ASCII",
    }.get(name, name)


def mark_unfit(error: UnicodeError) -> tuple[str, int]:
    """Put `MARK` in the place of bytes that do not fit (an error handler of `codecs`)."""
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101  # it is used for decoding only
    return MARK, error.end


codecs.register_error("footpath-mark", mark_unfit)


def _mark(head: bytes) -> tuple[int, str | None]:
    for mark, name in _MARKS:
        if head.startswith(mark):
            return len(mark), name
    return 0, None


def _known(given: str, path: Path) -> str:
    try:
        return codecs.lookup(given).name
    except LookupError:
        raise BadInputError(
            Problem(
                code="text-encoding",
                message=f"there is no encoding {given!r}",
                place=Place(str(path)),
                value=given,
                expected="a name such as utf-8, cp1252, utf-16, cp1251 or shift_jis",
                help="Leave the option out to have it found.",
            )
        ) from None


def _wide(head: bytes) -> str | None:
    """Tell UTF-16 without a mark by its NUL bytes: they stand nearly all at even, or at odd places."""
    sample = head[: 64 * KIB]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd < len(sample) // 50 or len(sample) < 4:
        return None
    for name, many, few in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if many > 20 * few and "\n" in sample[: len(sample) // 2 * 2].decode(name, "replace"):
            return name
    return None


def _sort(block: bytes) -> tuple[int, list[bytes]]:
    """Return how many lines with bytes beyond ASCII are UTF-8, and those lines that are not."""
    if block.isascii():
        return 0, []
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # Counted in the first part and scaled: the number only has to be told from "hardly any".
        part = block[: 64 * KIB]
        some = sum(not line.isascii() for line in part.split(b"\n"))
        return max(1, some * len(block) // max(len(part), 1)), []
    good = 0
    bad: list[bytes] = []
    for line in block.split(b"\n"):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            good += 1
        except UnicodeDecodeError:
            bad.append(line)
    return good, bad
