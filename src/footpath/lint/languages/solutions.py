"""How a wish for a feature is put: "no button for …", "lack of a filter", "should add a …"."""

from __future__ import annotations

from collections.abc import Mapping

from footpath.lint.languages.phrases import Phrases

ABSENT = Phrases(
    {
        "en": ("no", "lack of", "lacks", "lacking", "missing", "there is no", "there are no", "there is a lack of", "absence of"),
        "de": ("kein", "keine", "keinen", "fehlt", "es fehlt", "es fehlen", "fehlende", "fehlender", "fehlendes", "mangel an",
               "es gibt kein", "es gibt keine", "es gibt keinen"),
        "fr": ("manque", "il manque", "manque de", "absence de", "pas de", "pas d'", "il n'y a pas de", "il n'y a pas d'",
               "aucun", "aucune"),
        "es": ("falta", "faltan", "falta de", "ausencia de", "no hay", "no existe", "no tiene"),
        "pt": ("falta", "faltam", "falta de", "ausência de", "não há", "não existe", "não tem"),
        "it": ("manca", "mancano", "mancanza di", "assenza di", "non c'è", "nessun", "nessuna"),
        "nl": ("geen", "gebrek aan", "ontbreken van", "ontbrekende", "er is geen", "er ontbreekt"),
        "pl": ("brak", "brakuje", "nie ma"),
        "ru": ("нет", "не хватает", "отсутствие", "отсутствует"),
        "uk": ("немає", "бракує", "відсутність", "відсутній", "відсутня"),
        "ar": ("لا يوجد", "لا توجد", "عدم وجود", "غياب"),
    }
)  # fmt: skip
"""What a text begins with that says that something is not there."""

NEEDED = Phrases(
    {
        "en": ("need", "needs", "needed", "they need", "users need", "customers need", "we need"),
        "de": ("braucht", "brauchen", "benötigt", "benötigen", "kunden brauchen", "wir brauchen"),
        "fr": ("besoin de", "besoin d'un", "besoin d'une", "il faut", "il faudrait"),
        "es": ("necesita", "necesitan", "hace falta", "se necesita"),
        "pt": ("precisa de", "precisam de", "é preciso"),
        "it": ("serve", "servono", "bisogno di"),
        "nl": ("behoefte aan", "nodig is", "er is behoefte aan"),
        "pl": ("potrzeba", "potrzebny", "potrzebna", "potrzebne"),
        "ru": ("нужен", "нужна", "нужно", "нужны"),
        "uk": ("потрібен", "потрібна", "потрібно", "потрібні"),
        "ar": ("نحتاج", "يحتاجون"),
    }
)  # fmt: skip
"""What a text begins with that says that something is needed; what a customer may really need (an app) does not count."""

BESIDE = Phrases(
    {
        "tr": ("yok", "eksik", "eksikliği"),
        "zh": ("缺少", "缺乏", "没有", "沒有", "需要一个", "需要一個"),
        "ja": ("がない", "が無い", "もない", "の不足", "不足", "が必要", "の欠如"),
        "ko": ("없음", "없다", "없어요", "없습니다", "부족", "부족함", "필요", "필요함"),
        "hi": ("नहीं है", "की कमी", "चाहिए"),
    }
)
"""The same in languages that put it right after the feature (Chinese: right before it)."""

BEFORE: frozenset[str] = frozenset({"zh"})
"""Languages in which the word for "no" comes first."""

FAR: Mapping[str, int] = {"zh": 6, "ja": 0, "ko": 1, "tr": 1, "hi": 1}
"""How many letters may stand between the feature and the word for "no"."""

FEATURES = Phrases(
    {
        "en": ("feature*", "function", "functionality", "button*", "option to", "options to", "chatbot*", "chat bot", "live chat",
               "filter*", "dashboard*", "api", "integration*", "plugin*", "widget*", "push notification*", "notifications",
               "self service", "faq", "dark mode", "tooltip*", "toggle*", "dropdown*", "search bar", "search function",
               "automation", "wizard*", "single sign on", "sso"),
        "de": ("funktion", "funktionen", "funktionalität", "feature", "features", "knopf", "button*", "chatbot*", "filter*",
               "dashboard*", "schnittstelle*", "integration", "plugin*", "widget*", "push nachricht*", "benachrichtigungen",
               "suchfunktion", "exportfunktion", "filterfunktion", "suchfeld"),
        "fr": ("fonction", "fonctions", "fonctionnalité*", "bouton*", "option pour", "chatbot*", "filtre*", "tableau de bord", "api",
               "intégration", "notifications", "widget*"),
        "es": ("función", "funciones", "funcionalidad*", "botón", "botones", "opción de", "opción para", "chatbot*", "filtro*",
               "api", "integración", "notificaciones", "widget*"),
        "pt": ("função", "funções", "funcionalidade*", "botão", "botões", "opção de", "opção para", "chatbot*", "filtro*", "api",
               "integração", "notificações", "widget*"),
        "it": ("funzione", "funzioni", "funzionalità", "pulsante", "pulsanti", "opzione per", "chatbot*", "filtro", "filtri",
               "dashboard", "api", "integrazione", "notifiche", "widget*"),
        "nl": ("functie*", "functionaliteit*", "knop", "knoppen", "optie om", "chatbot*", "filter*", "dashboard*", "api",
               "integratie", "koppeling", "meldingen", "widget*", "zoekfunctie"),
        "pl": ("funkcji", "funkcja", "funkcjonalność", "funkcjonalności", "przycisku", "przycisk", "chatbota", "chatbot", "filtra",
               "filtrów", "filtr", "api", "integracji", "powiadomień"),
        "ru": ("функци*", "кнопк*", "чат бот*", "чатбот*", "фильтр*", "дашборд*", "api", "интеграци*", "уведомлени*", "виджет*"),
        "uk": ("функці*", "кнопк*", "чат бот*", "чатбот*", "фільтр*", "api", "інтеграці*", "сповіщен*", "віджет*"),
        "tr": ("özelliği", "özellik", "fonksiyonu", "düğmesi", "düğme", "buton", "butonu", "seçeneği", "chatbot*", "filtre",
               "filtresi", "paneli", "api", "entegrasyonu", "bildirimi"),
        "ar": ("ميزة", "خاصية", "وظيفة", "زر", "فلتر", "تكامل", "إشعارات"),
        "zh": ("功能", "按钮", "按鈕", "选项", "選項", "聊天机器人", "聊天機器人", "筛选", "篩選", "仪表盘", "接口"),
        "ja": ("機能", "ボタン", "チャットボット", "フィルター", "ダッシュボード"),
        "ko": ("기능*", "버튼*", "챗봇*", "필터*", "대시보드*"),
        "hi": ("फ़ीचर", "फीचर", "बटन", "चैटबॉट", "फ़िल्टर", "फिल्टर", "डैशबोर्ड"),
    }
)  # fmt: skip
"""Things that somebody would build."""

