"""XML as a stream of elements, by a parser that trusts nothing: no document types, no entities, limits on depth and length."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.limits import Limits
from footpath.evidence.readers.stream import open_stream

_PIECE = 1 << 18
_MOST_DEEP = 200

Start = Callable[[str, dict[str, str], int], None]
End = Callable[[str], None]


class Enough(Exception):  # noqa: N818  # no error: the caller has what it wanted
    """Raised by a handler that wants no more."""


def parse(
    path: Path, limits: Limits, start: Start, end: End, text: Callable[[str], None] | None = None
) -> str | None:
    """Read an XML file and call `start` (name without prefix, attributes, line) and `end`; return how it is compressed.

    `text` takes what stands between elements, in pieces.

    Raises
    ------
    BadInputError
        Where there is a document type (it could name other files, or grow without end), an element nests too deep, a
        value is too long, or the file is no XML to its end.
    """
    depth = 0
    longest = limits.field

    def refuse(code: str, message: str, step: str) -> BadInputError:
        return _bad(code, path, parser.CurrentLineNumber, message, step)

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MOST_DEEP:
            raise refuse(
                "reader-too-deep", f"elements nest more than {_MOST_DEEP} deep", "Export the log again."
            )
        for value in attributes.values():
            if len(value) > longest:
                raise refuse(
                    "file-damaged",
                    f"a value of more than {longest:,} characters",
                    "Leave it out of the export.",
                )
        start(name.rpartition(":")[2] if ":" in name else name, attributes, parser.CurrentLineNumber)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(":")[2] if ":" in name else name)

    def on_doctype(*_: object) -> None:
        raise refuse(
            "xml-doctype",
            "the file declares a document type, which logs do not need",
            "Delete the line that begins with <!DOCTYPE, if you trust the file otherwise.",
        )

    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.StartDoctypeDeclHandler = on_doctype
    parser.EntityDeclHandler = on_doctype
    parser.ExternalEntityRefHandler = lambda *_: 0
    if text is not None:
        parser.CharacterDataHandler = text
    with open_stream(path, limits) as stream:
        try:
            while piece := stream.read(_PIECE):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except Enough:
            pass
        except expat.ExpatError as error:
            cut = error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]
            message = "the file holds no element" if cut else f"no XML here: {expat.ErrorString(error.code)}"
            raise _bad(
                "file-damaged", path, error.lineno, message, "Get the file again; perhaps it is cut short."
            ) from None
        return stream.compression


def _bad(code: str, path: Path, line: int | None, message: str, step: str) -> BadInputError:
    # code="reader-too-deep" code="file-damaged" code="xml-doctype"
    return BadInputError(Problem(code=code, message=message, place=Place(str(path), line), help=step))
