"""How the titles of steps are worded: in the first person, or beginning with a verb; and what is neither."""

from __future__ import annotations

import re

from footpath.lint.languages.phrases import Phrases, plain

FIRST_PERSON = Phrases(
    {
        "en": ("i", "me", "my", "mine", "myself", "we", "us", "our", "ours"),
        "de": ("ich", "mir", "mich", "mein", "meine", "meinen", "meinem", "meiner", "wir", "uns", "unser", "unsere", "unseren"),
        "fr": ("je", "j'", "me", "m'", "mon", "ma", "mes", "moi", "nous", "notre", "nos", "on"),
        "nl": ("ik", "mij", "me", "mijn", "wij", "we", "ons", "onze"),
        "sv": ("jag", "mig", "min", "mitt", "mina", "vi", "oss", "vår", "vårt", "våra"),
        "da": ("jeg", "mig", "min", "mit", "mine", "vi", "os", "vores"),
        "nb": ("jeg", "meg", "min", "mitt", "mine", "vi", "oss", "vår", "våre"),
        "no": ("jeg", "meg", "min", "mitt", "mine", "vi", "oss", "vår", "våre"),
    }
)  # fmt: skip
"""Languages in which the first person is a word of its own; where it is an ending there is no table."""

OTHER_PERSON = Phrases(
    {
        "en": ("she", "he", "they", "her", "his", "him", "their", "them", "you", "your", "it", "somebody", "someone", "nobody"),
        "de": ("sie", "er", "es", "ihr", "ihre", "ihren", "ihm", "ihn", "ihnen", "du", "dein", "man", "jemand", "niemand"),
        "fr": ("il", "elle", "ils", "elles", "son", "sa", "ses", "leur", "leurs", "tu", "vous", "votre", "quelqu'un", "personne"),
        "nl": ("zij", "ze", "hij", "het", "haar", "zijn", "hun", "jij", "je", "iemand", "niemand"),
        "sv": ("hon", "han", "de", "det", "hennes", "hans", "deras", "du", "någon", "ingen"),
        "da": ("hun", "han", "de", "det", "hendes", "hans", "deres", "du", "nogen", "ingen"),
        "nb": ("hun", "han", "de", "det", "hennes", "hans", "deres", "du", "noen", "ingen"),
        "no": ("hun", "han", "de", "det", "hennes", "hans", "deres", "du", "noen", "ingen"),
    }
)  # fmt: skip
"""Somebody else's part is told as a sentence too."""

