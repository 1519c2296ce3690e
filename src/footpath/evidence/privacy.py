"""People in the data: pseudonyms by a key that lies outside every atlas, and masks over what a text gives away.

A keyed pseudonym is still personal data (whoever has the key can test a guess); it keeps ids out of atlases, caches,
pictures and prompts. Masks are patterns with checks, not an understanding of the text: names stay.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from footpath.base import Place, Problem, UsageError, state_folder
from footpath.evidence.patterns import CARD, EMAIL, IBAN, PHONE, is_card, is_iban, is_phone

if TYPE_CHECKING:
    import pyarrow as pa

_KEY_BYTES = 32
_PSEUDONYM_BYTES = 12
_PREFIX = "p-"
_SHOWN = 80
_NOTHING = frozenset(
    (
        "n/a",
        "na",
        "nan",
        "null",
        "none",
        "nil",
        "-",
        "--",
        "?",
        "unknown",
        "undefined",
        "#n/a",
        "#ref!",
        "#value!",
    )
)
_DATE = re.compile(
    r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z| ?[AP]M)?)?"
)


# ---------------------------------------------------------------- the key


def key_file() -> Path:
    """Return where the key of pseudonyms lies: in the user's state folder, never in an atlas.

    Raises
    ------
    UsageError
        Where the state folder has been set to a place inside an atlas.
    """
    folder = state_folder().resolve()
    for above in (folder, *folder.parents):
        if (above / "atlas.yaml").exists():
            raise UsageError(
                Problem(
                    code="key-in-atlas",
                    message="the folder for keys lies inside an atlas, which other people may read",
                    place=Place(str(folder)),
                    help="Set FOOTPATH_STATE to a folder outside of it.",
                )
            )
    return folder / "pseudonyms.key"


def load_key() -> bytes:
    """Return the key of this user's pseudonyms, made at the first call (32 random bytes, readable by the user alone)."""
    path = key_file()
    with contextlib.suppress(FileNotFoundError):
        return _checked(path.read_bytes(), path)
    # Written aside and linked, so that two processes at once end with one key, and nobody reads a part of it.
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without links
            if not path.exists():
                aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return _checked(path.read_bytes(), path)


def _checked(key: bytes, path: Path) -> bytes:
    if len(key) != _KEY_BYTES:
        raise UsageError(
            Problem(
                code="key-damaged",
                message=f"the key of pseudonyms has {len(key)} bytes",
                place=Place(str(path)),
                expected=f"{_KEY_BYTES} bytes",
                help="Put the key back from a backup. Without it a new one is made, and customers get new pseudonyms: "
                "then delete this file.",
            )
        )
    return key


class Pseudonyms:
    """Ids to pseudonyms: the same id gives the same pseudonym wherever it stands, made once per distinct id.

    A pseudonym is ``p-`` and 24 hexadecimal digits: BLAKE2b of the id's UTF-8 with the key (96 bits; a hundred million
    customers meet by chance with a probability under 10 to the -12).

    >>> Pseudonyms(bytes(32)).one("007") == Pseudonyms(bytes(32)).one("007") != Pseudonyms(bytes(32)).one("7")
    True
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def of_user(cls) -> Pseudonyms:
        """Return those of this user's key."""
        return cls(load_key())

    def one(self, id_: str) -> str:
        """Return one id's pseudonym."""
        digest = hashlib.blake2b(
            id_.encode("utf-8", "surrogatepass"), digest_size=_PSEUDONYM_BYTES, key=self._key
        )
        return _PREFIX + digest.hexdigest()

    def of(self, ids: pa.Array | pa.ChunkedArray | Iterable[str | None]) -> pa.Array:
        """Return the pseudonyms of many ids as an Arrow text array of the same length; null stays null."""
        import pyarrow as pa

        array = ids if isinstance(ids, pa.Array | pa.ChunkedArray) else pa.array(list(ids), pa.string())
        if isinstance(array, pa.ChunkedArray):
            array = array.combine_chunks()
        coded = (
            array if isinstance(array, pa.DictionaryArray) else array.cast(pa.string()).dictionary_encode()
        )
        known = coded.dictionary.cast(pa.string()).to_pylist()
        named = pa.array([None if id_ is None else self.one(id_) for id_ in known], pa.string())
        return named.take(coded.indices)


# ---------------------------------------------------------------- masks


def mask(text: str) -> tuple[str, int]:
    """Return the text with e-mail addresses, IBANs, card and phone numbers masked, and how many there were.

    Cards count by their check digit, IBANs by country and length, phone numbers by how the countries write them; a
    number that the words before it call an order, an invoice or the like stays.

    >>> mask("Call 0170 1234567 or write to eva@example.org about order 4711")
    ('Call [phone] or write to [e-mail] about order 4711', 2)
    """
    if not any(letter.isdigit() or letter == "@" for letter in text) and "at" not in text.lower():
        return text, 0
    text, mails = EMAIL.subn("[e-mail]", text)
    count = mails
    for pattern, word, check in (
        (IBAN, "[IBAN]", is_iban),
        (CARD, "[card]", is_card),
        (PHONE, "[phone]", is_phone),
    ):
        out: list[str] = []
        at = 0
        for found in pattern.finditer(text):
            if found.start() < at:
                continue
            length = check(text, found.start(), found.end())
            if length:
                out += (text[at : found.start()], word)
                at = found.start() + length
                count += 1
        if out:
            text = "".join(out) + text[at:]
    return text, count


def masked_value(text: str) -> str:
    """Return the shape of a value for a report of rows set aside: letters as ``a``, digits as ``9``, at most 80 long.

    What names nobody stays readable: dates, numbers of up to six digits, and words that say "nothing".

    >>> masked_value("Eva Maier, eva@example.org")
    'Aaa Aaaaa, aaa@aaaaaaa.aaa'
    >>> masked_value("2024-13-45")
    '2024-13-45'
    """
    plain = text.strip()
    if plain.lower() in _NOTHING or _DATE.fullmatch(plain):
        return plain
    if re.fullmatch(r"[-+]?\d{1,6}(?:[.,]\d{1,2})?", plain):
        return plain
    shape = "".join(map(_shape, plain[: _SHOWN + 1]))
    return shape if len(shape) <= _SHOWN else shape[: _SHOWN - 1] + "…"


def _shape(letter: str) -> str:
    if letter.isdigit():
        return "9"
    if letter.isalpha():
        return "A" if letter.isupper() else "a"
    if unicodedata.category(letter) in ("Cc", "Cf", "Cn", "Co", "Cs"):
        return "·"
    return letter if letter.isascii() or letter.isspace() else "a"
