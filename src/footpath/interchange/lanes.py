"""Which role a row of somebody else's table has, by its name: a table of names in the languages that maps are made in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from footpath.atlas.roles import ROLES
from footpath.interchange.meaning import has_face, number_of
from footpath.interchange.reading import Guess

# The words that tools and teachers use for a row, by role; the house's own titles and ids are added.
_NAMES: Mapping[str, str] = {
    "goal": "goals, goal, needs, need, customer goals, user goals, customer needs, jobs to be done, jobs, jtbd, wants, tasks to "
    "be done, desired outcome, ziele, bedürfnisse, objectifs, besoins, objetivos, necesidades, necessidades, obiettivi, bisogni, "
    "doelen, behoeften, cele, potrzeby, цели, потребности",
    "motive": "motive, motivation, motivations, why, motive und motivation, motivación, motivação, motivazione, мотивация",
    "action": "actions, action, doing, customer actions, user actions, activities, activity, what they do, steps taken, behaviour, "
    "behavior, tasks, customer journey steps, handlungen, aktionen, aktivitäten, actions du client, acciones, actividades, ações, "
    "atividades, azioni, acties, działania, действия",
    "thought": "thoughts, thought, thinking, questions, question, mindset, thoughts and questions, what they think, concerns and "
    "questions, key questions, gedanken, fragen, pensées, questions du client, pensamientos, preguntas, pensamentos, perguntas, "
    "pensieri, domande, gedachten, myśli, мысли, вопросы",
    "emotion": "emotions, emotion, feelings, feeling, emotional journey, emotional curve, emotion curve, experience curve, mood, "
    "sentiment, satisfaction, customer emotions, emotional state, how they feel, gefühle, emotionen, émotions, emociones, "
    "sentimientos, emoções, emozioni, emoties, emocje, эмоции, чувства",
    "quote": "quotes, quote, verbatim, verbatims, voice of customer, what they say, saying, zitate, citations, citas, citações, "
    "citazioni, citaten, cytaty, цитаты",
    "touchpoint": "touchpoints, touchpoint, touch points, touch point, contact points, interactions, where we meet, kontaktpunkte, "
    "berührungspunkte, points de contact, puntos de contacto, pontos de contato, pontos de contacto, punti di contatto, "
    "contactmomenten, punkty styku, точки контакта, точки касания",
    "channel": "channels, channel, media, kanäle, kanal, canaux, canales, canais, canali, kanalen, kanały, каналы",
    "artefact": "artefacts, artefact, artifacts, artifact, physical evidence, evidence, props, objects, devices, documents, "
    "physische belege, preuves physiques, evidencia física, evidências físicas, evidenze fisiche, артефакты",
    "duration": "duration, time, timeline, time spent, how long, wait time, waiting time, dauer, zeit, durée, temps, duración, tiempo, "
    "duração, tempo, durata, tijd, czas, время, длительность",
    "expectation": "expectations, expectation, customer expectations, erwartungen, attentes, expectativas, aspettative, "
    "verwachtingen, oczekiwania, ожидания",
    "barrier": "pain points, pain point, pains, painpoints, barriers, barrier, frustrations, problems, problem, obstacles, issues, "
    "challenges, friction, weaknesses, schmerzpunkte, probleme, hindernisse, points de douleur, irritants, freins, puntos de dolor, "
    "problemas, barreras, dores, barreiras, punti dolenti, problemi, ostacoli, pijnpunten, bóle, bariery, боли, проблемы, барьеры",
    "driver": "drivers, driver, gains, gain, delights, delight, positives, motivators, highlights, happy moments, enablers, "
    "what works, treiber, moteurs, leviers, impulsores, alegrías, ganhos, vantaggi, drijfveren, драйверы",
    "criticality": "moments of truth, moment of truth, mot, criticality, importance, priority, critical moments, momente der wahrheit, "
    "moments de vérité, momentos de la verdad, momentos da verdade, momenti della verità, моменты истины, критичность",
    "measure": "measures, measure, metrics, metric, kpi, kpis, data, indicators, kennzahlen, messgrößen, indicateurs, métricas, "
    "indicadores, metriche, indicatori, метрики, показатели",
    "our-zone": "our zone, where we could belong, our role",
    "interest": "interests, interest, what interests them, interessen, centres d'intérêt, intereses, interesses, interessi, интересы",
    "concern": "worries, worry, concerns, concern, fears, fear, sorgen, ängste, inquiétudes, preocupaciones, preocupações, "
    "preoccupazioni, zorgen, obawy, тревоги, опасения",
    "spending": "spending, money and time, budget, what they spend, ausgaben, dépenses, gastos, spese, uitgaven, расходы",
    "message": "messages, message, communication, what we say, content, botschaften, mensajes, mensagens, messaggi, boodschap, "
    "сообщения",
    "brand-goal": "brand goal, brand goals, business goals, business goal, company goal, organisational goals, kpi goals, "
    "unternehmensziele, objectifs de la marque, objetivos de negocio, цели бренда, цели компании",
    "opportunity": "opportunities, opportunity, ideas, idea, solutions, solution, recommendations, improvements, how might we, "
    "action points, chancen, ideen, lösungen, opportunités, idées, oportunidades, ideias, opportunità, idee, kansen, ideeën, "
    "szanse, pomysły, возможности, идеи, рекомендации",
    "owner": "owner, owners, responsible, responsibility, responsibilities, accountable, internal ownership, department, team, "
    "verantwortlich, zuständig, responsable, responsável, responsabile, verantwoordelijk, odpowiedzialny, ответственный, владелец",
    "frontstage-people": "frontstage, front stage, onstage, employee actions, frontstage actions, onstage employee actions, "
    "frontstage employees, visible actions, frontstage people, aktionen des personals, scène, acciones de empleados, avant-scène, "
    "linha de frente, фронт-офис",
    "frontstage-system": "frontstage systems, frontstage technology, onstage technology, frontstage system",
    "backstage-people": "backstage, back stage, backstage actions, backstage employee actions, invisible actions, behind the scenes, "
    "backstage people, arrière-scène, coulisses, trastienda, bastidores, retroscena, бэк-офис",
    "backstage-system": "backstage systems, backstage technology, systems, it systems, technology, backstage system, systeme, "
    "systèmes, sistemas, sistemi, systemen, системы",
    "support": "support processes, support process, supporting processes, support, internal processes, supportprozesse, "
    "unterstützende prozesse, processus de support, procesos de apoyo, processos de suporte, processi di supporto, "
    "поддерживающие процессы",
    "policy": "policy, policies, rules, regulations, richtlinien, règles, políticas, regole, beleid, правила",
    "risk": "risks, risk, risiken, risques, riesgos, riscos, rischi, risico's, ryzyka, риски",
    "takeaway": "takeaway, takeaways, insights, insight, summary, conclusion, conclusions, learnings, key insight, erkenntnisse, fazit, "
    "enseignements, conclusiones, conclusões, conclusioni, inzichten, wnioski, выводы, инсайты",
    "image": "images, image, pictures, picture, photos, storyboard, sketch, bilder, bild, imágenes, imagens, immagini, afbeeldingen",
    "text": "notes, note, comments, comment, description, other, notizen, anmerkungen, remarques, notas, observações, note e commenti, "
    "opmerkingen, uwagi, заметки, комментарии",
}
# "What he thinks", "Was sie fühlt": the verb tells.
_VERBS: Mapping[str, str] = {
    verb: role
    for role, verbs in {
        "action": "do does doing did tut tun macht machen fait font hace hacen faz fazem fa fanno doet doen robi делает делают",
        "thought": "think thinks denkt denken pense pensent piensa piensan pensa pensam pensano myśli думает думают",
        "emotion": "feel feels felt fühlt fühlen ressent ressentent siente sienten sente sentem sentono voelt voelen czuje чувствует",
        "goal": "want wants wanted will wollen veut veulent quiere quieren quer querem vuole vogliono wil willen chce хочет хотят",
        "driver": "carries",
        "quote": "say says said sagt sagen dit disent dice dicen diz dizem dicono zegt zeggen mówi говорит говорят",
    }.items()
    for verb in verbs.split()
}
_LINES = re.compile(
    r"line of (?:visibility|interaction|internal interaction)|linie der|línea de (?:visibilidad|interacción)|ligne de (?:visibilité|interaction)"
)


def fold(name: str) -> str:
    """Return a name as it is compared: lower case, without signs and numbers around it, white space folded."""
    text = (
        unicodedata.normalize("NFKC", name)
        .casefold()
        .replace("&", " and ")
        .replace("-", " ")
        .replace("/", " ")
    )
    text = re.sub(r"[^\w\s']", " ", text)
    return " ".join(text.split())


def role_of(name: str, given: Mapping[str, str] | None = None) -> tuple[str, bool]:
    """Return the role of a row's name and whether it is sure; a name that nothing tells is a free text.

    Parameters
    ----------
    name
        The name as it stands in the table.
    given
        Roles that the user gave, by name.
    """
    for known, role in (given or {}).items():
        if fold(known) == fold(name):
            return role, True
    folded = fold(name)
    if folded in _table():
        return _table()[folded], True
    for part in re.split(r"\s(?:and|und|et|y|e|en|i|и)\s|[,(:]", folded):
        if part.strip() in _table():
            return _table()[part.strip()], False
    words = folded.split()
    for word in words:
        if word in _VERBS:
            return _VERBS[word], False
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            if (part := " ".join(words[start : start + size])) in _table():
                return _table()[part], False
    return "text", False


def is_line(name: str) -> bool:
    """Return whether a row is one of the blueprint's lines, which are derived and hold nothing."""
    return _LINES.search(fold(name)) is not None


def guess_lane(name: str, given: Mapping[str, str], fields: Iterable[str] = ()) -> tuple[str, Guess]:
    """Return the role of a row by its name, else by what its fields hold, and the guess as it is shown to the user."""
    role, is_sure = role_of(name, given)
    filled = [field for field in fields if field.strip()]
    felt = sum(number_of(field) is not None or has_face(field) for field in filled)
    if role == "text" and not is_sure and len(filled) >= 3 and felt * 2 > len(filled):
        role = "emotion"
    title = ROLES[role].title.lower()
    return role, Guess(f"the row {name!r}", f"{role} ({title})", f"--lane {name!r}=ROLE", is_sure)


@cache
def _table() -> dict[str, str]:
    table = {fold(name): role for role, names in _NAMES.items() for name in names.split(", ")}
    table |= {fold(role.title): role.id for role in ROLES.values()}
    return table | {fold(role): role for role in ROLES}
