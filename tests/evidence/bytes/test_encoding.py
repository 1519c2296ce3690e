"""Encodings are found, named and converted; what does not fit is set aside, and nothing is replaced unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from footpath.base import BadInputError
from footpath.evidence.raw import RawTable, ReadOptions, read_raw

PORTUGUESE = [
    "Meu candeeiro não veio",
    "péssimo serviço",
    "ótima loja, recomendação",
    "câmera não é a do anúncio",
]
GERMAN = ["Müller war schön früh", "die Größe paßt nicht", "für Öffnung zu spät", "weiß nicht"]
FRENCH = ["colis très en retard", "élégant, garçon à Paris", "être déçu", "où est mon colis"]
SPANISH = ["señor niño mañana", "envío rápido", "pésima atención", "¿dónde está mi pedido?"]
POLISH = ["Dziękuję za szybką wysyłkę", "jakość świetna", "żółty zamiast błękitnego", "paczka zaginęła"]
CZECH = ["příliš žluťoučký kůň", "zásilka dorazila pozdě", "děkuji", "špatná velikost"]
HUNGARIAN = ["Szép köszönöm", "gyönyörű őszi idő", "nagyon későn érkezett", "a hűtő rossz"]
RUSSIAN = ["доставка опоздала на неделю", "заказ не пришёл", "отлично, спасибо", "Москва, Иванов"]
UKRAINIAN = ["посилка запізнилася", "дуже дякую, чудовий магазин", "їжа холодна", "Київ"]
GREEK = ["Η παράδοση άργησε πολύ", "ευχαριστώ", "κακή εξυπηρέτηση", "όλα τέλεια"]
TURKISH = [
    "Teşekkürler, çok güzel ürün",
    "hızlı kargo",
    "kırık geldi, iade istiyorum",
    "müşteri hizmetleri ilgisiz",
]
HEBREW = ["המשלוח איחר מאוד", "שירות מצוין", "לא הגיע", "תודה רבה"]
ARABIC = ["تأخر التوصيل كثيرا", "خدمة ممتازة", "لم يصل الطلب", "شكرا"]
JAPANESE = ["配達が遅れました", "とても残念です", "ありがとうございます", "サイズが違いました"]
CHINESE = ["快递太慢了，非常失望", "质量很好，下次还会来", "客服态度不错", "东西和图片不一样"]
KOREAN = ["배송이 너무 늦었습니다", "품질이 좋아요", "친절한 상담", "다시는 안 사요"]


def read(folder: Path, data: bytes, how: ReadOptions | None = None) -> RawTable:
    path = folder / "a.csv"
    path.write_bytes(data)
    return read_raw(path, how)


def table(texts: list[str]) -> str:
    return "id;text;n\n" + "".join(f'{n};"{text}";{n}\n' for n, text in enumerate(texts, 1))


@pytest.mark.parametrize(
    ("encoding", "named", "texts"),
    [
        ("utf-8", "UTF-8", PORTUGUESE + RUSSIAN + JAPANESE),
        ("utf-8-sig", "UTF-8", GERMAN),
        ("utf-16", "UTF-16", RUSSIAN),
        ("utf-16-le", "UTF-16", GERMAN),
        ("utf-16-be", "UTF-16 (big endian)", RUSSIAN),
        ("utf-32", "UTF-32", GERMAN),
        ("cp1252", "Windows-1252", PORTUGUESE),
        ("cp1252", "Windows-1252", GERMAN),
        ("cp1252", "Windows-1252", FRENCH),
        ("cp1252", "Windows-1252", SPANISH),
        ("cp1252", "Windows-1252", ["“12 €” – très bon", "l’été", "à 5 €", "déçu…"]),
        ("latin-1", "Windows-1252", PORTUGUESE),
        ("cp1250", "Windows-1250", POLISH),
        ("cp1250", "Windows-1250", CZECH),
        ("cp1250", "Windows-1250", HUNGARIAN),
        ("cp1251", "Windows-1251", RUSSIAN),
        ("cp1251", "Windows-1251", UKRAINIAN),
        ("koi8-r", "KOI8-R", RUSSIAN),
        ("cp866", "cp866", RUSSIAN),
        ("cp1253", "Windows-1253", GREEK),
        ("cp1254", "Windows-1254", TURKISH),
        ("cp1255", "Windows-1255", HEBREW),
        ("cp1256", "Windows-1256", ARABIC),
        ("mac-roman", "Mac Roman", FRENCH),
        ("cp850", "cp850", GERMAN),
        ("cp932", "Shift-JIS", JAPANESE),
        ("gb18030", "GB 18030", CHINESE),
        ("cp949", "EUC-KR", KOREAN),
    ],
)
@pytest.mark.parametrize("times", [1, 30])
def test_an_encoding_is_found_and_its_texts_come_back(
    tmp_path: Path, encoding: str, named: str, texts: list[str], times: int
) -> None:
    raw = read(tmp_path, table(texts * times).encode(encoding))
    assert raw.table.column("text").to_pylist() == texts * times
    assert raw.facts.encoding == named
    assert (raw.facts.delimiter, raw.facts.aside) == (";", 0)


def test_an_encoding_that_is_given_is_taken(tmp_path: Path) -> None:
    data = table(["dzień"]).encode("cp1250")
    assert read(tmp_path, data, ReadOptions(encoding="cp1250")).table.column("text").to_pylist() == ["dzień"]
    wide = table(["dzień"]).encode("utf-16")
    assert read(tmp_path, wide, ReadOptions(encoding="utf-16")).table.column("text").to_pylist() == ["dzień"]
    with pytest.raises(BadInputError, match="no encoding 'klingon'"):
        read(tmp_path, data, ReadOptions(encoding="klingon"))


def test_rows_with_bytes_that_do_not_fit_are_set_aside_not_replaced(tmp_path: Path) -> None:
    texts = [f"très bien {n}" for n in range(50)]
    lines = table(texts).encode("utf-8").split(b"\n")
    lines[7] = b'7;"caf\xe9";7'
    raw = read(tmp_path, b"\n".join(lines))
    assert raw.facts.encoding == "UTF-8"
    assert [(aside.line, aside.reason) for aside in raw.aside] == [(8, "bytes that are no UTF-8")]
    assert raw.table.num_rows == 49
    assert all("\ufffd" not in text and "\uffff" not in text for text in raw.table.column("text").to_pylist())


def test_a_wrong_encoding_that_fits_hardly_any_row_is_refused(tmp_path: Path) -> None:
    data = table(RUSSIAN * 30).encode("cp1251")
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, data, ReadOptions(encoding="utf-8"))
    assert caught.value.problems[0].code == "text-encoding"


def test_a_letter_beyond_ascii_far_into_the_file_is_found(tmp_path: Path) -> None:
    head = "id;text\n" + "".join(f"{n};plain text of some length\n" for n in range(200_000))
    raw = read(tmp_path, (head + "x;São João é aqui\n").encode("cp1252"))
    assert raw.facts.encoding == "Windows-1252"
    assert raw.table.column("text")[-1].as_py() == "São João é aqui"
