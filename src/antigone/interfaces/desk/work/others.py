"""Numbers of the other rooms, for case workers, auditors and administrators."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from antigone.bureau.enquiries.queries import enquiry_counts, my_enquiries
from antigone.bureau.identification.deciding.queries import waiting_for
from antigone.bureau.ledger import Actor
from antigone.bureau.ledger.queries import sequencer_state
from antigone.bureau.matching.models import MatchState
from antigone.bureau.matching.queries import counts_by_state
from antigone.bureau.remains.queries import waiting_moves
from antigone.interfaces.desk.models import FirstPassword
from antigone.interfaces.desk.permissions import Role, Visitor
from antigone.interfaces.desk.work.tiles import Counted, Tile

_CASE_WORKER = frozenset({Role.CASE_WORKER})
_CUSTODIAN = frozenset({Role.CUSTODIAN})
_MOST = 1_000


def _my_enquiries(visitor: Visitor) -> int:
    return len(my_enquiries(Actor(visitor.name, Role.CASE_WORKER.value), limit=_MOST))


OTHER_TILES = (
    Tile(
        "signatures",
        _("Identifications that wait for your signature"),
        lambda visitor: len(waiting_for(visitor.name, limit=_MOST)),
        Counted.MINE,
        _CASE_WORKER,
        "desk:decisions",
    ),
    Tile(
        "matches",
        _("Matches that nobody has looked at"),
        lambda _visitor: counts_by_state().get(MatchState.PROPOSED, 0),
        Counted.PEOPLE,
        _CASE_WORKER,
        "desk:matches",
    ),
    Tile("enquiries", _("Enquiries assigned to you"), _my_enquiries, Counted.MINE, _CASE_WORKER, "desk:my-enquiries"),
    Tile(
        "enquiries-of-nobody",
        _("Enquiries that nobody has taken yet"),
        lambda _visitor: enquiry_counts().unassigned,
        Counted.PEOPLE,
        _CASE_WORKER,
        "desk:enquiries",
    ),
    Tile(
        "moves",
        _("Moves of remains that wait for your signature"),
        lambda visitor: sum(move.by != visitor.name for move in waiting_moves()),
        Counted.MINE,
        _CUSTODIAN,
        "desk:remains-moves",
    ),
    Tile(
        "ledger",
        _("Acts in the ledger"),
        lambda _visitor: sequencer_state().size,
        Counted.THINGS,
        frozenset({Role.AUDITOR}),
    ),
    Tile(
        "ledger-waits",
        _("Acts that have no place in the ledger yet"),
        lambda _visitor: sequencer_state().waiting,
        Counted.THINGS,
        frozenset({Role.AUDITOR}),
    ),
    Tile(
        "first-passwords",
        _("Accounts whose password somebody else made"),
        lambda _visitor: FirstPassword.objects.count(),
        Counted.THINGS,
        frozenset({Role.ADMINISTRATOR}),
    ),
)
