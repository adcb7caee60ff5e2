"""From the words of two names to a log10 likelihood ratio: pairing them, summing up, and saying why."""
