"""The list of cases, one case, a look at one thing in one picture, and a finding under review."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.incidents.concluding.actions import (
    drop_decision,
    review_finding,
    sign_decision,
    unlink,
)
from antigone.bureau.incidents.queries import (
    cases,
    code_of,
    decisions_of,
    links_of,
    spoken_of,
)
from antigone.bureau.incidents.reading import case_document
from antigone.bureau.incidents.values import IncidentError, UnknownThing
from antigone.interfaces.desk.forms import ReasonForm
from antigone.interfaces.desk.incidents import words
from antigone.interfaces.desk.incidents.forms import FORMS, CaseForm, LookForm, OpenForm, ReviewForm
from antigone.interfaces.desk.incidents.telling import brackets_in_words, timeline_of
from antigone.interfaces.desk.pages import StaffRequest, accepts, page


@accepts("GET", "HEAD")
def incidents(request: StaffRequest) -> HttpResponse:
    """All cases."""
    return page(request, "incidents/home", cases=cases())


@accepts("GET", "HEAD", "POST")
def open_case(request: StaffRequest) -> HttpResponse:
    """A new case."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            code = str(form.perform("", request.visitor.actor(request.route)))
        except IncidentError as error:
            return page(request, "incidents/act", form=form, refused=refused(error), status=400)
        messages.success(request, str(form.done))
        return redirect("desk:incident", public_id=next(one.public_id for one in cases() if one.code == code))
    return page(request, "incidents/act", form=form, status=400 if form.errors else 200)


