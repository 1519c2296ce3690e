"""Which single-byte or Asian encoding makes sense of some bytes: the one whose characters a language uses.

Each candidate decodes the bytes; the share of characters beyond ASCII that one of its languages writes is its score.
Where two tie (German reads the same in Windows-1250 and -1252), the one that more files are in stands first.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

_PUNCTUATION = frozenset("‘’“”„‚–—…•«»€£§©®°²³´·ºª¿¡½¼×\u00a0\u00ad№、。，！？：；「」『』（）・ー～％")

_CYRILLIC_RU = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An encoding, what files in it are written with (a string a language, lower case), and how usual it is."""

    encoding: str
    languages: tuple[str, ...]
    usual: float


_CANDIDATES = (
    _Candidate(
        "cp1252",
        (
            "áâãàçéêíóôõúü",  # Portuguese
            "áéíñóúü",
            "àâæçéèêëîïôœùûüÿ",
            "äöüß",
            "àèéìíîòóùú",
            "áäéëèïíóöúü",
            "æøåéäö",
            "áðéíóúýþæö",
            "àçéèíïóòúü",
        ),
        0.06,
    ),
    _Candidate(
        "cp1250",
        ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž"),
        0.03,
    ),
    _Candidate(
        "cp1251", (_CYRILLIC_RU, "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "абвгдђежзијклљмнњопрстћуфхцчџш"), 0.04
    ),
    _Candidate("cp1254", ("çğıöşüâîi\u0307",), 0.02),
    _Candidate("cp1253", ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",), 0.03),
    _Candidate("cp1257", ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"), 0.01),
    _Candidate("cp1255", ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",), 0.03),
    _Candidate("cp1256", ("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئپچژگ،؟",), 0.03),
    _Candidate("koi8-r", (_CYRILLIC_RU,), 0.0),
    _Candidate("cp866", (_CYRILLIC_RU,), 0.0),
    _Candidate("mac-roman", ("áâãàçéêíóôõúü", "áéíñóúü", "àâæçéèêëîïôœùûüÿ", "äöüß"), -0.1),
    _Candidate("cp850", ("áâãàçéêíóôõúü", "áéíñóúü", "àâæçéèêëîïôùûüÿ", "äöüß"), -0.1),
)

# Very frequent characters of running Chinese; a tenth of any real text is among them.
_SIMPLIFIED = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "很快慢货物买服务质量差错满意推荐收退客户订单价格东西感觉非常包装"
)
_TRADITIONAL = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡"
    "用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實"
    "很快慢貨物買服務質量差錯滿意推薦收退客戶訂單價格東西感覺非常包裝"
)
# Russian letters from frequent to rare; what is read in the wrong one of its encodings comes out rare and in capitals.
_FREQUENT_RU = {letter: 1.0 - rank / 60 for rank, letter in enumerate("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё")}
_LEAST = 0.5
_SAMPLE = 32 * 1024


def best_of(sample: bytes) -> str:
    """Return the Python name of the encoding that makes most sense of the bytes (lines that are not UTF-8)."""
    sample = sample[:_SAMPLE]
    scores = [(_score(sample, candidate), candidate.encoding) for candidate in _CANDIDATES]
    scores += _asian(sample)
    best, name = max(scores, key=lambda score: score[0])
    if best >= _LEAST:
        return name
    return _general(sample)


def _score(sample: bytes, candidate: _Candidate) -> float:
    text = sample.decode(candidate.encoding, "replace")
    odd = [letter for letter in text if letter > "\x7f" and letter not in _PUNCTUATION]
    if not odd:
        return _LEAST + candidate.usual
    lost = sum(letter == "\ufffd" or "\x80" <= letter < "\xa0" for letter in odd)
    cyrillic = _CYRILLIC_RU in candidate.languages
    best = 0.0
    for language in candidate.languages:
        known = sum(letter.lower() in language for letter in odd)
        best = max(best, known / len(odd))
    if cyrillic:
        usual = sum(_FREQUENT_RU.get(letter, 0.3) for letter in odd) / len(odd)
        best *= 0.4 + 0.75 * usual
    if candidate.encoding == "cp1253" and len(odd) > 20 and not any(letter in "άέήίόύώ" for letter in odd):
        best *= 0.7  # Greek words carry an accent; Hebrew read as Greek has none
    mixed = _mixed(text) / len(odd) if candidate.languages[0][0] > "\u0250" else 0.0
    return best - 2 * lost / len(odd) - mixed - _shouting(text) + candidate.usual


def _mixed(text: str) -> int:
    """Count where a Latin letter stands beside one of another script, which no word does."""
    return sum(a.isalpha() and b.isalpha() and (a < "\x80") != (b < "\x80") for a, b in pairwise(text))


def _shouting(text: str) -> float:
    """Return a penalty for capitals inside words, which the wrong encoding of the right script gives."""
    pairs = wrong = 0
    for before, here in pairwise(text):
        if before.isalpha() and here.isalpha() and (before > "\x7f" or here > "\x7f"):
            pairs += 1
            wrong += before.islower() and here.isupper()
    return wrong / pairs if pairs else 0.0


def _asian(sample: bytes) -> list[tuple[float, str]]:
    scores: list[tuple[float, str]] = []
    for name in ("cp932", "gb18030", "big5", "cp949"):
        text = sample.decode(name, "replace")
        odd = [letter for letter in text if letter > "\x7f" and letter not in _PUNCTUATION]
        if not odd:
            continue
        lost = sum(letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" for letter in odd)
        if name == "cp932":
            # Half-width kana (U+FF61..) are what any bytes decode to, so they do not count.
            usual = sum("\u3041" <= letter <= "\u30ff" for letter in odd) / len(odd) * 2
        elif name == "cp949":
            usual = sum("\uac00" <= letter <= "\ud7a3" for letter in odd) / len(odd)
            usual *= 1.0 if sum("\u4e00" <= letter <= "\u9fff" for letter in odd) < len(odd) / 10 else 0.5
        else:
            often = _SIMPLIFIED if name == "gb18030" else _TRADITIONAL
            usual = sum(letter in often for letter in odd) / len(odd) * 3
        scores.append((min(usual, 1.0) - 5 * lost / len(odd), name))
    return scores


def _general(sample: bytes) -> str:
    """Ask the general detector where no language fits."""
    from charset_normalizer import from_bytes

    found = from_bytes(sample[:65536]).best()
    if found is None or found.encoding in ("ascii", "utf_8") or found.encoding.startswith("utf"):
        return "cp1252"
    return str(found.encoding).replace("_", "-")
