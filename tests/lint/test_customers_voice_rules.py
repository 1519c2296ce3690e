"""Family C: what is found in many languages, and above all what is not."""

from __future__ import annotations

import pytest

from footpath.atlas import load_texts
from footpath.lint import check
from footpath.lint.rules.barrier_is_a_solution import solution_in


def load(journey: str, house: str = "", **files: str):
    texts = {
        "atlas.yaml": f"footpath: 1\ntitle: A\n{house}",
        "journeys/example.yaml": f"footpath: 1\nid: example\n{journey}",
        **{name.replace("__", "/") + ".yaml": text for name, text in files.items()},
    }
    loaded = load_texts(texts)
    assert [str(problem) for problem in loaded.problems] == []
    return loaded


def said(loaded, code: str) -> list[str]:
    return [finding.message for finding in check(loaded, only=[code])]


def steps(*lines: str, more: str = "") -> str:
    return f"title: T\n{more}stages:\n  - title: S\n    steps:\n" + "".join(
        f"      - {{{line}}}\n" for line in lines
    )


def cell(lane: str, text: str, title: str = "A step") -> str:
    return steps(f'title: "{title}", {lane}: "{text}"')


# ---------------------------------------------------------------- C001

HOUSE = """
glossary:
  gift order: an order for somebody else
  slip: the sheet in the parcel
  RMA: the number of a return
  cover: {text: one guest, customers: true}
departments: [customer-care, marketing, {id: kyc, title: KYC}, {id: ops, title: Field Operations}]
"""


@pytest.mark.parametrize(
    ("lane", "text", "word"),
    [
        ("action", "I place a gift order by phone", "gift order"),
        ("action", "Two gift orders in one week", "gift order"),
        ("action", "A Gift-Order for my sister", "gift order"),
        ("action", "The slip shows the price", "slip"),
        ("action", "I slip on the wet floor", None),
        ("thought", "Where is the RMA?", "RMA"),
        ("thought", "Drama at the counter", None),
        ("quote", "They asked me for an RMA", None),
        ("barrier", "The slip shows the price", None),
        ("barrier", "Nobody knows what an RMA is", "RMA"),
        ("message", "Your RMA is here", None),
        ("action", "A cover for each guest", None),
        ("action", "I am passed on to Customer Care", "customer care"),
        ("action", "I call customer care", None),
        ("action", "Marketing is what they call it", None),
        ("action", "Then somebody from Marketing calls", "marketing"),
        ("action", "I wait for KYC to look at my passport", "KYC"),
        ("action", "A van of Field Operations stands in the street", "Field Operations"),
        ("goal", "A field with good operations", None),
    ],
)
def test_which_words_are_the_companys(lane: str, text: str, word: str | None) -> None:
    found = said(load(cell(lane, text), HOUSE), "C001")
    assert [message.split('"')[1].lower() for message in found] == ([word.lower()] if word else [])


def test_a_step_is_called_by_the_customers_word() -> None:
    assert said(load(cell("action", "x", title="I make a gift order"), HOUSE), "C001") == [
        '"gift order" is a word of the house, by the glossary'
    ]
    theirs = steps("title: I make a gift order", more="company: Other shop\n")
    assert said(load(theirs, HOUSE), "C001") == []


@pytest.mark.parametrize(
    ("behind", "in_front", "text", "found"),
    [
        ("NetSuite", "x", "I am asked for my NetSuite number", True),
        ("SAP", "x", "They look it up in SAP", True),
        ("SAP", "x", "The tree has sap on it", False),
        ("SMS", "x", "I get an SMS at noon", False),
        ("SMS gateway", "x", "I get an SMS at noon", False),
        ("Signal", "x", "The signal is weak", False),
        ("The till", "x", "I stand at the till", False),
        ("NetSuite", "NetSuite", "I am asked for my NetSuite number", False),
        ("The old mainframe that runs MVS every night", "x", "MVS", False),
    ],
)
def test_a_system_counts_by_a_name_of_its_own_that_customers_never_see(behind, in_front, text, found) -> None:
    line = f"title: A, action: {text}, backstage-system: {behind}, frontstage-system: {in_front}"
    assert bool(said(load(steps(line)), "C001")) is found


@pytest.mark.parametrize(
    ("language", "glossary", "text", "found"),
    [
        ("de", "Vorgang", "Ich frage nach dem Vorgang", True),
        ("de", "Vorgang", "Das ist vorgangslos", False),
        ("zh", "工单", "我提交工单", True),
        ("ru", "тикет", "Я открываю тикет", True),
        ("hi", "टिकट संख्या", "मैं टिकट संख्या देता हूँ", True),
        ("ar", "تذكرة الدعم", "أرسل تذكرة الدعم", True),
    ],
)
def test_company_words_of_any_script(language: str, glossary: str, text: str, found: bool) -> None:
    house = f"language: {language}\nglossary: {{{glossary}: x}}\n"
    assert bool(said(load(cell("action", text), house), "C001")) is found


