"""What engines found, made into matches: staged, merged with the matches that are there, weighed against each other."""

from antigone.bureau.matching.results.joining import Rejoined, rejoin, rejoin_at_once
from antigone.bureau.matching.results.neighbourhood import Priors
from antigone.bureau.matching.results.proposals import Merged, merge, results_digest, stage, staged_pairs, unstage

__all__ = [
    "Merged",
    "Priors",
    "Rejoined",
    "merge",
    "rejoin",
    "rejoin_at_once",
    "results_digest",
    "stage",
    "staged_pairs",
    "unstage",
]
