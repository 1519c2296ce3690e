"""Ways to answer the questions of `benchmarks/mining.py`: ours, hand-written SQL, polars, and the peers."""
