"""What all benchmarks share: measurements, runs, the file of results, pictures, tables, two revisions compared."""
