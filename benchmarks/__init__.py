"""How fast the product is, as multiples of a bare page on the same machine in the same run. Measures; decides nothing.

python -m benchmarks, with BENCH_CASES=12000,120000 (the sizes), BENCH_SECONDS=10 (of load per page) and BENCH_KEEP=1 (use
the databases of the last run). The limits stand with the pages (benchmarks/pages.py); docs/testing.md says how to read them.
"""
