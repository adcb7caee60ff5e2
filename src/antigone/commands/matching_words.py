"""Matches, their reasons and the comparisons behind them, in plain words for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from antigone.evidence.weight import strength_in_words

if TYPE_CHECKING:
    from antigone.bureau.matching.training import Training
    from antigone.bureau.matching.values import Explanation, MatchCard, RecordInMatch, Repetition, RunCard, RunSummary

_STATES = {
    "proposed": "proposed",
    "under_review": "under review",
    "excluded": "excluded",
    "confirmed": "confirmed",
    "superseded": "no longer proposed",
}


def matches_in_words(cards: Sequence[MatchCard], *, of_record: bool, due: int) -> str:
    """Each match with its records and posteriors; a sentence when there is none."""
    waiting = f"{due:,} records wait to be compared; run: antigone match" if due else ""
    if not cards:
        return waiting or ("This record has no match." if of_record else "There is no undecided match.")
    lines = [match_in_words(card, place) for place, card in enumerate(cards, 1)]
    return "\n".join([*lines, waiting] if waiting else lines)


def match_in_words(card: MatchCard, place: int | None = None) -> str:
    """Two records, what evidence and prior say of them, and what became of it."""
    number = f"{place}. " if place is not None else ""
    state = _STATES[card.state]
    if card.decision.by and card.state == "excluded":
        state += f" on {card.decision.on} by {card.decision.by}, {card.decision.identifier}: {card.decision.because}"
    elif card.taken_up_by:
        state += f", taken up by {card.taken_up_by}"
    if card.decision.new_evidence:
        state += f"; new evidence: {card.decision.new_evidence}"
    return "\n".join(
        [
            f"{number}{_record_in_words(card.left)}",
            f"   {_record_in_words(card.right)}",
            f"   {_percent(card.joint_posterior)} among all, {_percent(card.pairwise_posterior)} as a pair;"
            f" log10 LR {card.log10_lr:.2f}: {strength_in_words(card.log10_lr)}",
            f"   match {card.public_id}, {state}",
        ]
    )


def explanation_in_words(found: Explanation) -> str:
    """The waterfall: prior, each line that says something with its reason, the sum, the posterior."""
    speaking = [weight for weight in found.assessment.weights if weight.log10_lr]
    silent = [weight.line for weight in found.assessment.weights if not weight.log10_lr]
    lines = [_record_in_words(found.left), _record_in_words(found.right), ""]
    lines.append(f"  {found.prior:+7.2f}  before the evidence: {_odds_in_words(found.prior)}")
    lines += [f"  {weight.log10_lr:+7.2f}  {weight.line}: {_clause(weight.reason)}" for weight in speaking]
    if silent:
        lines.append(f"  {0:+7.2f}  say nothing: {', '.join(silent)}")
    lines.append("  " + "-" * 7)
    total = found.prior + found.assessment.log10_lr
    lines.append(f"  {total:+7.2f}  after the evidence: {_odds_in_words(total)}")
    lines.append("")
    lines.append(f"The evidence, log10 LR {found.assessment.log10_lr:.2f}: {found.assessment.in_words}.")
    lines.append(f"As a pair: {_percent(found.assessment.posterior)} that this is one person.")
    if found.match is None:
        lines.append("No match is kept between these records.")
    else:
        if found.match.state in ("proposed", "under_review"):
            lines.append(f"Among all who were compared: {_percent(found.match.joint_posterior)}.")
        lines.append(f"Match {found.match.public_id}: {_STATES[found.match.state]}.")
        if found.match.state == "excluded":
            decision = found.match.decision
            lines.append(f"Excluded by {decision.by} on {decision.on}, {decision.identifier}: {decision.because}")
    lines.append(f"Parameters {found.parameters}.")
    return "\n".join(lines)


def batches_in_words(done: Sequence[RunSummary]) -> str:
    """What comparing the due records came to."""
    if not done:
        return "Nothing is due: every record has been compared."
    first, last = done[0].run_id, done[-1].run_id
    said = (
        f"{sum(one.compared for one in done):,} records compared: {sum(one.proposed for one in done):,} matches"
        f" proposed, {sum(one.changed for one in done):,} weighed anew, {sum(one.withdrawn for one in done):,}"
        f" withdrawn ({f'run {first}' if first == last else f'runs {first} to {last}'})."
    )
    left_out = [one.left_out for one in done if one.left_out]
    return "\n".join([said, *left_out[-1:], "See them with: antigone matches"])


def run_in_words(summary: RunSummary) -> str:
    """What a bulk run came to."""
    lines = [
        f"Run {summary.run_id} on {summary.engine}: {summary.sought:,} sought, {summary.found:,} found,"
        f" {summary.pairs:,} pairs reached the floor.",
        (
            f"{summary.proposed:,} matches proposed, {summary.changed:,} weighed anew, {summary.withdrawn:,} withdrawn."
            if summary.proposed or summary.changed or summary.withdrawn
            else "All matches stand as they were."
        ),
    ]
    if summary.left_out:
        lines.append(summary.left_out)
    lines.append("See them with: antigone matches")
    return "\n".join(lines)


def runs_in_words(found: Sequence[RunCard]) -> str:
    """One line a run."""
    if not found:
        return "Nothing was compared yet. Begin with: antigone match"
    return "\n".join(_run_in_a_line(run) for run in found)


def _run_in_a_line(run: RunCard) -> str:
    read = f"{run.sought:,} sought and {run.found:,} found"
    said = [
        f"{run.engine}, version {run.engine_version}",
        f"{run.scope:,} records compared, {read} read" if run.scope else f"all compared, {read}",
        run.state
        if run.state != "finished"
        else f"{run.outcome.get('pairs', 0):,} pairs, {run.outcome.get('proposed', 0):,} proposed",
        f"parameters {run.parameters}",
        f"{len(run.rules)} blocking rules",
    ]
    if run.results:
        said.append(f"results {run.results[:16]}")
    return f"{run.run_id:>6}  {run.started_at:%Y-%m-%d %H:%M}  {'; '.join(said)}"


def repetition_in_words(repetition: Repetition) -> str:
    """Whether a run gave the same again; where it did not, whether another version of Antigone made it."""
    if repetition.same:
        return f"Run {repetition.run_id} gives the same again, to the last bit: {repetition.now}"
    said = f"Run {repetition.run_id} does not give the same again: then {repetition.then}, now {repetition.now}."
    if repetition.version_then != repetition.version_now:
        said += f" Antigone {repetition.version_then} made it; this is Antigone {repetition.version_now}."
    return said


def training_in_words(training: Training, *, kept: bool, chart: Path | None) -> str:
    """Old and new weights side by side, and what to do with them."""
    on = training.trained_on
    lines = [
        f"Learned from {on['pairs']:,} pairs of {on['sought']:,} sought and {on['found']:,} found,"
        f" in {on['rounds']} rounds.",
        "",
        f"{'line':16} {'level':44} {'old':>8} {'new':>8}",
        *(f"{row.line:16} {row.what[:44]:44} {row.old:>8.2f} {row.new:>8.2f}" for row in training.learned.old_and_new),
        "",
    ]
    if chart is not None:
        lines.append(f"The chart: {chart}")
    version = training.learned.model.version
    if kept:
        lines.append(f"Parameters {version} are in force; every record will be compared anew.")
    else:
        lines.append(f"Nothing was changed. To weigh with these (parameters {version}): antigone match --train --keep")
    return "\n".join(lines)


def _record_in_words(record: RecordInMatch) -> str:
    facts = ", ".join(fact for fact in (record.kind, record.birth_date and f"born {record.birth_date}") if fact)
    return f"{record.name or 'no name'} ({facts}) · {record.source} · record {record.record_id}"


def _percent(probability: float) -> str:
    """A probability for reading; never rounded to a certainty."""
    if probability <= 0:
        return "0%"
    if probability < 0.0001:
        return "less than 0.01%"
    if probability > 0.9999:
        return "more than 99.99%"
    return f"{probability:.2%}" if probability < 0.01 or probability > 0.99 else f"{probability:.1%}"


def _clause(reason: str) -> str:
    """A reason as it stands after a colon; some lines give whole sentences."""
    return f"{reason[:1].lower()}{reason[1:-1]}" if reason.endswith(".") else reason


def _odds_in_words(log10_odds: float) -> str:
    size = abs(log10_odds)
    odds = f"{_round(10**size):,}" if size < _WRITTEN_OUT else f"10^{size:.0f}"
    return f"odds of 1 to {odds}" if log10_odds < 0 else f"odds of {odds} to 1"


#: Greater odds are read as a power of ten.
_WRITTEN_OUT = 9


def _round(odds: float) -> int:
    """Two figures are enough for odds."""
    size = max(len(str(int(odds))) - 2, 0)
    step: int = 10**size
    return round(odds / step) * step
