"""A pair, an identification, a family's enquiry and a telling for tests that try every page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from tests.bureau.enquiries.families import WORKER, ask
from tests.bureau.identification.deciding.board import TARAS, signature, verified

from antigone.bureau.enquiries import queries
from antigone.bureau.enquiries.actions import assign
from antigone.bureau.enquiries.models import AboutKind, Telling
from antigone.bureau.enquiries.telling.actions import About, draft_telling
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.bureau.identification.deciding.actions import propose_identification, record_comparison
from antigone.bureau.identification.deciding.models import Approval, Comparison, Identification
from antigone.bureau.identification.deciding.queries import draft_identification
from antigone.bureau.identification.deciding.values import Verdict
from antigone.bureau.registry.models import Record


def a_pair() -> dict[str, object]:
    """Of the missing person and the remains of the tests' registry."""
    public_ids = dict(Record.objects.values_list("source_record_id", "public_id"))
    return {"sought": public_ids["c-2"], "found": public_ids["m-3"]}


def an_identification() -> dict[str, object]:
    """That `taras` has proposed."""
    if not Identification.objects.exists():
        sought, found = (UUID(str(one)) for one in a_pair().values())
        record_comparison(
            sought,
            found,
            "dental",
            Verdict.CONSISTENT,
            grounds="Fillings 36 and 46 and the crown of 11 agree with the X-rays of 2019; nothing disagrees.",
            evidence="report 17/2026, images 3 and 4",
            actor=TARAS,
        )
        record_comparison(
            sought,
            found,
            "traits",
            Verdict.EXPLICABLE,
            grounds="The anchor on the left forearm is not named by the family; it was made in service.",
            evidence="enquiry, letter of a comrade",
            actor=TARAS,
        )
        because = "The teeth agree at eleven points and disagree at none. Place and time fit the last call."
        draft = draft_identification(sought, found, because=because, by=TARAS.name)
        propose_identification(draft, signature(TARAS, draft.statement), verified=verified, actor=TARAS)
    return {"public_id": Identification.objects.get().public_id}


def an_enquiry() -> dict[str, object]:
    """Of a mother; `taras` has taken it on."""
    if not queries.enquiries():
        with rights_of_the_owner():
            ask()
            take_in(actor=WORKER)
        (line,) = queries.enquiries()
        assign(line.id, to=TARAS.name, actor=TARAS)
    return {"public_id": queries.enquiries()[0].id}


def a_telling() -> dict[str, object]:
    """A draft of `taras`."""
    if not Telling.objects.exists():
        enquiry = UUID(str(an_enquiry()["public_id"]))
        draft_telling(enquiry, About(AboutKind.RECORD, "none"), "Новин поки немає.", actor=TARAS)
    return {"public_id": Telling.objects.order_by("-id")[0].public_id}


def what_was_decided() -> tuple[object, ...]:
    """Everything that an act on these could change."""
    return (
        Comparison.objects.count(),
        list(Identification.objects.values_list("pk", "state")),
        Approval.objects.count(),
        list(Telling.objects.order_by("pk").values()),
        [(one.id, one.state, one.assigned_to, one.letters) for one in queries.enquiries()],
    )


@contextmanager
def rights_of_the_owner() -> Iterator[None]:
    """For what other zones do, in a test that acts with the desk's rights."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user = current_user")
        (owner,) = cursor.fetchone()
        cursor.execute("RESET ROLE")
    try:
        yield
    finally:
        if not owner:
            with connection.cursor() as cursor:
                cursor.execute("SET ROLE antigone_staff")
