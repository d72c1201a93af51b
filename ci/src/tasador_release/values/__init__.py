"""Values that move through the stages: settings, target, artifacts, stack, results, release records."""
