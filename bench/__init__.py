"""Side-by-side benchmarks: each file compares in one run and prints ratios; none of them is a test."""
