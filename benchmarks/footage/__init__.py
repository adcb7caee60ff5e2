"""Benchmarks of what looks at footage: found again after it was published anew, before laid over after."""