def test_german_capitals_make_no_name() -> None:
    house = "language: de\ndepartments: [einkauf]\n"
    assert said(load(cell("action", "Am Samstag ist großer Einkauf"), house), "C001") == []


# ---------------------------------------------------------------- C002


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "The system sends a mail", True),
        ("en", "We call the customer back", True),
        ("en", "We're sending a mail", True),
        ("en", "“Our” driver rings", True),
        ("en", "The systematic kind of person", False),
        ("en", "Weighs three parcels", False),
        ("en", "Looks whether the system works", False),
        ("de", "Wir schicken eine Mail", True),
        ("de", "Unsere Fahrerin klingelt", True),
        ("de", "Wirft einen Blick hinein", False),
        ("de", "The system sends a mail", False),
        ("fr", "L'équipe répond", True),
        ("fr", "L’équipe répond", True),
        ("fr", "Nous envoyons un message", True),
        ("es", "El sistema envía un correo", True),
        ("es", "Nuestro equipo llama", True),
        ("pt", "A equipa responde", True),
        ("pt-BR", "O nosso sistema responde", True),
        ("it", "Il nostro tecnico chiama", True),
        ("nl", "Onze bezorger belt aan", True),
        ("pl", "System wysyła wiadomość", True),
        ("pl", "Mycie rąk przed wizytą", False),
        ("ru", "Мы отправляем письмо", True),
        ("ru", "Мыло кончилось в душе", False),
        ("uk", "Ми надсилаємо лист", True),
        ("tr", "Sistem e-posta gönderir", True),
        ("ar", "النظام يرسل رسالة", True),
        ("zh", "我们发送确认邮件", True),
        ("zh", "我打开邮件", False),
        ("ja", "システムがメールを送る", True),
        ("ja", "弊社から連絡する", True),
        ("ko", "시스템이 메일을 보낸다", True),
        ("ko", "우리 아이가 기다린다", False),
        ("hi", "हम ईमेल भेजते हैं", True),
        ("hi", "हमेशा देर होती है", False),
        ("sw", "Mfumo unatuma barua", False),
        ("en", "Мы отправляем письмо", True),
    ],
)
def test_who_acts_on_the_customers_row(language: str, text: str, found: bool) -> None:
    loaded = load(cell("action", text), f"language: {language}\n")
    assert bool(said(loaded, "C002")) is found


@pytest.mark.parametrize("lane", ["thought", "quote", "message", "frontstage-people", "takeaway"])
def test_thoughts_quotes_and_our_own_rows_may_begin_so(lane: str) -> None:
    assert said(load(cell(lane, "The system is down again")), "C002") == []


@pytest.mark.parametrize(
    "more",
    [
        'title: "We come in, all six"',
        'title: A, thought: "Can we sit down?"',
        'title: A, quote: "We waited an hour"',
    ],
)
def test_customers_who_are_a_we_themselves(more: str) -> None:
    loaded = load(steps(more, "title: B, action: We pass plates round", "title: C, action: The system asks"))
    assert [message.split('"')[1] for message in said(loaded, "C002")] == ["The system asks"]


def test_a_cell_of_a_persona_is_in_their_own_words() -> None:
    line = "title: A, action: [{text: We look at the papers, persona: adviser}, We send them back]"
    loaded = load(steps(line), personas__adviser="id: adviser\nname: A\n")
    assert len(said(loaded, "C002")) == 1


def test_a_text_per_locale_is_looked_at_in_each() -> None:
    line = "title: A, action: {text: {en: I get a mail, de: Das System schickt eine Mail}}"
    assert said(load(steps(line), "locales: [de]\n"), "C002")


# ---------------------------------------------------------------- C003


def titled(*titles: str) -> str:
    return steps(*(f'id: s{n}, title: "{title}"' for n, title in enumerate(titles)))


@pytest.mark.parametrize(
    ("titles", "odd"),
    [
        (["I a", "I b", "I c", "I d", "Checkout"], ["Checkout"]),
        (["I a", "I b", "I c", "I d", "Checkout", "Payment"], []),
        (["I a", "I b", "I c", "Checkout"], []),
        (["I a", "I b", "I c", "My sister d", "She swaps it"], []),
        (["I a", "I b", "I c", "I d", "The fish comes for everyone"], []),
        (["Compare", "Choosing", "Pay", "Unpack it", "Identity check"], ["Identity check"]),
        (["Compare", "Choosing", "Pay", "Unpack it", "I use it"], ["I use it"]),
        (["Compare", "Choosing", "Pay", "Unpack it", "Haggle over the price and the day"], []),
        (["Checkout", "Payment", "Delivery", "Returns", "I pay"], []),
    ],
)
def test_the_odd_ones_out(titles: list[str], odd: list[str]) -> None:
    assert [message.split('"')[1] for message in said(load(titled(*titles)), "C003")] == odd


