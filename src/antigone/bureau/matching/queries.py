"""What can be read of matches. For staff only: nothing here reaches the published schema."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from antigone.bureau.matching.explaining import frozen_assessment, weights_of_pairs, weights_of_records
from antigone.bureau.matching.models import DECIDED, LIVE, Cluster, Match, MatchState, ParameterSet, Relation, Run
from antigone.bureau.matching.parameters import card_of, model_to_explain, parameters_in_force, prior_log10_odds
from antigone.bureau.matching.values import (
    Decision,
    Explanation,
    MatchCard,
    NotComparable,
    ParametersCard,
    RecordInMatch,
    RunCard,
    UnknownMatch,
)
from antigone.bureau.registry.models import Name, Record
from antigone.bureau.registry.values import UnknownRecord
from antigone.evidence import assess
from antigone.evidence.linkage import Model


def queue(*, limit: int = 50, start: int = 0, relation: Relation = Relation.ACROSS) -> tuple[MatchCard, ...]:
    """Undecided matches, the likeliest first by joint posterior, from the `start`-th on."""
    found = Match.objects.filter(state__in=LIVE, relation=relation).order_by("-joint_posterior", "-log10_lr", "id")
    return cards_of(found[start : start + limit])


def matches_of_record(record: str | UUID | int, *, limit: int = 50) -> tuple[MatchCard, ...]:
    """All matches of a record, decided ones too, the likeliest first.

    Raises:
        UnknownRecord: there is none.
    """
    pk = record_key(record)
    found = Match.objects.filter(Q(left=pk) | Q(right=pk)).order_by("-joint_posterior", "-log10_lr", "id")
    return cards_of(found[:limit])


def explained_matches_of_record(record: str | UUID | int, *, limit: int = 10) -> tuple[Explanation, ...]:
    """The likeliest matches of a record, each with why: what `explanation` gives, every record being read once.

    Raises:
        UnknownRecord: there is none.
    """
    pk = record_key(record)
    found = Match.objects.filter(Q(left=pk) | Q(right=pk)).select_related("run__parameters")
    matches = list(found.order_by("-joint_posterior", "-log10_lr", "id")[:limit])
    records = _records(list({record for match in matches for record in (match.left_id, match.right_id)}))
    open_ones = {
        (match.left_id, match.right_id): model_to_explain(match.run.parameters)
        for match in matches
        if match.state not in DECIDED
    }
    weights = weights_of_pairs(open_ones) if open_ones else {}
    return tuple(
        Explanation(
            records[match.left_id],
            records[match.right_id],
            match.prior,
            assess(weights[match.left_id, match.right_id], match.prior)
            if match.state not in DECIDED
            else frozen_assessment(match),
            match.run.parameters.version,
            _card(match, records),
        )
        for match in matches
    )


def match_card(match: UUID) -> MatchCard:
    """One match.

    Raises:
        UnknownMatch: there is none.
    """
    cards = cards_of(Match.objects.filter(public_id=match))
    if not cards:
        raise UnknownMatch(f"there is no match {match}; list them with: antigone matches")
    return cards[0]


def explanation(left: str | UUID | int, right: str | UUID | int) -> Explanation:
    """Why two records may be of one human being, or may not, whether or not a match is kept between them.

    A decided match is explained as it stood when it was decided; all others from the records as they are now.

    Args:
        left, right: public ids, or numbers of records, in any order.

    Raises:
        UnknownRecord: there is no such record.
        NotComparable: one of them is withheld, or they are one.
    """
    first, second = _sides(record_key(left), record_key(right))
    between = Q(left=first, right=second) | Q(left=second, right=first)
    match = Match.objects.filter(between).select_related("run__parameters").first()
    if match is not None:
        first, second = match.left_id, match.right_id
    records = _records([first, second])
    if match is not None and match.state in DECIDED:
        return Explanation(
            records[first],
            records[second],
            match.prior,
            frozen_assessment(match),
            match.run.parameters.version,
            _card(match, records),
        )
    parameters = match.run.parameters if match is not None else parameters_in_force()
    model = model_to_explain(parameters)
    prior = match.prior if match is not None else _prior(model, records[first], records[second])
    assessment = assess(weights_of_records(first, second, model), prior)
    card = _card(match, records) if match is not None else None
    return Explanation(records[first], records[second], prior, assessment, parameters.version, card)


def cluster_of(record: str | UUID | int) -> tuple[RecordInMatch, ...]:
    """The records of one side that the engine takes for the same person as this one, itself among them."""
    pk = record_key(record)
    label = Cluster.objects.filter(record=pk).values_list("label", flat=True).first()
    together = [pk] if label is None else list(Cluster.objects.filter(label=label).values_list("record_id", flat=True))
    found = _records(together)
    return tuple(found[one] for one in sorted(together))


def counts_by_state() -> dict[MatchState, int]:
    """How many matches across there are in each state."""
    return {state: Match.objects.filter(state=state, relation=Relation.ACROSS).count() for state in MatchState}


def confirmed_pairs() -> tuple[tuple[int, int], ...]:
    """Records, sought and found, that are known to be of one person, by their numbers."""
    confirmed = Match.objects.filter(state=MatchState.CONFIRMED, relation=Relation.ACROSS).order_by(
        "left_id", "right_id"
    )
    return tuple(confirmed.values_list("left_id", "right_id"))


def parameter_sets() -> tuple[ParametersCard, ...]:
    """All sets that were ever in force, the newest first."""
    return tuple(card_of(kept) for kept in ParameterSet.objects.order_by("-id"))


def runs(*, limit: int = 20) -> tuple[RunCard, ...]:
    """The newest runs first."""
    found = Run.objects.select_related("parameters").order_by("-id")[:limit]
    return tuple(
        RunCard(
            run.pk, run.engine, run.engine_version, run.parameters.version, run.state, run.started_at,
            run.finished_at, run.started_by, run.sought, run.found, len(run.scope), run.inputs, run.results,
            run.outcome, tuple(run.blocking["rules"]),
        )
        for run in found
    )  # fmt: skip


def record_key(record: str | UUID | int) -> int:
    """The number of a record that is named by its number or its public id.

    Raises:
        UnknownRecord: there is none.
    """
    text = str(record).strip()
    found = Record.objects.none()
    if text.isascii() and text.isdigit() and len(text) < 19:
        found = Record.objects.filter(pk=int(text))
    else:
        try:
            found = Record.objects.filter(public_id=UUID(text))
        except ValueError:
            raise UnknownRecord(f"«{text}» names no record; give its number or its public id") from None
    pk = found.values_list("pk", flat=True).first()
    if pk is None:
        raise UnknownRecord(f"there is no record {text}")
    return pk


def _sides(left: int, right: int) -> tuple[int, int]:
    """The two, the sought one first, as a match has them."""
    if left == right:
        raise NotComparable("a record is not compared with itself; give two records")
    kinds = dict(Record.objects.filter(pk__in=[left, right]).values_list("pk", "kind"))
    first, second = sorted((left, right), key=lambda one: (kinds[one] != "missing", one))
    return first, second


def _prior(model: Model, left: RecordInMatch, right: RecordInMatch) -> float:
    """log10 odds of two records between which no match is kept."""
    relation = _relation_of(left.kind, right.kind)
    records = Record.objects.filter(sensitivity="")
    others = records.filter(kind="missing") if relation is Relation.SOUGHT else records.exclude(kind="missing")
    return prior_log10_odds(model, others.count(), relation)


def _relation_of(*kinds: str) -> Relation:
    """How two records of these kinds are related."""
    missing = sum(kind == "missing" for kind in kinds)
    return (Relation.FOUND, Relation.ACROSS, Relation.SOUGHT)[missing]


def _records(ids: list[int]) -> dict[int, RecordInMatch]:
    names: dict[int, str] = {}
    of_these = Name.objects.filter(record__in=ids).values_list("record_id", "value", "kind")
    for record, value, _ in sorted(of_these.order_by("id"), key=lambda row: row[2] != "primary"):
        names.setdefault(record, value)
    found = Record.objects.filter(pk__in=ids).select_related("source")
    return {
        record.pk: RecordInMatch(
            record.pk, record.public_id, record.kind, names.get(record.pk, ""), record.birth_date, record.source.name
        )
        for record in found.only("public_id", "kind", "birth_date", "source__name")
    }


def cards_of(found: Iterable[Match]) -> tuple[MatchCard, ...]:
    """These matches with both records of each, in their order."""
    matches = list(found)
    records = _records([record for match in matches for record in (match.left_id, match.right_id)])
    return tuple(_card(match, records) for match in matches)


def _card(match: Match, records: dict[int, RecordInMatch]) -> MatchCard:
    return MatchCard(
        match.public_id,
        match.relation,
        records[match.left_id],
        records[match.right_id],
        match.log10_lr,
        match.prior,
        match.pairwise_posterior,
        match.joint_posterior,
        match.state,
        match.taken_up_by,
        Decision(match.decided_by, match.decided_on, match.identifier, match.because, match.new_evidence),
    )
