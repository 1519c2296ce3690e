"""The problem codes of what evidence means (those of reading bytes stand in `codes_bytes`)."""

from __future__ import annotations

from footpath.base import register_codes

register_codes(
    "evidence",
    {
        "column-missing": "A source or an option names a column that the file does not have; the nearest are named.",
        "customer-empty": "The column that names customers holds nothing. Rows are followed by order or ticket where there "
        "is one; otherwise only totals can be counted.",
        "dates-ambiguous": "Every date of a column fits two orders (03/04/2018): Footpath asks instead of choosing. Say "
        "`--dates dmy` (day first) or `--dates mdy` (month first), or `dates:` in `sources.yaml`.",
        "dates-mixed": "Some dates of a column have the day first and some the month. Those that do not fit the order "
        "taken are set aside.",
        "ids-ruined": "A spreadsheet has turned long numbers into 4.57E+11: the last digits are gone, and different "
        "customers or orders have become one. Export again and do not open the file in a spreadsheet, or import it with "
        "that column set to Text.",
        "no-common-id": "Two sources share no id of a customer or of a case: what one says cannot be tied to the other.",
        "no-customer": "No column says whose events these are. Name the customer's column, or that of the order or ticket.",
        "all-set-aside": "Every row of a source of events was set aside.",
        "no-evidence": "A table says neither who nor when: a list of products or shops, for example.",
        "no-time": "A table has customers or orders, but no column says when anything happened.",
        "column-nowhere": "A source names a key inside a column (with dots), and no row has it.",
        "lists-several": "A source names each of two different lists in its rows. Rows can be the records of one list only.",
        "tool-columns-missing": "A file looks like the export of a known tool, but columns without which nothing can be "
        "counted are not there or are empty. The message names them, and where the tool exports them.",
        "promise-alone": "A column says when something should happen (a deadline), and none says when it did.",
        "remarks-of-nobody": "Texts or scores stand without a customer or an order, so that they cannot be tied to steps.",
        "partition-no-date": "A period was asked for, or `partition` names a column, and what stands in the names of the "
        "folders is no day of the kind that was said.",
        "period-empty": "No file of a source may hold the period that was asked for: the days in the names of its folders, or "
        "in the table's log, all lie outside it.",
        "table-name": "A table is named as engines name them, with up to three words and dots between "
        "(`catalog.schema.events`); a source has files or such a table, not both.",
        "table-no-log": "A table by its name in an engine is a log of events. The source says which columns are time, event and "
        "customer (or case); what only files can give, it cannot say.",
        "report-of-totals": "A report of totals (page, views) says how often, not who. Ask the same tool for the export "
        "with one row an event and the visitor in it.",
        "sources-meet": "Two sources share ids, so that what one says is tied to the other; it says by which and how many.",
        "times-in-future": "Some events lie in the future: a plan taken for an event, a wrong clock, or a wrong order of "
        "day and month.",
        "list-name": "A list of customers has a name that a rule can say: a letter, then letters, digits, underscores and dashes.",
        "list-unknown": "No list of customers is kept under that name on this machine, or its pseudonyms are of another key.",
        "list-unreadable": "A file was named as a list of customers, and no ids can be read from it.",
        "zone-unknown": "No time zone has that name; zones are named like Europe/Lisbon.",
    },
)
