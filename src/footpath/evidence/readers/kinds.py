"""What kind of file it is, told by its bytes; files that hold no table are refused here, with what they are."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.lake.listing import find
from footpath.evidence.limits import Limits
from footpath.evidence.readers.stream import open_stream, plain_file

_HEAD = 64 * 1024

_NO_TABLE: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "Ask for the table behind it as CSV or XLSX."),
    (b"\x89PNG", "a picture (PNG)", "Ask for the table behind it as CSV or XLSX."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Ask for the table behind it as CSV or XLSX."),
    (b"GIF8", "a picture (GIF)", "Ask for the table behind it as CSV or XLSX."),
    (b"Rar!", "an archive (RAR)", "Unpack it and name the file inside."),
    (b"7z\xbc\xaf", "an archive (7z)", "Unpack it and name the file inside."),
    (b"BZh", "packed with bzip2", "Unpack it, or pack it with gzip."),
    (b"\x28\xb5\x2f\xfd", "packed with Zstandard", "Unpack it, or pack it with gzip."),
    (b"\xfd7zXZ", "packed with xz", "Unpack it, or pack it with gzip."),
    (b"ORC", "an ORC file", "Export it as Parquet."),
    (b"Obj\x01", "an Avro file", "Export it as Parquet."),
    (b"ARROW1", "an Arrow file", "Export it as Parquet."),
    (b"\x7fELF", "a program", "Name the export instead."),
    (b"MZ\x90", "a program", "Name the export instead."),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|meta|table|title)\b", re.I | re.S
)
_LOG = re.compile(rb"\s*<(?:\w+:)?log[\s>]")
_ROOT = re.compile(rb"<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)")
_OCEL_XML = re.compile(rb"<(?:object-types|event-types|objects|events)[\s>/]")
_OCEL_JSON = re.compile(
    rb'"(?:objectTypes|eventTypes)"\s*:\s*\[|"ocel:(?:events|objects|global-log)"|^\s*\{\s*"(?:events|objects)"\s*:\s*\[\s*\{'
    rb'(?=.*"relationships").*"objectId"',
    re.DOTALL,
)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.I | re.S)


def kind_of(path: Path) -> str:
    """Return the name of the reader that the file's bytes ask for: csv, xlsx, parquet, jsonl, xes, ocel, delta or iceberg.

    Raises
    ------
    BadInputError
        Where the file is missing, empty, or holds no table (a picture, a web page, an archive ...).
    """
    table = find(path)
    if table is not None:
        return "parquet" if table == "folder" else table
    with open_stream(path, Limits()) as stream:
        head = stream.read(_HEAD)
    if not head:
        raise _bad(
            "file-empty",
            path,
            "the file is empty",
            "Export it again; perhaps the period chosen there holds nothing.",
        )
    if head.startswith((b"PAR1", b"PARE")):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(path)
    if head.startswith(_OLD_OFFICE):
        raise _old_office(path, head)
    if head.startswith(b"SQLite format 3"):
        return _kind_of_sqlite(path)
    for magic, what, step in _NO_TABLE:
        if head.startswith(magic):
            raise _bad("file-no-table", path, f"this is {what}, not a table", step)
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _PAGE.match(text):
        raise _page(path, text)
    if text.startswith(b"<?xml") or _LOG.match(text):
        return _kind_of_xml(path, text)
    if text and text.count(0) == len(text):
        raise _bad(
            "file-damaged",
            path,
            "the file holds nothing but NUL bytes",
            "Get it again: it was never written to its end.",
        )
    start = text.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()[:1]
    if start == b"{" and _OCEL_JSON.search(text):
        return "ocel"
    if start == b"{" or (start == b"[" and _is_json_list(text)):
        return "jsonl"
    return "csv"


def _kind_of_xml(path: Path, head: bytes) -> str:
    """Return the reader of a log in XML; the root of XES and of OCEL has the same name, what is in it differs."""
    root = _ROOT.search(head)
    if root is None or root[1] != b"log":
        raise _bad(
            "file-no-table",
            path,
            "this is an XML file, not a table",
            "Export it as CSV, XLSX or Parquet. (Of XML, event logs are read: XES and OCEL 2.0.)",
        )
    return "ocel" if _OCEL_XML.search(head) else "xes"


def _kind_of_sqlite(path: Path) -> str:
    from footpath.evidence.readers.ocel_sqlite import is_log

    if is_log(path, Limits()):
        return "ocel"
    raise _bad(
        "file-no-table",
        path,
        "this is an SQLite database, not a table",
        "Export its table as CSV or Parquet. (Of databases, event logs are read: OCEL 2.0.)",
    )


def _is_json_list(head: bytes) -> bool:
    return (
        re.match(
            rb"\s*\[\s*(?:\{|\])",
            head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff"),
        )
        is not None
    )


def _kind_of_zip(path: Path) -> str:
    try:
        with plain_file(path, Limits(), Limits().inflated) as plain, zipfile.ZipFile(plain) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _bad(
            "file-cut-short", path, "the workbook or archive is damaged or cut short", "Get the file again."
        ) from None
    if any(name.startswith("xl/workbook") for name in names):
        return "xlsx"
    if "mimetype" in names or any(name.startswith(("word/", "ppt/")) for name in names):
        raise _bad(
            "file-no-table", path, "this office document is no XLSX workbook", "Save it as .xlsx or CSV."
        )
    shown = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    raise _bad(
        "file-no-table",
        path,
        f"this is a zip archive ({shown}), not a table",
        "Unpack it and name the file inside.",
    )


def _old_office(path: Path, head: bytes) -> BadInputError:
    locked = "EncryptedPackage".encode("utf-16-le")
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _HEAD * 16))
        tail = file.read()
    if locked in head or locked in tail:
        return _bad(
            "file-no-table", path, "the workbook is locked with a password", "Save it without one, or as CSV."
        )
    return _bad(
        "file-no-table",
        path,
        "this is a workbook of the old kind (.xls)",
        "Open it and save it as .xlsx or CSV.",
    )


def _page(path: Path, head: bytes) -> BadInputError:
    found = _TITLE.search(head.decode("utf-8", "replace"))
    title = " ".join(html.unescape(found[1]).split())[:80] if found else ""
    called = f" called {title!r}" if title else ""
    return _bad(
        "file-web-page",
        path,
        f"this is a web page{called}, not the data: perhaps the login page of the tool that exports them",
        "Sign in there and export again. (A table saved as a page: open it in a spreadsheet, save it as .xlsx.)",
    )


def _bad(code: str, path: Path, message: str, step: str) -> BadInputError:
    # code="file-missing" code="file-empty" code="file-no-table" code="file-web-page" code="file-damaged"
    # code="file-cut-short"
    return BadInputError(Problem(code=code, message=message, place=Place(str(path)), help=step))
