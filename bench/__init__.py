"""Side-by-side benchmarks: each module measures in one run what it compares, as `BENCH`; none of them is a test."""
