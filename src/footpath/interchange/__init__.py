"""Other people's formats, with a report of what was kept, lost and assumed. One writer a format; pictures are `draw`'s.

`write` gives a journey as the bytes of a file in one of `FORMATS`; `read` gives what somebody else wrote as plain data, and
`operations_of` what that adds to an atlas; `grid_back` brings an edited table of a map home. `format_of` tells the format
by a file's ending.
"""

from footpath.interchange import codes as _codes
from footpath.interchange.formats import FORMATS, Format, Options, Reader, Writer, format_of
from footpath.interchange.grid_back import grid_back
from footpath.interchange.read import operations_of, read
from footpath.interchange.reading import Back, Foreign, Guess, Read, ReadOptions
from footpath.interchange.report import Counted, Report, Written
from footpath.interchange.write import write

__all__ = [
    "FORMATS",
    "Back",
    "Counted",
    "Foreign",
    "Format",
    "Guess",
    "Options",
    "Read",
    "ReadOptions",
    "Reader",
    "Report",
    "Writer",
    "Written",
    "format_of",
    "grid_back",
    "operations_of",
    "read",
    "write",
]

del _codes