PLACES = Phrases(
    {
        "en": ("app", "apps", "portal"),
        "de": ("app", "portal"),
        "fr": ("application", "appli", "portail"),
        "es": ("aplicación", "app", "portal"),
        "pt": ("aplicativo", "aplicação", "app", "portal"),
        "it": ("app", "applicazione", "portale"),
        "nl": ("app", "portaal"),
        "pl": ("aplikacji", "aplikacja", "portalu"),
        "ru": ("приложения", "портала"),
        "uk": ("застосунку", "додатка", "порталу"),
        "tr": ("uygulaması", "uygulama"),
        "ar": ("تطبيق", "بوابة"),
        "zh": ("小程序", "应用程序", "手机应用"),
        "ja": ("アプリ",),
        "ko": ("앱이", "앱*"),
        "hi": ("ऐप",),
    }
)
"""What one builds too, and what a customer may need: "no app" asks for one, "needs the app" tells of a burden."""

SHOULD = Phrases(
    {
        "en": (*(f"{should} {make} {what}" for should in ("should", "ought to")
                 for make in ("add", "build", "introduce", "implement", "integrate", "offer", "create")
                 for what in ("a", "an", "the", "more", "some")),
               "should be added", "should be built", "should be implemented", "should be introduced", "needs to be added",
               "needs to be built", "needs to be implemented"),
        "de": ("sollte…hinzufügen", "sollten…hinzufügen", "sollte…einbauen", "sollten…einbauen", "sollte…anbieten",
               "sollten…anbieten", "es sollte…geben", "sollte…hinzugefügt werden", "muss…eingebaut werden"),
        "fr": ("devrait ajouter", "devraient ajouter", "il faudrait ajouter", "devrait être ajouté*"),
        "es": ("debería añadir", "deberían añadir", "debería agregar", "deberían agregar", "habría que añadir"),
        "pt": ("deveria adicionar", "deveriam adicionar", "deveria ser adicionad*"),
        "it": ("dovrebbe aggiungere", "dovrebbero aggiungere", "bisognerebbe aggiungere"),
        "nl": ("zou…moeten toevoegen", "zouden…moeten toevoegen", "moet…toegevoegd worden"),
        "pl": ("należy dodać", "powinno się dodać", "należałoby dodać"),
        "ru": ("следует добавить", "стоит добавить", "хорошо бы добавить"),
        "uk": ("слід додати", "варто додати"),
        "tr": ("eklenmeli", "eklemeliyiz"),
        "ar": ("ينبغي إضافة", "يجب إضافة ميزة"),
        "zh": ("应该增加", "應該增加", "应增加", "应该添加", "應該新增", "建议增加", "建議增加"),
        "ja": ("追加すべき", "実装すべき", "導入すべき"),
        "ko": ("도입해야*", "기능 추가*"),
        "hi": ("जोड़ना चाहिए", "जोड़ा जाना चाहिए"),
    }
)  # fmt: skip
"""A plan, wherever it stands in the text."""

SHOULD_FIRST = Phrases(
    {
        "en": (
            "we should",
            "add a",
            "add an",
            "add more",
            "implement a",
            "implement an",
            "introduce a",
            "build a",
        ),
        "de": ("wir sollten", "wir müssen", "einführung einer", "einführung eines"),
        "fr": ("nous devrions", "on devrait", "ajouter un", "ajouter une"),
        "es": ("deberíamos", "añadir un", "añadir una", "agregar un", "agregar una"),
        "pt": ("deveríamos", "adicionar um", "adicionar uma"),
        "it": ("dovremmo", "aggiungere un", "aggiungere una"),
        "nl": ("we moeten een", "wij moeten een", "we zouden"),
        "pl": ("powinniśmy", "dodać"),
        "ru": ("нам следует", "добавить"),
        "uk": ("нам слід", "додати"),
    }
)
"""A plan where the text begins so; further on it may be what a customer has to do ("asked to add a card")."""
