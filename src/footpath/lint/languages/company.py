"""How a company speaks of itself: we and our, the system, the team. Nouns that only a company is the subject of."""

from __future__ import annotations

from footpath.lint.languages.phrases import Phrases

WE = Phrases(
    {
        "en": ("we", "our"),
        "de": ("wir", "unser", "unsere", "unserer", "unserem", "unseren", "unseres"),
        "fr": ("nous", "notre", "nos"),
        "es": ("nosotros", "nosotras", "nuestro", "nuestra", "nuestros", "nuestras"),
        "it": (
            "noi",
            *(
                f"{article}{ours}"
                for article in ("", "il ", "la ", "i ", "le ")
                for ours in ("nostro", "nostra")
            ),
            *(f"{article}{ours}" for article in ("", "i ", "le ") for ours in ("nostri", "nostre")),
        ),
        "pt": (
            "nós",
            *(
                f"{article}{ours}"
                for article in ("", "o ", "a ", "os ", "as ")
                for ours in ("nosso", "nossa", "nossos", "nossas")
            ),
        ),
        "nl": ("wij", "we", "ons", "onze"),
        "pl": ("my", "nasz", "nasza", "nasze", "nasi", "naszego", "naszej"),
        "ru": ("мы", "наш", "наша", "наше", "наши", "нашего", "нашей"),
        "uk": ("ми", "наш", "наша", "наше", "наші", "нашого", "нашої"),
        "tr": ("biz", "bizim"),
        "ar": ("نحن",),
        "zh": ("我们", "我們", "本公司", "我司", "我方"),
        "ja": ("私たち", "私達", "弊社", "当社", "わが社", "我が社", "我々"),
        "ko": ("저희*", "우리 회사*", "우리 직원*", "우리 팀*", "당사*"),
        "hi": ("हम", "हमारा", "हमारी", "हमारे"),
        "sv": ("vi", "vår", "vårt", "våra"),
        "da": ("vi", "vores"),
        "nb": ("vi", "vår", "vårt", "våre"),
        "no": ("vi", "vår", "vårt", "våre"),
        "cs": ("my", "náš", "naše", "naši"),
        "fi": ("me", "meidän"),
    }
)
"""We and our: a company where a customer cell begins so, unless the customers of the map are a "we" themselves."""

SYSTEM = Phrases(
    {
        "en": ("the system", "the team"),
        "de": ("das system", "das team"),
        "fr": ("le système", "l'équipe"),
        "es": ("el sistema", "el equipo"),
        "it": ("il sistema", "il team", "la squadra"),
        "pt": ("o sistema", "a equipe", "a equipa"),
        "nl": ("het systeem", "het team"),
        "pl": ("system", "zespół"),
        "ru": ("система", "команда"),
        "uk": ("система", "команда"),
        "tr": ("sistem", "ekip", "ekibimiz"),
        "ar": ("النظام", "الفريق", "نظامنا", "فريقنا"),
        "zh": ("系统", "系統", "团队", "團隊"),
        "ja": ("システムが", "システムは", "チームが", "チームは"),
        "ko": ("시스템이", "시스템은", "시스템에서", "팀이", "팀은", "팀에서"),
        "hi": ("सिस्टम", "टीम"),
        "sv": ("systemet", "teamet"),
        "da": ("systemet", "teamet"),
        "nb": ("systemet", "teamet"),
        "no": ("systemet", "teamet"),
        "cs": ("systém", "tým"),
        "fi": ("järjestelmä", "tiimi"),
    }
)
"""The system, the team: nobody who buys a teapot speaks so of whom they meet."""
