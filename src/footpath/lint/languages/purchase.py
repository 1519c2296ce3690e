"""Words for the purchase, and for the stages of a sales funnel."""

from __future__ import annotations

from footpath.lint.languages.phrases import Phrases

PURCHASE = Phrases(
    {
        "en": ("purchase", "purchasing", "buy", "buying", "i buy", "checkout", "check out", "pay", "paying", "payment",
               "order", "ordering", "place the order", "subscribe"),
        "de": ("kauf", "kaufen", "kaufe", "einkauf", "bestellung", "bestellen", "bestelle", "bezahlen", "bezahle",
               "bezahlung", "zahlung", "zahlen", "kasse", "vertragsabschluss", "abschluss"),
        "fr": ("achat", "acheter", "achète", "commande", "commander", "paiement", "payer", "paie", "souscription"),
        "es": ("compra", "comprar", "compro", "pedido", "pago", "pagar", "contratación"),
        "pt": ("compra", "comprar", "compro", "pedido", "pagamento", "pagar", "encomenda"),
        "it": ("acquisto", "acquistare", "comprare", "compro", "ordine", "ordinare", "pagamento", "pagare"),
        "nl": ("aankoop", "kopen", "koop", "bestelling", "bestellen", "betaling", "betalen", "afrekenen"),
        "pl": ("zakup", "zakupy", "kupno", "kupuję", "zamówienie", "płatność", "płacę"),
        "ru": ("покуп*", "заказ", "заказываю", "оформление заказа", "оплата", "оплачиваю"),
        "uk": ("купівля", "купую", "покупка", "замовлення", "замовляю", "оплата"),
        "tr": ("satın alma", "satın alıyorum", "sipariş", "ödeme"),
        "ar": ("شراء", "الشراء", "الطلب", "الدفع"),
        "zh": ("购买", "購買", "下单", "下單", "付款", "支付", "结账", "結帳"),
        "ja": ("購入", "注文", "支払い", "決済", "買う"),
        "ko": ("구매*", "주문*", "결제*"),
        "hi": ("खरीद", "खरीदना", "खरीदारी", "ऑर्डर", "भुगतान"),
        "sv": ("köp", "köpa", "beställning", "betalning", "betala"),
        "da": ("køb", "købe", "bestilling", "betaling", "betale"),
        "nb": ("kjøp", "kjøpe", "bestilling", "betaling", "betale"),
        "no": ("kjøp", "kjøpe", "bestilling", "betaling", "betale"),
        "cs": ("nákup", "koupě", "objednávka", "platba"),
        "fi": ("osto", "ostaminen", "ostan", "tilaus", "maksu", "maksaminen"),
    }
)  # fmt: skip
"""A stage (or step) is the purchase where one of these stands in its title."""

NOT_THE_PURCHASE = Phrases(
    {
        "en": ("before*", "after*", "post*", "pre purchase", "repurchase", "in order", "in order to", "order status",
               "history", "out of order", "pay attention", "pay back", "repeat*", "again", "decide*", "whether"),
        "de": ("vor", "nach", "nachkauf", "vorkauf", "wieder", "erneut", "entscheid*"),
        "fr": ("avant", "après", "réachat"),
        "es": ("antes", "después", "recompra", "postcompra"),
        "pt": ("antes", "depois", "após", "recompra"),
        "it": ("prima", "dopo", "riacquisto"),
        "nl": ("voor", "na", "opnieuw"),
        "pl": ("przed", "po", "ponownie"),
        "ru": ("до", "перед", "после", "повторн*"),
        "uk": ("до", "перед", "після", "повторн*"),
        "tr": ("öncesi", "sonrası"),
        "ar": ("قبل", "بعد"),
        "zh": ("前", "后", "後", "复购", "回购"),
        "ja": ("前", "後", "再"),
        "ko": ("전", "후", "이전", "이후", "재구매*"),
        "hi": ("पहले", "बाद"),
        "sv": ("före", "efter"),
        "da": ("før", "efter"),
        "nb": ("før", "etter"),
        "no": ("før", "etter"),
        "cs": ("před", "po"),
        "fi": ("ennen", "jälkeen"),
    }
)  # fmt: skip
"""A title with one of these speaks of the time before or after the purchase, or of something else."""

FUNNEL = Phrases(
    {
        "en": ("awareness", "consideration", "purchase", "conversion", "acquisition", "retention", "loyalty", "advocacy",
               "checkout", "upsell", "post purchase", "pre purchase", "brand awareness"),
        "de": ("bekanntheit", "awareness", "erwägung", "consideration", "kauf", "kaufphase", "kaufentscheidung", "conversion",
               "kundenbindung", "loyalität", "weiterempfehlung", "nachkaufphase", "vorkaufphase"),
        "fr": ("notoriété", "considération", "achat", "conversion", "fidélisation", "rétention", "recommandation"),
        "es": ("notoriedad", "consideración", "compra", "conversión", "fidelización", "retención", "recomendación"),
        "pt": ("notoriedade", "consideração", "compra", "conversão", "fidelização", "retenção", "recomendação"),
        "it": ("notorietà", "considerazione", "acquisto", "conversione", "fidelizzazione", "acquisizione"),
        "nl": ("naamsbekendheid", "overweging", "aankoop", "conversie", "klantbehoud", "loyaliteit"),
        "pl": ("świadomość marki", "rozważanie", "zakup", "konwersja", "utrzymanie", "lojalność"),
        "ru": ("осведомлённость", "осведомленность", "рассмотрение", "покупка", "конверсия", "удержание", "лояльность"),
        "uk": ("обізнаність", "розгляд", "покупка", "купівля", "конверсія", "утримання", "лояльність"),
        "tr": ("farkındalık", "değerlendirme", "satın alma", "dönüşüm", "sadakat"),
        "ar": ("الوعي", "الشراء", "التحويل", "الولاء"),
        "zh": ("认知", "認知", "考虑", "考慮", "购买", "購買", "转化", "轉化", "留存", "忠诚", "忠誠"),
        "ja": ("認知", "検討", "購入", "転換", "継続", "ロイヤルティ"),
        "ko": ("인지", "고려", "구매", "전환", "유지", "충성도"),
        "hi": ("जागरूकता", "विचार", "खरीद", "रूपांतरण", "वफादारी"),
        "sv": ("medvetenhet", "övervägande", "köp", "konvertering", "lojalitet"),
    }
)  # fmt: skip
"""The stages of a funnel by their usual names: a title is one where it is nothing but the name."""
