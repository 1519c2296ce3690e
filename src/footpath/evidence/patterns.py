"""What e-mail addresses, IBANs, card and phone numbers look like in running text, with the checks that tell them apart.

Patterns find candidates in linear time (every repetition is bounded); the functions say how much of one is meant.
"""

from __future__ import annotations

import re

_AT = r"(?:@|\s?[(\[{<]\s?(?:at|arroba|ät)\s?[)\]}>]\s?)"
_DOT = r"(?:\.|\s?[(\[{<]\s?(?:dot|punkt|point|punto|ponto)\s?[)\]}>]\s?)"
EMAIL = re.compile(
    rf"[\w!#$%&'*+/=?^`{{|}}~-][\w.!#$%&'*+/=?^`{{|}}~-]{{0,63}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,5}}",
    re.IGNORECASE,
)

_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
    "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
    "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18,
    "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24,
    "XK": 20,
}  # fmt: skip
IBAN = re.compile(r"(?<![^\W_])[A-Za-z]{2}[ .\-]?\d{2}(?:[ \u00a0.\-]?[A-Za-z0-9]){11,30}", re.ASCII)

CARD = re.compile(r"(?<![\d.,])[2-689](?:[ \u00a0.\-]{0,2}\d){12,18}")

_GAP = r"[ \u00a0\u202f.\-/()\u2010\u2011\u2012\u2013]{0,3}"
PHONE = re.compile(
    rf"(?<![\w.,€$£+#])\(?\+?\(?\d(?:{_GAP}\d){{6,15}}(?![\w%€$£]|[.,:]\d|\s?(?:€|EUR\b|USD\b|R\$))"
)

# What goes on with one more group (07.87.55.51.17) is no date.
_DATE = re.compile(
    r"(?<!\d)(?<!\d[./\-])(?:\d{1,2}[./\-]\d{1,2}[./\-](?:19|20)?\d\d|(?:19|20)\d\d[./\-]\d{1,2}[./\-]\d{1,2})(?![./\-]?\d)"
)
_CALLED = re.compile(
    r"\b(?:t[eé]l[eéè]?|tel[eé]f|phon|fone|call|mobil|cell|celular|handy|ruf|whats|zap|viber|signal\b|sms|fax|text\b|"
    r"ring|appel|llam|ligue|ligar|contact|kontakt|contato|reach|dial|chiam|cellulare|portable|numero di t|"
    r"тел|звон|номер тел|моб)",
    re.IGNORECASE,
)
_IDS = re.compile(
    r"(?:\b(?:order|invoice|bill|ticket|track|parcel|package|shipment|ref|reference|case|claim|serial|sku|ean|isbn|upc|gtin|"
    r"article|item|product|model|code|account|contract|policy|booking|reservation|pnr|id|voucher|coupon|"
    r"bestell|rechnung|auftrag|sendung|artikel|kunden|vorgang|vertrag|gutschein|commande|facture|colis|suivi|dossier|"
    r"pedido|compra|nota|protocolo|rastreio|rastreamento|factura|fatura|env[ií]o|encomenda|"
    r"ordine|fattura|spedizione|pratica|bestelling|factuur|zam[oó]wien|paczk|заказ|посылк|чек|трек)\w*|[#№]|n[°º.])"
    r"(?:[^.!?\n]|\b(?:no|nr|n|num|nº)\.){0,15}$",
    re.IGNORECASE,
)
_SEEN_BEFORE = 32


def is_iban(text: str, start: int, end: int) -> int:
    """Return how many characters of the candidate are an IBAN (0: none)."""
    country = text[start : start + 2].upper()
    length = _IBAN_LENGTHS.get(country)
    if length is None:
        return 0
    taken = 0
    letters: list[str] = []
    for letter in text[start:end]:
        taken += 1
        if letter.isalnum():
            letters.append(letter)
            if len(letters) == length:
                break
    if len(letters) < length:
        return 0
    after = text[start + taken : start + taken + 1]
    number = "".join(letters).upper()
    turned = number[4:] + number[:4]
    if int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1:
        return taken
    # A slip in typing is masked too where nothing but an IBAN is written like this: capitals, and mostly digits.
    digits = sum(letter.isdigit() for letter in letters)
    return taken if not after.isalnum() and digits >= length - 6 and text[start : start + 2].isupper() else 0


def is_card(text: str, start: int, end: int) -> int:
    """Return how many characters of the candidate are a card number by its check digit (0: none)."""
    places = [at for at in range(start, end) if text[at].isdigit()]
    digits = [int(text[at]) for at in places]
    if text[end : end + 1].isdigit():
        return 0
    for length in range(len(digits), 12, -1):
        # A date of expiry may follow; but a number is never cut in the middle of a group.
        whole = length == len(digits) or places[length] != places[length - 1] + 1
        if whole and _luhn(digits[:length]) and len(set(digits[:length])) > 1:
            return places[length - 1] + 1 - start
    return 0


def is_phone(text: str, start: int, end: int) -> int:
    """Return how many characters of the candidate are a phone number (0: none)."""
    candidate = text[start:end]
    digits = "".join(letter for letter in candidate if letter.isdigit())
    count = len(digits)
    groups = re.findall(r"\d+", candidate)
    before = text[max(0, start - _SEEN_BEFORE) : start]
    called = _CALLED.search(before) is not None
    length = end - start
    if "+" in candidate or (digits.startswith("00") and digits[2:3] not in ("", "0")):
        return length if 8 <= count <= 16 else 0
    if _DATE.search(candidate) or _is_amount(candidate, groups) or _is_address(candidate, groups):
        return 0
    if called:
        return length if 7 <= count <= 13 and not digits.startswith("000") else 0
    if _IDS.search(before):
        return 0
    if count == 8:
        return length if _is_short(candidate, groups) else 0
    if digits.startswith("00"):
        return 0
    return length if 9 <= count <= 12 and len(groups) <= 6 else 0


def _luhn(digits: list[int]) -> bool:
    total = sum(digits[-1::-2])
    total += sum(digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2])
    return total % 10 == 0


def _is_amount(candidate: str, groups: list[str]) -> bool:
    """Return whether the groups read as thousands: 1 234 567, 12.345.678, 100.000.000."""
    if len(groups) < 2 or len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:]):
        return False
    if groups[0].startswith("0") or "(" in candidate or "-" in candidate:
        return False
    return groups[-1] == "000" or sum(map(len, groups)) != 9


def _is_address(candidate: str, groups: list[str]) -> bool:
    """Return whether it is an internet address (192.168.1.100) or a span of years."""
    if len(groups) == 4 and candidate.count(".") == 3 and all(int(group) < 256 for group in groups):
        return True
    return len(groups) == 2 and all(len(group) == 4 and group[:2] in ("19", "20") for group in groups)


def _is_short(candidate: str, groups: list[str]) -> bool:
    """Return whether eight digits are grouped as phones are: 12 34 56 78, 912 34 567, 2345 6789, 030 12345."""
    shape = tuple(len(group) for group in groups)
    if shape in ((2, 2, 2, 2), (3, 2, 3)):
        return True
    if shape == (4, 4):
        return not any(group[:2] in ("19", "20") for group in groups)
    return len(groups) == 2 and groups[0].startswith("0") and 2 <= shape[0] <= 5
