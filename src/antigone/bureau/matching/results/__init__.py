"""What engines found, made into matches: staged, merged with the matches that are there, weighed against each other."""

from antigone.bureau.matching.results.joining import Rejoined, rejoin
from antigone.bureau.matching.results.neighbourhood import Priors
from antigone.bureau.matching.results.proposals import Merged, merge, results_digest, stage, staged_pairs, unstage

__all__ = ["Merged", "Priors", "Rejoined", "merge", "rejoin", "results_digest", "stage", "staged_pairs", "unstage"]
