"""ClickHouse: a server that the user has (clickhouse://), or the same engine in this process (chdb://)."""