@pytest.mark.parametrize(
    ("language", "titles", "odd"),
    [
        ("de", ["Ich suche", "Ich frage", "Ich zahle", "Mir ist kalt", "Zahlung"], ["Zahlung"]),
        (
            "de",
            ["Preise vergleichen", "Bezahlen", "Auspacken", "Anrufen und fragen", "Lieferung"],
            ["Lieferung"],
        ),
        ("fr", ["Je cherche", "J'achète", "Je paie", "Mon colis arrive", "Paiement"], ["Paiement"]),
        ("es", ["Buscar ideas", "Comparar", "Pagar", "Recibirlo", "Entrega"], ["Entrega"]),
        ("ru", ["Искать", "Сравнить", "Оплатить", "Получить", "Доставка"], ["Доставка"]),
        ("es", ["Busco ideas", "Comparo", "Pago", "Recibo", "Entrega"], []),
        ("ja", ["探す", "比べる", "払う", "受け取る", "配送"], []),
        ("xx", ["I a", "I b", "I c", "I d", "Checkout"], []),
    ],
)
def test_titles_of_other_languages(language: str, titles: list[str], odd: list[str]) -> None:
    found = said(load(titled(*titles), f"language: {language}\n"), "C003")
    assert [message.split('"')[1] for message in found] == odd


@pytest.mark.parametrize(
    ("style", "odd"),
    [
        ("first-person", ["Pay", "Checkout", "The bill"]),
        ("verb", ["I look", "Checkout", "The bill"]),
        ("any", []),
        ("most", []),
    ],
)
def test_a_house_chooses_its_style(style: str, odd: list[str]) -> None:
    loaded = load(titled("I look", "Pay", "Checkout", "The bill"), f"check: {{C003: {{style: {style}}}}}\n")
    assert [message.split('"')[1] for message in said(loaded, "C003")] == odd


# ---------------------------------------------------------------- C004

WEB = "channel: web"


@pytest.mark.parametrize(
    ("lines", "more", "found"),
    [
        ([WEB] * 4 + ["channel: phone"], "", True),
        ([WEB] * 3 + ["channel: phone", "channel: shop"], "", False),
        ([WEB] * 3, "", False),
        ([WEB] * 3 + [WEB + ", thought: why"], "", False),
        ([WEB] * 3 + [WEB + ", emotion: 1"], "", False),
        ([WEB] * 3 + [WEB + ", quote: hm"], "", False),
        ([WEB] * 4, "kind: user\n", False),
        ([WEB] * 4, "kind: life\n", False),
        (["touchpoint: page"] * 4, "", True),
        (["touchpoint: desk"] * 4, "", False),
        (["action: x"] * 4, "", False),
    ],
)
def test_when_a_journey_is_a_process(lines: list[str], more: str, found: bool) -> None:
    text = steps(*(f"id: s{n}, title: t{n}, {line}" for n, line in enumerate(lines)), more=more)
    library = "touchpoints: [{id: page, title: Page, channel: web}, {id: desk, title: Desk}]\n"
    assert bool(said(load(text, touchpoints=library), "C004")) is found


# ---------------------------------------------------------------- C005


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "No chatbot on the page", True),
        ("en", "Lack of a filter by size", True),
        ("en", "Need a search function", True),
        ("en", "There is no option to split the bill", True),
        ("en", "No app", True),
        ("en", "The page should add a dark mode", True),
        ("en", "We should call them back", True),
        ("en", "Needs the app to get in", False),
        ("en", "Needs two visits", False),
        ("en", "Lack of trust", False),
        ("en", "No answer for nine days", False),
        ("en", "They add a fee at the end", False),
        ("en", "Nobody told us what we should bring", False),
        ("en", "I have to add a card before I can ride", False),
        ("en", "The button is hidden under the banner", False),
        ("en", "The bill should add up and does not", False),
        ("de", "Es fehlt ein Filter nach Größe", True),
        ("de", "Kein Knopf zum Abbrechen", True),
        ("de", "Man sollte einen Chatbot einbauen", True),
        ("de", "Kein Mensch geht ans Telefon", False),
        ("fr", "Pas de bouton pour annuler", True),
        ("fr", "Manque de confiance", False),
        ("es", "Falta un botón para cancelar", True),
        ("es", "Falta de tiempo", False),
        ("pt", "Não há filtro por tamanho", True),
        ("it", "Manca un pulsante per annullare", True),
        ("nl", "Geen knop om te stoppen", True),
        ("pl", "Brak filtra rozmiarów", True),
        ("pl", "Brak zaufania", False),
        ("ru", "Нет кнопки отмены", True),
        ("ru", "Нет времени", False),
        ("uk", "Немає фільтра за розміром", True),
        ("tr", "Filtre seçeneği yok", True),
        ("tr", "Zaman yok", False),
        ("ar", "لا يوجد زر للإلغاء", True),
        ("ar", "لا يوجد وقت", False),
        ("zh", "没有退货按钮", True),
        ("zh", "没有时间", False),
        ("zh", "需要打开小程序", False),
        ("ja", "検索機能がない", True),
        ("ja", "アプリを開く必要がある", False),
        ("ja", "時間がない", False),
        ("ko", "필터 기능이 없음", True),
        ("ko", "시간이 없음", False),
        ("hi", "रद्द करने का बटन नहीं है", True),
        ("hi", "समय नहीं है", False),
        ("xx", "No chatbot on the page", False),
    ],
)
def test_what_asks_for_something_to_be_built(language: str, text: str, found: bool) -> None:
    assert (solution_in(text, language) is not None) is found