@accepts("GET", "HEAD")
def incident(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Everything of one case that its reader may see: of others' words on a picture only after his own."""
    case = _case(public_id)
    spoken = spoken_of(case["code"], request.visitor.name)
    grid: list[dict[str, Any]] = [
        {
            "feature": feature,
            "site": site,
            "cells": [_cell(case, feature, picture, spoken, request.visitor.name) for picture in case["pictures"]],
        }
        for site in case["sites"]
        for feature in site["features"]
    ]
    # What follows tells what others saw: an observer reads it when he has spoken himself.
    observes, unread = request.visitor.may("desk:incident-look"), set()
    for row in grid:
        hidden = observes and any(cell["hidden"] for cell in row["cells"])
        if hidden:
            unread.add(row["feature"]["id"])
        row["told"] = [] if hidden else brackets_in_words(case, row["feature"]["id"])
    return page(
        request,
        "incidents/incident",
        case=case,
        public_id=public_id,
        grid=grid,
        drawing=timeline_of(case, without=unread),
        links=links_of(case["code"]),
        decisions=decisions_of(case["code"]),
    )


@accepts("GET", "HEAD", "POST")
def act(request: StaffRequest, public_id: UUID, what: str) -> HttpResponse:
    """Whatever is written down about a case."""
    if what not in FORMS:
        raise Http404
    case = _case(public_id)
    spoken, name = spoken_of(case["code"], request.visitor.name), request.visitor.name
    readable = [one for one in case["observations"] if _readable(one, spoken, name)]
    form: CaseForm = FORMS[what](
        request.POST or None, case=case | {"observations": readable}, initial=_initial(request, what, case)
    )
    if request.method != "POST" or not form.is_valid():
        status = 400 if form.errors else 200
        return page(request, "incidents/act", form=form, public_id=public_id, what=what, case=case, status=status)
    try:
        form.perform(case["code"], request.visitor.actor(request.route))
    except IncidentError as error:
        context = {"form": form, "public_id": public_id, "what": what, "case": case, "refused": refused(error)}
        return page(request, "incidents/act", status=400, **context)
    messages.success(request, str(form.done))
    return redirect("desk:incident", public_id=public_id)


@accepts("GET", "HEAD", "POST")
def look(request: StaffRequest, public_id: UUID, feature: UUID, picture: UUID) -> HttpResponse:
    """One observer's word. What others have said is not on the page before he has spoken himself."""
    case = _case(public_id)
    thing = next((f for site in case["sites"] for f in site["features"] if f["id"] == str(feature)), None)
    shown = next((one for one in case["pictures"] if one["id"] == str(picture)), None)
    if thing is None or shown is None:
        raise Http404
    form = LookForm(request.POST or None)
    told = None
    if request.method == "POST" and form.is_valid():
        try:
            form.perform(feature, picture, request.visitor.actor(request.route))
        except IncidentError as error:
            told = refused(error)
        else:
            messages.success(request, _("It is written down."))
            return redirect("desk:incident", public_id=public_id)
    spoken = (str(feature), str(picture)) in spoken_of(case["code"], request.visitor.name)
    return page(
        request,
        "incidents/look",
        form=form,
        case=case,
        public_id=public_id,
        thing=thing,
        shown=shown,
        spoken=spoken,
        said=[
            one
            for one in case["observations"]
            if (one["feature"], one["picture"]) == (str(feature), str(picture))
            and (spoken or one["observer"] == request.visitor.name)
        ],
        refused=told,
        status=400 if told or form.errors else 200,
    )


@accepts("GET", "HEAD")
def finding(request: StaffRequest, public_id: UUID, number: int) -> HttpResponse:
    """A finding with its versions, and a form for a reviewer's word on the newest."""
    return _finding_page(request, public_id, number, ReviewForm())


@accepts("POST")
def review(request: StaffRequest, public_id: UUID, number: int) -> HttpResponse:
    """A reviewer's word on the newest version."""
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _finding_page(request, public_id, number, form, status=400)
    case, found = _finding(public_id, number)
    try:
        review_finding(
            case["code"],
            number,
            version=found["versions"][-1]["number"],
            agrees=form.cleaned_data["agrees"] == "yes",
            note=form.cleaned_data["note"],
            actor=request.visitor.actor(request.route),
        )
    except IncidentError as error:
        return _finding_page(request, public_id, number, form, refused=refused(error), status=400)
    messages.success(request, _("Your word is written down."))
    return redirect("desk:incident-finding", public_id=public_id, number=number)


def _finding_page(
    request: StaffRequest, public_id: UUID, number: int, form: ReviewForm, *, status: int = 200, **more: object
) -> HttpResponse:
    case, found = _finding(public_id, number)
    newest = found["versions"][-1]
    reviewers = [one["reviewer"] for one in newest["reviews"]]
    return page(
        request,
        "incidents/finding",
        case=case,
        public_id=public_id,
        finding=found,
        newest=newest,
        older=found["versions"][:-1][::-1],
        mine=request.visitor.name in (newest["written_by"], *reviewers),
        form=form,
        status=status,
        **more,
    )


def _finding(public_id: UUID, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    case = _case(public_id)
    found = next((one for one in case["findings"] if one["number"] == number), None)
    if found is None:
        raise Http404
    return case, found


@accepts("POST")
def untie(request: StaffRequest, public_id: UUID, tie: UUID) -> HttpResponse:
    """Take a tie back."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words why."))
    else:
        _try(request, lambda: unlink(tie, because=form.cleaned_data["reason"], actor=_actor(request)))
    return redirect("desk:incident", public_id=public_id)


@accepts("POST")
def sign(request: StaffRequest, public_id: UUID, decision: UUID) -> HttpResponse:
    """The second signature under what takes two."""
    _try(request, lambda: sign_decision(decision, actor=_actor(request)))
    return redirect("desk:incident", public_id=public_id)


@accepts("POST")
def drop(request: StaffRequest, public_id: UUID, decision: UUID) -> HttpResponse:
    """Take a decision back."""
    _try(request, lambda: drop_decision(decision, actor=_actor(request)))
    return redirect("desk:incident", public_id=public_id)


def refused(error: IncidentError) -> dict[str, Any]:
    """A refusal: the rule in the reader's language, and the register's own sentence."""
    return {"rule": words.RULES.get(error.rule, ""), "sentence": str(error)}


def _actor(request: StaffRequest) -> Any:
    return request.visitor.actor(request.route)


def _try(request: StaffRequest, perform: Any) -> None:
    try:
        perform()
    except IncidentError as error:
        told = refused(error)
        messages.error(request, " ".join(str(part) for part in (told["rule"], told["sentence"]) if part))
    else:
        messages.success(request, _("It is written down."))


def _case(public_id: UUID) -> dict[str, Any]:
    try:
        return case_document(code_of(public_id))
    except UnknownThing:
        raise Http404 from None


def _initial(request: StaffRequest, what: str, case: dict[str, Any]) -> dict[str, object]:
    if what != "amend":
        return {}
    asked = request.GET.get("finding", "")
    found = next((one for one in case["findings"] if str(one["number"]) == asked), None)
    if found is None and request.method != "POST":
        raise Http404
    if found is None:
        return {}
    newest = found["versions"][-1]
    return {
        "finding": found["number"],
        "after": newest["number"],
        "text": newest["text"],
        "features": newest["features"],
        "unclear": "\n".join(newest["unclear"]),
    }


def _cell(
    case: dict[str, Any], feature: dict[str, Any], picture: dict[str, Any], spoken: set[tuple[str, str]], name: str
) -> dict[str, Any]:
    """What stands where a feature meets a picture: others' words only after one's own."""
    said = [one for one in case["observations"] if (one["feature"], one["picture"]) == (feature["id"], picture["id"])]
    read = [one for one in said if _readable(one, spoken, name)]
    return {"picture": picture, "said": read, "hidden": len(said) - len(read)}


def _readable(one: dict[str, Any], spoken: set[tuple[str, str]], name: str) -> bool:
    """Whether somebody may read this word: what was published, his own, and others' once he has spoken himself."""
    return bool(one["reported"]) or one["observer"] == name or (one["feature"], one["picture"]) in spoken
