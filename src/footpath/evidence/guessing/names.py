"""What column names say, in the languages that exports are written in: English, German, Spanish, Portuguese, French, Russian.

A name is cut into words (`orderDeliveredAt`, `ORDER_DELIVERED_AT` and "Order delivered at" are the same), and each role
knows its words. Words in a name that make it something else (customer_city) are looked at too.
"""

from __future__ import annotations

import re
import unicodedata

_CAMEL = re.compile(r"(?<=[a-zà-ÿа-я0-9])(?=[A-ZÀ-ÞА-Я])|(?<=[A-Z])(?=[A-Z][a-z])")
_APART = re.compile(r"[^\w]+|_+")


def words(name: str) -> tuple[str, ...]:
    """Return the words of a column's name, lower case.

    >>> words("order_deliveredAt"), words("Kunden-Nr."), words("E-Mail")
    (('order', 'delivered', 'at'), ('kunden', 'nr'), ('email',))
    """
    text = unicodedata.normalize("NFKC", name)
    text = re.sub(r"\be-?mail", "email", text, flags=re.IGNORECASE)
    text = _CAMEL.sub(" ", text)
    return tuple(word for word in _APART.split(text.casefold()) if word)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


ID = _set(
    "id ids no nr num number key code uuid guid ref reference unique hash identifier nummer numero número numéro n º "
    "номер ид код идентификатор kennung sk pk"
)
CUSTOMER = _set(
    "customer customers client clients buyer shopper user users member household subscriber contact visitor guest patient "
    "student donor person profile consumer payer uid userid customerid clientid distinct kunde kunden kundennummer kundennr "
    "kundenid nutzer benutzer mitglied besteller käufer teilnehmer cliente clientes usuario usuário comprador consumidor "
    "membro socio utilisateur acheteur membre abonné respondent participant клиент клиента покупатель покупателя "
    "пользователь пользователя гость household"
)
EMAIL = _set("email mail correo courriel почта")
ANONYMOUS = _set("anonymous device cookie visitor browser installation anon fingerprint amp gaid idfa")
KNOWN_PERSON = _set("unique master person golden main parent real global")
CASE = _set(
    "case cases order orders ticket tickets request claim booking reservation invoice shipment parcel package basket cart "
    "checkout transaction application contract policy lead deal opportunity quote offer incident issue loan appointment trip "
    "subscription receipt purchase bestellung bestellnummer auftrag auftragsnummer vorgang fall rechnung angebot pedido "
    "encomenda compra caso factura chamado solicitud commande facture dossier demande orderid orderno заказ заказа "
    "обращение обращения заявка заявки тикет договор договора rma conversation"
)
THING = _set(
    "product sku item items article artikel seller store shop campaign coupon category brand manufacturer supplier vendor "
    "warehouse employee agent resource page url variant location branch produkt producto produto produit laden filiale "
    "товар магазин продавец upc ean material asset machine department keyword adgroup ad"
)
ATTRIBUTE = _set(
    "city state zip country address street name first last phone age gender sex birth birthday income segment plan type group "
    "status marital size prefix region lat lng latitude longitude language locale title company note notes comp count "
    "stadt plz ort land adresse name vorname nachname ciudad cidade estado pais país endereço ville pays adresse "
    "город страна адрес имя фамилия телефон возраст lifecycle cohort tags source medium ip agent version since accepts cep"
)
EVENT = _set(
    "event events eventname eventtype activity action ereignis aktivität aktion evento actividad acción atividade ação "
    "événement activité событие действие активность step concept"
)
PAGE = _set("page url screen path pagepath seite página pagina pantalla écran страница экран view")
TIME = _set(
    "time date datetime timestamp ts at on when day occurred zeit zeitpunkt datum zeitstempel uhrzeit tag fecha hora data "
    "momento date heure horodatage дата время момент created"
)
PROMISE = _set(
    "estimated estimate promised promise planned plan expected due deadline sla target eta latest limit scheduled commit "
    "committed forecast agreed voraussichtlich voraussichtliche voraussichtliches geplant geplante zugesagt zugesagte erwartet "
    "erwartete frist fällig fällige soll liefertermin wunschtermin estimada estimado prevista previsto prometida prometido "
    "prazo limite plazo compromiso esperada esperado vencimiento vencimento prévue prévu promise estimée échéance attendue "
    "плановая планируемая ожидаемая обещанная срок крайний расчетная until by"
)
NOT_PROMISE = _set("made sent")
NOT_EVENT = _set(
    "updated modified modification changed synced imported exported extracted loaded ingested received_at etl birth born dob "
    "birthday birthdate geburtsdatum geburtstag nacimiento nascimento naissance рождения geändert aktualisiert modificado "
    "actualizado atualizado modifié обновлено изменено valid partition snapshot"
)
KNOWN_SINCE = _set(
    "signup registered registration joined join since member created known first acquired registriert angemeldet kunde seit "
    "registro alta cadastro inscription inscrit регистрации регистрация created"
)
SESSION = _set("session sessionid sitzung sesión sessão visite сессия сессии visit")
CHANNEL = _set("channel kanal canal канал medium utm touchpoint")
CHANNEL_WEAK = _set("source platform device quelle origen origem источник")
VALUE = _set(
    "value amount revenue price total sales sale payment subtotal spend spent turnover gmv paid dollar dollars betrag umsatz preis summe "
    "gesamt gesamtbetrag warenwert importe valor precio preço monto total montant prix chiffre сумма цена стоимость выручка"
)
NOT_VALUE = _set(
    "tax vat shipping freight discount disc fee count qty quantity rate type method status installments sequential item items id "
    "number weight length points steuer versand rabatt menge frete envio envío desconto descuento taxe remise match "
    "compare expense due per percent налог скидка доставка"
)
CURRENCY = _set("currency währung moneda moeda devise валюта curr")
SEQUENCE = _set("sequence seq order position index ordinal reihenfolge row rank orden ordem ordre порядок")
STATUS = _set(
    "status state outcome result stage ergebnis zustand estado situação resultado statut état résultat статус состояние финал"
)
SCORE = _set(
    "score rating stars star nps csat ces satisfaction recommend recommendation likelihood effort grade mark bewertung sterne "
    "punkte zufriedenheit note weiterempfehlung nota calificación calificacion puntuación puntuacion estrellas estrelas "
    "satisfacción avaliação avaliacao satisfação évaluation étoiles оценка рейтинг звезды балл"
)
TEXT = _set(
    "comment comments text message review body feedback remark remarks description content note notes answer response verbatim opinion "
    "complaint reason subject title headline question transcript kommentar nachricht bewertungstext rezension anmerkung "
    "bemerkung rückmeldung freitext comentario comentários comentarios mensaje mensagem texto opinión opinião reseña "
    "commentaire avis message texte remarque отзыв комментарий сообщение текст tweet post caption utterance query"
)
TEXT_HEAD = _set("title subject headline titel betreff titulo título titre тема заголовок")
VOICE_TIME = _set(
    "review reviewed rating survey answer answered response responded submitted submission feedback comment commented posted "
    "said published creation created sent abgegeben bewertet verfasst avaliação resposta reseña respuesta avis réponse отзыва"
)
SAID_FIRST = _set(
    "creation created submitted submission posted said published written date erstellt verfasst"
)
SURVEY = _set("nps csat ces survey respondent question umfrage encuesta pesquisa enquête опрос")
SOCIAL = _set("tweet retweet likes follower followers hashtag post social")
SUPPORT = _set("ticket support helpdesk chamado intent agent issue query utterance")
ABOUT = _set("touchpoint step stage schritt kontaktpunkt etapa étape этап")
LANGUAGE = _set("language lang sprache idioma langue язык locale")
ACTOR = _set("actor role rolle papel actor персона persona")
PRIVATE = _set(
    "name phone telephone mobile address street card iban telefon telefone telefono téléphone endereço телефон имя адрес"
)
COUNTS = _set(
    "views pageviews visits sessions users clicks impressions hits visitors count bounce bounces bounces rate total totals sum "
    "conversions orders aufrufe besuche klicks nutzer visitas vistas cliques visualizações visites vues просмотры визиты клики "
    "pages reach ctr cpc cost entrances exits average avg"
)
FILLER = _set(
    "timestamp at date time datetime on ts day utc local dt zeitpunkt datum zeit am fecha hora data em le heure дата время"
)
WANTED = _set(
    "delivered completed complete done won closedwon closed resolved solved paid fulfilled success successful succeeded converted accepted "
    "approved finished geliefert zugestellt abgeschlossen erledigt gewonnen bezahlt gelöst entregado entregue completado "
    "concluído concluido pagado pago ganado resuelto resolvido livré livrée terminé payé gagné résolu доставлен доставлено "
    "выполнен завершен оплачен решено"
)
UNWANTED = _set(
    "canceled cancelled cancellation unavailable refused rejected lost closedlost failed failure returned refunded refund expired abandoned "
    "declined denied voided void churned dropped undelivered storniert abgelehnt verloren zurückgegeben erstattet "
    "abgebrochen cancelado cancelada rechazado perdido devuelto devolvido reembolsado recusado indisponível annulé annulée "
    "refusé perdu remboursé retourné отменен отменено отказ возврат потерян"
)
NEGATED = re.compile(r"^(?:not|un|non|nicht|no|não|pas|не)[\s_-]")