_ENGLISH_VERBS = frozenset(
    {
        "accept", "access", "activate", "add", "adjust", "agree", "apply", "approve", "arrange", "arrive", "ask",
        "assemble", "attend", "back", "be", "become", "begin", "board", "book", "borrow", "bring", "browse", "build",
        "buy", "call", "cancel", "carry", "change", "charge", "chat", "check", "choose", "clean", "click", "climb",
        "close", "collect", "come", "compare", "complain", "complete", "configure", "confirm", "connect", "consider",
        "contact", "contribute", "cook", "count", "create", "decide", "define", "deliver", "describe", "dial",
        "discover", "discuss", "download", "drink", "drive", "drop", "eat", "email", "enjoy", "enrol", "enroll",
        "enter", "evaluate", "exchange", "exit", "explain", "explore", "fall", "feel", "fetch", "fill", "find",
        "finish", "fit", "fix", "fly", "follow", "forget", "gather", "get", "give", "go", "grow", "hand", "have",
        "hear", "help", "hold", "identify", "imagine", "inquire", "install", "invite", "join", "judge", "keep",
        "know", "land", "lead", "learn", "leave", "listen", "live", "look", "lose", "love", "make", "map", "measure",
        "meet", "miss", "move", "need", "negotiate", "notice", "obtain", "onboard", "open", "order", "pack", "park",
        "pass", "pay", "pick", "place", "plan", "play", "post", "prepare", "present", "print", "process", "purchase",
        "put", "queue", "rate", "reach", "read", "realise", "realize", "receive", "recommend", "record", "reduce",
        "refer", "register", "reject", "relax", "remember", "renew", "rent", "repair", "repeat", "replace", "reply",
        "report", "request", "research", "reserve", "resolve", "respond", "return", "review", "ride", "ring", "run",
        "save", "scan", "schedule", "search", "see", "select", "sell", "send", "set", "settle", "share", "ship",
        "shop", "show", "sign", "sit", "sleep", "solve", "sort", "speak", "spend", "stand", "start", "stay", "stop",
        "store", "study", "submit", "subscribe", "switch", "take", "talk", "taste", "tell", "test", "think", "track",
        "transfer", "travel", "try", "turn", "type", "understand", "unpack", "unwrap", "update", "upgrade", "upload",
        "use", "verify", "view", "visit", "wait", "walk", "want", "wash", "watch", "wear", "weigh", "welcome", "wish",
        "work", "wrap", "write",
    }
)  # fmt: skip
_NO_GERUND = frozenset(
    {"thing", "morning", "evening", "building", "ceiling", "wedding", "nothing", "something", "everything"}
)
_VERBAL = {
    "de": (re.compile(r"(?:^| )\w{2,}(?:en|ern|eln)$"), re.compile(r"^\w{2,}(?:en|ern|eln)(?: |$)")),
    "nl": (re.compile(r"(?:^| )\w{2,}en$"), re.compile(r"^\w{2,}en(?: |$)")),
    "fr": (re.compile(r"^(?:(?:se|s|ne pas) )?\w{2,}(?:er|ir|re|oir)(?: |$)"),),
    "es": (re.compile(r"^\w{2,}[aei]r(?:se|lo|la|los|las)?(?: |$)"),),
    "pt": (re.compile(r"^\w{2,}[aei]r(?: |$)"),),
    "it": (re.compile(r"^\w{2,}[aei]r(?:e|si|lo|la|li|le)(?: |$)"),),
    "pl": (re.compile(r"^\w{2,}ć(?: |$)"),),
    "ru": (re.compile(r"^\w{2,}(?:ть|ться|ти|тись)(?: |$)"),),
    "uk": (re.compile(r"^\w{2,}(?:ти|тися|тись)(?: |$)"),),
}
_ARTICLE = Phrases(
    {
        "en": ("the", "a", "an"),
        "de": ("der", "die", "das", "ein", "eine", "einen"),
        "fr": ("le", "la", "l'", "les", "un", "une", "des"),
        "nl": ("de", "het", "een"),
        "es": ("el", "la", "los", "las", "un", "una"),
        "pt": ("o", "a", "os", "as", "um", "uma"),
        "it": ("il", "lo", "la", "l'", "i", "gli", "le", "un", "una"),
    }
)
_NUMBER = Phrases(
    {
        "en": (
            "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty",
            "forty", "fifty", "sixty", "hundred", "thousand", "half", "noon", "midnight",
        ),
        "de": (
            "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "zwanzig", "dreißig",
            "vierzig", "fünfzig", "sechzig", "hundert", "tausend", "halb", "halbe", "mittag", "mittags", "mitternacht",
        ),
        "fr": ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "vingt", "trente",
               "cent", "mille", "midi", "minuit"),
        "es": ("dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "veinte",
               "treinta", "cien", "mil", "mediodía", "medianoche"),
        "pt": ("dois", "duas", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze", "vinte",
               "trinta", "cem", "mil", "meio dia", "meia noite"),
        "it": ("due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici", "venti",
               "trenta", "cento", "mille", "mezzogiorno", "mezzanotte"),
        "nl": ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "twintig",
               "dertig", "honderd", "duizend", "half", "middernacht"),
    }
)  # fmt: skip
"""Numbers and times of day in words; one is left out, as it is an article or a pronoun (`the wrong one`) too. So are
Italian `sei` (you are) and French `neuf` (new) read as numbers: a sentence let off is the lesser mistake."""

_LABEL = 3


def is_first_person(title: str, language: str) -> bool | None:
    """Return whether a title says I, my, we or our; None where the language has no table."""
    return FIRST_PERSON.stand(title, language) is not None if language in FIRST_PERSON else None


def is_verb(title: str, language: str) -> bool | None:
    """Return whether a title begins with a verb (in German and Dutch: or ends with one); None without a table."""
    words = plain(title)
    if language == "en":
        first = words.partition(" ")[0]
        return first in _ENGLISH_VERBS or (
            first.endswith("ing") and len(first) > 4 and first not in _NO_GERUND
        )
    patterns = _VERBAL.get(language)
    return any(pattern.search(words) for pattern in patterns) if patterns else None


def is_label(title: str, language: str) -> bool:
    """Return whether a title names a thing in three words or fewer, with nobody in it: Checkout, Order confirmation."""
    words = plain(title).split()
    nobody = FIRST_PERSON.stand(title, language) is None and OTHER_PERSON.stand(title, language) is None
    return 0 < len(words) <= _LABEL and nobody


def is_bare(text: str, language: str) -> bool:
    """Return whether a text has neither article nor pronoun, in a language in which these are known; else False."""
    if language not in _ARTICLE:
        return False
    return all(table.stand(text, language) is None for table in (_ARTICLE, FIRST_PERSON, OTHER_PERSON))


def has_number(text: str, language: str) -> bool:
    """Return whether a text holds a number, in digits or (where they are known) in words: before six, at noon."""
    return any(letter.isdigit() for letter in text) or _NUMBER.stand(text, language) is not None


def begins_with_a_person_or_article(title: str, language: str) -> bool:
    """Return whether a title certainly begins with no verb: "I …", "my …", "the …"."""
    return any(table.begin(title, language) is not None for table in (FIRST_PERSON, OTHER_PERSON, _ARTICLE))
