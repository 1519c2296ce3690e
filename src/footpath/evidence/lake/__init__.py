"""Tables that are folders: Parquet parted by the names of folders, Delta and Iceberg, listed without opening their data.

`find` says what a path is, `list_table` which of its files a period needs; `days` reads days from partitions.
"""