FAMILIES = tuple(
    _set(text)
    for text in (
        "delivery delivered deliver arrival arrived zustellung zugestellt lieferung geliefert entrega entregue entregado livraison "
        "livré livrée доставка доставки доставлен доставлено liefertermin",
        "shipping shipped shipment ship dispatch dispatched handover carrier versand versendet verschickt envio envío enviado "
        "expedition expédition expédié expédiée отправка отправки отправлен",
        "payment paid pay zahlung bezahlt gezahlt pago pagado pagamento paiement payé оплата оплаты оплачен",
        "approval approved confirm confirmed confirmation bestätigt bestätigung freigabe aprobado aprovado validé подтвержден",
        "resolution resolved solved solution closed close closing gelöst lösung geschlossen resuelto resolvido résolu решено закрыт",
        "response responded reply replied answer answered antwort beantwortet respuesta resposta réponse ответ",
        "completion completed complete finish finished end abgeschlossen fertig completado concluído terminé завершен",
    )
)
"""Words for one happening, as a promise and the past say it."""


def has(name: str, lexicon: frozenset[str]) -> bool:
    """Return whether any word of a name is in the lexicon."""
    return any(word in lexicon for word in words(name))


def is_id_of(name: str, nouns: frozenset[str]) -> bool:
    """Return whether a name says "the id of such a thing": the noun alone, or with id words and nothing else much.

    >>> is_id_of("customer_unique_id", CUSTOMER), is_id_of("customer_city", CUSTOMER)
    (True, False)
    """
    parts = words(name)
    if not any(part in nouns for part in parts):
        return False
    rest = [part for part in parts if part not in nouns and part not in ID and part not in KNOWN_PERSON]
    if len(rest) > 2 or (all(part in COUNTS for part in parts) and not any(part in ID for part in parts)):
        return False
    other = ATTRIBUTE | TIME | VALUE | COUNTS | STATUS
    return not any(part in other for part in rest)


