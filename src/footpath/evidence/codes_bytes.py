"""The problem codes of reading foreign bytes (the other half of the room has its own)."""

from __future__ import annotations

from footpath.base import register_codes

register_codes(
    "evidence",
    {
        "file-missing": "A file that was named does not exist, is a folder where a file is meant, or may not be read.",
        "file-empty": "A file holds nothing, or a header and no row below it (that is a warning).",
        "file-no-table": "A file is of a kind that holds no table: a picture, a PDF, an archive, a program. "
        "Its kind is told by its bytes, not by its name.",
        "file-web-page": "A web page stands in place of the data, most often the login page of the tool that should "
        "have exported them. Sign in and export again.",
        "file-cut-short": "The end of a file is missing, as after a broken download: a Parquet file without its footer, "
        "a gzip stream that stops. Get it again.",
        "file-damaged": "A file has the right beginning and end, but what is between cannot be decoded.",
        "file-inflates": "A compressed file inflates far beyond its size (over 100 to 1), or beyond what may stand in "
        "memory. Ordinary exports do not; files made to fill a disk or a memory do.",
        "source-too-large": "A workbook has more cells than may stand in memory. Export it as CSV or Parquet, which stream.",
        "reader-memory": "Reading a file took more memory than the setting `reader-memory` allows. The file was left; "
        "nothing else was touched.",
        "reader-time": "Reading a file took more time than the setting `reader-seconds` allows.",
        "reader-died": "The library that reads this kind of file ended the reading process, which happens with files "
        "that are damaged or made to do harm. Footpath itself goes on.",
        "reader-too-deep": "A file nests deeper than any real export.",
        "reader-failed": "The file could not be read, for a reason that the message tells.",
        "text-encoding": "The bytes of a text file do not fit the encoding that was given or guessed. Rows that do not "
        "fit are set aside; where most do not, the file is refused. Give the encoding.",
        "csv-delimiter": "With the delimiter that was given, every line is one column; another one fits. "
        "Leave the option out, or give the one named.",
        "csv-rows-differ": "Most rows have another number of columns than the header. Usually the delimiter or the "
        "header line is another one.",
        "csv-no-header": "The first line looks like data: the columns are called `column 1`, `column 2` and so on. "
        "Give the line of the header, or 0 to say that there is none.",
        "column-twice": "Two columns have one name. The second is called `name (2)`; rename it in the file if that is "
        "not what is meant.",
        "column-unnamed": "A column that holds values has no name; it is called `column N` by its place.",
        "sheet-unknown": "A workbook has no sheet of that name; those it has are listed.",
        "sheet-rounded": "A spreadsheet keeps 15 digits of a number. Ids with more digits that stand there as numbers have lost "
        "their last digits; export them as text.",
        "sheets-several": "A workbook has several sheets with tables; the first was taken. Name another with the option.",
        "parquet-parts-differ": "The parts of a Parquet folder have different columns or types.",
        "key-in-atlas": "The folder for keys lies inside an atlas. The key that makes pseudonyms would then be shared with "
        "everybody who gets the atlas.",
        "key-damaged": "The key that makes pseudonyms is not 32 bytes long. Put it back from a backup; a new key gives every "
        "customer a new pseudonym.",
        "log-no-events": "An event log (XES, OCEL 2.0) holds no event, or is of a version that is not read.",
        "xml-doctype": "An XML file declares a document type. Event logs need none, and one could name other files or grow "
        "without end, so it is refused.",
        "file-elsewhere": "A source names files on another machine (`s3://...`). Files are read on this one; an engine that "
        "reaches them takes them as a table by its name.",
        "table-damaged": "The log of a Delta table, or the metadata of an Iceberg table, cannot be read: it is cut short, of a "
        "version that the package does not know, or was written by something else.",
        "table-elsewhere": "A Delta or Iceberg table names files outside its own folder. They are not opened: a table that came "
        "from elsewhere could name any file of this machine.",
        "table-feature": "A table uses something that is not read here, such as deleting rows by value. Compact it, or ask an "
        "engine that has it.",
        "json-no-rows": "A JSON file holds no list of objects, so there are no rows in it.",
    },
)
