"""Comparing two records, proposing an identification, signing it, taking it back.

Whatever is signed is shown first, in plain words and as the very text; the form that signs carries the text's SHA-256,
so that nobody signs another text than the one on the page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.enquiries.cards import EnquiryLine
from antigone.bureau.enquiries.queries import enquiries_of_record
from antigone.bureau.identification.deciding import queries
from antigone.bureau.identification.deciding.actions import (
    ask_for_more,
    decide_by_board,
    propose_identification,
    record_comparison,
    rescind_identification,
    sign_identification,
)
from antigone.bureau.identification.deciding.values import (
    DecisionError,
    Draft,
    IdentificationCard,
    PairCard,
    UnknownIdentification,
    UnknownPair,
)
from antigone.bureau.ledger import Subject
from antigone.bureau.ledger.queries import events_of
from antigone.bureau.matching.queries import record_key
from antigone.bureau.registry.values import UnknownRecord
from antigone.interfaces.desk.deciding.forms import (
    AskForm,
    BoardForm,
    ComparisonForm,
    ProposalForm,
    RescissionForm,
)
from antigone.interfaces.desk.deciding.refusals import in_words
from antigone.interfaces.desk.deciding.signatures import asking, signature_of, verified
from antigone.interfaces.desk.pages import StaffRequest, accepts, page


@accepts("GET", "HEAD")
def decisions(request: StaffRequest) -> HttpResponse:
    """What waits for this person's signature, and all identifications."""
    waiting = queries.waiting_for(request.visitor.name) if request.visitor.may("desk:identification-sign") else ()
    return page(request, "decisions/list", waiting=waiting, identifications=queries.identifications())


@accepts("GET", "HEAD")
def pair(request: StaffRequest, sought: UUID, found: UUID) -> HttpResponse:
    """All that was decided of two records so far, and what could be done next."""
    return page(request, "decisions/pair", pair=_pair(sought, found))