_IN_ENGLISH = {
    "orderid": "order",
    "orderno": "order",
    "bestellnummer": "order",
    "bestellnr": "order",
    "bestellung": "order",
    "auftrag": "order",
    "auftragsnummer": "order",
    "pedido": "order",
    "commande": "order",
    "ordine": "order",
    "заказ": "order",
    "vorgang": "case",
    "rechnung": "invoice",
    "rechnungsnummer": "invoice",
    "factura": "invoice",
    "fatura": "invoice",
    "reserva": "booking",
    "buchung": "booking",
}
"""What cases are called in our sentences, which are English, whatever the column's language."""


def case_word(column: str) -> str:
    """Return what a case is called, by its column: order, ticket, booking.

    >>> case_word("order_id"), case_word("Bestellnummer"), case_word("TicketNo")
    ('order', 'order', 'ticket')
    """
    noun = [word for word in words(column) if word in CASE]
    return _IN_ENGLISH.get(noun[0], noun[0].rstrip("s")) if noun else "case"


def event_names(columns: list[str], *, also: list[str] | None = None) -> dict[str, str]:
    """Return an event name for each time column: what is common to all in front, and words for time behind, cut off.

    `also` are further columns (promises) that take part in finding what is common.

    >>> event_names(["order_purchase_timestamp", "order_delivered_customer_date", "order_approved_at"])
    {'order_purchase_timestamp': 'purchase', 'order_delivered_customer_date': 'delivered-customer', 'order_approved_at': 'approved'}
    """
    split = {column: list(words(column)) for column in [*columns, *(also or [])]}
    while len(split) > 1 and all(len(parts) > 1 for parts in split.values()):
        heads = {parts[0] for parts in split.values()}
        if len(heads) > 1:
            break
        for parts in split.values():
            parts.pop(0)
    names: dict[str, str] = {}
    for column in columns:
        parts = split[column]
        kept = list(parts)
        while len(kept) > 1 and kept[-1] in FILLER:
            kept.pop()
        while len(kept) > 1 and kept[0] in FILLER:
            kept.pop(0)
        name = "-".join(kept)
        number = 2
        while name in names.values():
            name, number = f"{'-'.join(kept)}-{number}", number + 1
        names[column] = name
    return names


def likeness(a: str, b: str) -> float:
    """Return how alike two names are, by their words without words for time and for promising: 0 to 1.

    Words match from their beginnings (shipped, shipping), so that a limit for shipping meets what was shipped.
    """
    left = [word for word in words(a) if word not in FILLER and word not in PROMISE and word != "limit"]
    right = [word for word in words(b) if word not in FILLER and word not in PROMISE]
    if not left or not right:
        return 0.0
    hits = sum(max(_alike(x, y) for y in right) for x in left)
    return hits / max(len(left), 1)


def _alike(a: str, b: str) -> float:
    if a == b or any(a in family and b in family for family in FAMILIES):
        return 1.0
    common = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        common += 1
    return 0.8 if common >= 4 and common >= 0.6 * min(len(a), len(b)) else 0.0
