"""The embedded engine: DuckDB in this process, reading Parquet where it lies, on a locked connection."""