@accepts("GET", "HEAD", "POST")
def comparison_add(request: StaffRequest, sought: UUID, found: UUID) -> HttpResponse:
    """Record what one identifier says."""
    both = _pair(sought, found)
    form = ComparisonForm(request.POST or None, initial={"identifier": request.GET.get("identifier", "")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            record_comparison(
                sought,
                found,
                said["identifier"],
                form.verdict_given(),
                grounds=said["grounds"],
                evidence=said["evidence"],
                actor=request.visitor.actor(request.route),
            )
        except DecisionError as refused:
            form.add_error("verdict" if said["identifier"] == "dna" else "evidence", in_words(refused))
        else:
            messages.success(request, _("The comparison is recorded."))
            return redirect("desk:pair", sought=sought, found=found)
    return page(request, "decisions/compare", status=400 if form.errors else 200, pair=both, form=form)


@accepts("GET", "HEAD", "POST")
def evidence_ask(request: StaffRequest, sought: UUID, found: UUID) -> HttpResponse:
    """Ask for what is missing, and of whom."""
    both = _pair(sought, found)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        ask_for_more(
            sought,
            found,
            said["identifier"],
            what=said["what"],
            of_whom=said["of_whom"],
            actor=request.visitor.actor(request.route),
        )
        messages.success(request, _("The request is written down. A later comparison answers it."))
        return redirect("desk:pair", sought=sought, found=found)
    return page(request, "decisions/ask", status=400 if form.errors else 200, pair=both, form=form)


@accepts("GET", "HEAD", "POST")
def identification_propose(request: StaffRequest, sought: UUID, found: UUID) -> HttpResponse:
    """Propose that two records are of one person: write why, read the whole, sign."""
    return _proposal(request, sought, found, ProposalForm(request.POST or None), "decisions/propose")


@accepts("GET", "HEAD", "POST")
def board_decision(request: StaffRequest, sought: UUID, found: UUID) -> HttpResponse:
    """Enter what the identification board decided."""
    return _proposal(request, sought, found, BoardForm(request.POST or None), "decisions/board")


@accepts("GET", "HEAD")
def identification(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One identification: what was decided, on what it rests, who signed."""
    card = _identification(public_id)
    return page(
        request,
        "decisions/identification",
        card=card,
        families=_families(request, card),
        history=events_of(Subject("identification", str(public_id))),
    )


@accepts("GET", "HEAD", "POST")
def identification_sign(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Read what another person proposed, and sign it."""
    card = _identification(public_id)
    statement = queries.statement_to_sign(public_id, by=request.visitor.name)
    may_sign = card.state == "proposed" and request.visitor.name not in {one.by for one in card.approvals}

    def sign() -> None:
        state = sign_identification(
            public_id,
            signature_of(request, statement),
            verified=verified,
            actor=request.visitor.actor(request.route),
        )
        if state == "signed":
            messages.success(request, _("The identification is signed. Now a person tells the family."))
        else:
            messages.success(request, _("Your signature is kept. One more is needed."))

    return _signing(
        request,
        "decisions/sign",
        statement,
        sign,
        redirect("desk:identification", public_id=public_id),
        card=card,
        may_sign=may_sign,
    )


@accepts("GET", "HEAD", "POST")
def identification_rescind(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Take an identification, or a proposal, back."""
    card = _identification(public_id)
    form = RescissionForm(request.POST or None)
    if card.state == "rescinded" or not form.is_valid():
        return page(request, "decisions/rescind", status=400 if form.errors else 200, card=card, form=form)
    because = form.cleaned_data["because"]
    statement = queries.statement_to_rescind(public_id, by=request.visitor.name, because=because)

    def sign() -> None:
        rescind_identification(
            public_id,
            signature_of(request, statement),
            because=because,
            verified=verified,
            actor=request.visitor.actor(request.route),
        )
        messages.success(request, _("The identification is taken back. Whoever was told must be told again."))

    return _signing(
        request,
        "decisions/rescind_review",
        statement,
        sign,
        redirect("desk:identification", public_id=public_id),
        card=card,
        form=form,
    )


def _proposal(request: StaffRequest, sought: UUID, found: UUID, form: ProposalForm, template: str) -> HttpResponse:
    both = _pair(sought, found)
    if not form.is_valid():
        return page(request, template, status=400 if form.errors else 200, pair=both, form=form)
    try:
        draft = _draft(request, sought, found, form)
    except DecisionError as refused:
        form.add_error(None, in_words(refused))
        return page(request, template, status=400, pair=both, form=form)

    def sign() -> None:
        propose = propose_identification if draft.board is None else decide_by_board
        propose(
            draft,
            signature_of(request, draft.statement),
            verified=verified,
            actor=request.visitor.actor(request.route),
        )
        messages.success(request, _("The identification is proposed. Another person must sign it."))

    return _signing(
        request,
        "decisions/review",
        draft.statement,
        sign,
        redirect("desk:identification", public_id=draft.public_id),
        pair=both,
        form=form,
        draft=draft,
        back=f"desk:{request.route.partition(':')[2]}",
    )


def _draft(request: StaffRequest, sought: UUID, found: UUID, form: ProposalForm) -> Draft:
    """What the proposer signs; its number and day come back with the form that was shown."""
    try:
        number, day = UUID(request.POST.get("number", "")), date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        number, day = uuid4(), date.today()
    return queries.draft_identification(
        sought,
        found,
        because=form.cleaned_data["because"],
        board=form.board(),
        by=request.visitor.name,
        public_id=number,
        on=day,
    )


def _signing(
    request: StaffRequest,
    template: str,
    statement: bytes,
    sign: Callable[[], None],
    then: HttpResponse,
    **context: object,
) -> HttpResponse:
    """Show a statement; once the form that showed it comes back, sign it and go on."""
    digest = hashlib.sha256(statement).hexdigest()
    shown = request.POST.get("shown", "")
    problem = ""
    if request.method == "POST" and shown:
        if shown != digest:
            problem = _("Something changed since this page was shown. Read it again before you sign.")
        else:
            try:
                sign()
            except DecisionError as refused:
                problem = in_words(refused)
            else:
                return then
    return page(
        request,
        template,
        status=409 if problem else 200,
        statement=statement,
        digest=digest,
        problem=problem,
        **asking(request, statement),
        **context,
    )


def _families(request: StaffRequest, card: IdentificationCard) -> tuple[EnquiryLine, ...]:
    """Whom it concerns; for those who may tell them."""
    if not request.visitor.may("desk:enquiry") or card.state != "signed":
        return ()
    try:
        return enquiries_of_record(record_key(card.sought.public_id))
    except UnknownRecord:
        return ()


def _pair(sought: UUID, found: UUID) -> PairCard:
    try:
        return queries.pair_card(sought, found)
    except UnknownPair:
        raise Http404 from None


def _identification(public_id: UUID) -> IdentificationCard:
    try:
        return queries.identification_card(public_id)
    except UnknownIdentification:
        raise Http404 from None
