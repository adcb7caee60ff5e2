"""How accurate and how well calibrated the weighing is, beside Splink: ``python -m benchmarks.matching.accuracy``."""
