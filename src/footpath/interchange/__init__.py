"""Other people's formats, with a report of what was kept, lost and assumed. One writer a format; pictures are `draw`'s.

`write` gives a journey as the bytes of a file in one of `FORMATS`; `format_of` tells the format by a file's ending.
"""

from footpath.interchange import codes as _codes
from footpath.interchange.formats import FORMATS, Format, Options, Reader, Writer, format_of
from footpath.interchange.report import Counted, Report, Written
from footpath.interchange.write import write

__all__ = [
    "FORMATS",
    "Counted",
    "Format",
    "Options",
    "Reader",
    "Report",
    "Writer",
    "Written",
    "format_of",
    "write",
]

del _codes