# ---------------------------------------------------------------- C006


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "Poor communication", True),
        ("en", "Delivery takes too long", True),
        ("en", "Delivery takes far too long", False),
        ("en", "Delivery takes 9 days", False),
        ("en", "Dawn comes before six", False),
        ("en", "Parcel is wrong one", True),
        ("de", "Laden schließt mittags", False),
        ("en", "Her light is on", False),
        ("en", "It breaks", True),
        ("en", "The rain", True),
        ("de", "Schlechte Kommunikation", True),
        ("de", "Die Lampe brennt", False),
        ("ru", "Плохая связь", True),
        ("ru", "Курьер не звонит", False),
        ("ko", "배송이 너무 늦다", False),
        ("ko", "배송 지연", True),
        ("zh", "等太久", True),
        ("zh", "没有人告诉我要等多久", False),
        ("ja", "待ち時間", True),
    ],
)
@pytest.mark.parametrize("lane", ["barrier", "driver"])
def test_how_short_is_too_short(language: str, text: str, found: bool, lane: str) -> None:
    assert bool(said(load(cell(lane, text), f"language: {language}\n"), "C006")) is found


@pytest.mark.parametrize(
    "barrier",
    [
        "{text: Slow answers, evidence: {link: a.md, sentence: in the third talk}}",
        "{text: Slow answers, when: event = 'late'}",
    ],
)
def test_what_can_be_looked_up_may_be_short(barrier: str) -> None:
    assert said(load(steps(f"title: A, barrier: {barrier}")), "C006") == []


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", True),
        (", answers: [b]", False),
        (", evidence: {link: a.md, sentence: said}", False),
        (", target: {measure: csat, step: a, to: 4}", False),
        (", target: {measure: csat, to: 4}", True),
        (", status: dropped", False),
    ],
)
def test_an_opportunity_stands_somewhere(more: str, found: bool) -> None:
    step = "id: a, title: A, barrier: {id: b, text: Nobody says how long it takes}"
    library = f"opportunities: [{{id: o, text: Tell each of them when their turn comes{more}}}]\n"
    assert bool(said(load(steps(step), opportunities=library), "C006")) is found
    if found and not more:
        assert said(load(steps(step + ", opportunity: o"), opportunities=library), "C006") == []


# ---------------------------------------------------------------- C007

TWO = "lanes: [{id: hers, role: action, persona: ann}, {id: his, role: action, persona: bob}, thought]\n"
PEOPLE = {"personas__ann": "id: ann\nname: Ann\n", "personas__bob": "id: bob\nname: Bob\n"}


@pytest.mark.parametrize(
    ("line", "hands", "found"),
    [
        ("hers: asks, his: answers", "", False),
        ("hers: asks, his: {text: waits, persona: ann}", "", True),
        ("hers: [asks, waits], his: answers", "", False),
        ("hers: asks, thought: {text: hm, persona: ann}", "", False),
        ("hers: asks, his: {text: signs, persona: ann}", "hands: [{from: ann, to: bob, step: s}]\n", False),
        ("hers: asks, frontstage-people: {text: signs, persona: ann}", "", True),
    ],
)
def test_one_persona_in_two_lanes_of_a_step(line: str, hands: str, found: bool) -> None:
    loaded = load(steps(f"id: s, title: A, {line}", more=TWO + hands), **PEOPLE)
    assert bool(said(loaded, "C007")) is found


@pytest.mark.parametrize(
    ("front", "back", "found"),
    [
        ("The waiter", "the waiter", True),
        ("The waiter", "The cook", False),
        ("The waiter brings the bread", "The waiter brings the bread", False),
    ],
)
def test_a_bare_name_before_and_behind_the_scenes(front: str, back: str, found: bool) -> None:
    loaded = load(steps(f"title: A, frontstage-people: {front}, backstage-people: {back}"))
    assert bool(said(loaded, "C007")) is found
