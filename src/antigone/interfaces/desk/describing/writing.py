"""A description on a page: what each group says, the teeth drawn, estimates from bones; and writing it down."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from antigone.bureau.identification.deciding.queries import pair_card
from antigone.bureau.identification.deciding.values import UnknownPair
from antigone.bureau.ledger import Actor
from antigone.bureau.registry.drafts import RecordKind
from antigone.bureau.remains.bones.actions import keep_estimate, tell_record
from antigone.bureau.remains.commingling.queries import why_not_identified
from antigone.bureau.remains.description.actions import describe_group
from antigone.bureau.remains.description.groups import FIELDS, Group, Kind, NotDescribable
from antigone.bureau.remains.description.queries import Described, description_of, teeth_compared
from antigone.bureau.remains.description.telling import tell_teeth
from antigone.bureau.remains.values import RemainsError, UnknownNumber
from antigone.evidence.teeth import Agreement, Chart
from antigone.interfaces.desk.describing.forms import BonesForm, GroupForm, TeethForm, field_of, initial_of
from antigone.interfaces.desk.describing.words import capital, words, words_of_chart
from antigone.interfaces.desk.pages import StaffRequest, accepts, page, static_address
from antigone.interfaces.desk.remains.refusing import in_words
from antigone.interfaces.papers.dental_chart import SIGNS, dental_chart, said


@accepts("GET", "HEAD")
def description(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Everything that is described of a record, group by group, with what can be written of it."""
    found = _described(public_id)
    labels, choices = words("field"), words("choice")
    groups = [
        (
            group,
            words("group")[group],
            found.told.get(group),
            [
                (capital(labels[field.name]), _told(field.kind, field.columns, content[field.name], choices))
                for field in FIELDS[group]
                if field.name in content
            ],
        )
        for group in found.groups
        if group is not Group.BONES
        for content in [found.said(group)]
    ]
    return _page(
        request,
        "description",
        found,
        groups=groups,
        chart=_drawn(found.chart, "one"),
        bones=found.told.get(Group.BONES),
        estimates=found.said(Group.BONES).get("estimates"),
        why_not=why_not_identified(public_id) if found.record.said.kind is RecordKind.REMAINS else "",
        kind=found.record.said.kind.value,
    )


@accepts("GET", "HEAD", "POST")
def group(request: StaffRequest, public_id: UUID, group: str) -> HttpResponse:
    """One group of fields."""
    found = _described(public_id)
    try:
        which = Group(group)
    except ValueError:
        raise Http404 from None
    if which not in found.groups or not FIELDS[which]:
        raise Http404
    if which is Group.DENTAL:
        return redirect("desk:description-teeth", public_id=public_id)
    form = GroupForm(which, request.POST or None, initial=initial_of(which, found.said(which)))
    if request.method == "POST" and form.is_valid():
        try:
            describe_group(public_id, which, form.said(), actor=request.visitor.actor(request.route))
        except RemainsError as error:
            _blame(form, error)
        else:
            messages.success(request, _("It is written down. What stood there before is kept."))
            return redirect("desk:description", public_id=public_id)
    return _page(
        request,
        "group",
        found,
        form=form,
        group=which,
        heading=words("group")[which],
        status=400 if form.errors else 200,
    )


@accepts("GET", "HEAD", "POST")
def teeth(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The teeth, one by one."""
    found = _described(public_id)
    initial = {name: value for name, value in found.said(Group.DENTAL).items() if name != "teeth"}
    form = TeethForm(request.POST or None, chart=found.chart, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            describe_group(public_id, Group.DENTAL, form.said(), actor=request.visitor.actor(request.route))
        except RemainsError as error:
            _blame(form, error)
        else:
            messages.success(request, _("It is written down. What stood there before is kept."))
            if form.cleaned_data["tell"]:
                _tell(request, lambda actor: tell_teeth(public_id, form.chart(), actor=actor))
            return redirect("desk:description", public_id=public_id)
    return _page(
        request, "teeth", found, form=form, heading=words("group")["dental"], status=400 if form.errors else 200
    )


@accepts("GET", "HEAD", "POST")
def bones(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Sex, age and stature from bones."""
    found = _described(public_id)
    if found.record.said.kind is not RecordKind.REMAINS:
        raise Http404
    form = BonesForm(request.POST or None, measured=found.said(Group.BONES).get("measured"))
    if request.method == "POST" and form.is_valid():
        actor = request.visitor.actor(request.route)
        try:
            made = keep_estimate(public_id, form.measured(), actor=actor)
        except RemainsError as error:
            _blame(form, error)
        else:
            messages.success(request, _("The estimates are kept with what was measured."))
            if form.cleaned_data["tell"]:
                _tell(request, lambda actor: tell_record(public_id, made, actor=actor))
            return redirect("desk:description", public_id=public_id)
    return _page(request, "bones", found, form=form, status=400 if form.errors else 200)


@accepts("GET", "HEAD")
def teeth_of_two(request: StaffRequest, sought: UUID, found: UUID) -> HttpResponse:
    """The teeth of somebody who is missed beside those of remains."""
    try:
        pair = pair_card(sought, found)
    except UnknownPair:
        raise Http404 from None
    before, after = _described(sought), _described(found)
    compared = teeth_compared(sought, found)
    agreements = {tooth.number: tooth.agreement for tooth in compared.teeth if tooth.before and tooth.after}
    chart_says = words_of_chart("after")
    return page(
        request,
        "describing/teeth_of_two",
        styles=static_address("desk/describing.css"),
        pair=pair,
        compared=compared,
        charts=[
            (_("In life"), _drawn(before.chart, "before", agreements)),
            (_("After death"), _drawn(after.chart, "after", agreements)),
        ],
        rows=[
            (
                tooth.number,
                said(tooth.before, chart_says) if tooth.before else "",
                said(tooth.after, chart_says) if tooth.after else "",
                SIGNS[tooth.agreement],
                words("agreement")[tooth.agreement],
                words("reason")[tooth.reason],
                tooth.agreement is Agreement.INCOMPATIBLE,
            )
            for tooth in compared.teeth
        ],
    )


def _described(public_id: UUID) -> Described:
    try:
        return description_of(public_id)
    except UnknownNumber:
        raise Http404 from None


def _page(request: StaffRequest, name: str, found: Described, *, status: int = 200, **context: object) -> HttpResponse:
    card = found.record
    return page(
        request,
        f"describing/{name}",
        status=status,
        styles=static_address("desk/describing.css"),
        described=found,
        record=card,
        named=card.name or ", ".join(number for number, _id in found.parts) or card.said.source_record_id,
        **context,
    )


def _told(kind: Kind, columns: tuple[str, ...], value: object, choices: dict[str, str]) -> str:
    if kind is Kind.CHOICE:
        return choices.get(str(value), str(value))
    if kind is Kind.ROWS and isinstance(value, list):
        return "\n".join("; ".join(row[column] for column in columns if row.get(column)) for row in value)
    return str(value)


def _drawn(chart: Chart, name: str, agreements: dict[int, Agreement] | None = None) -> str:
    """The drawing for a page; `dental_chart` escapes every word in it."""
    return mark_safe(dental_chart(chart, words_of_chart(name), agreements)) if chart else ""  # noqa: S308


def _tell(request: StaffRequest, tell: Callable[[Actor], bool]) -> None:
    """Put something into the record, or say why not; what was written down is kept either way."""
    try:
        tell(request.visitor.actor(request.route))
    except RemainsError:
        messages.warning(
            request,
            _(
                "The record is what another source said, so nothing was put into it. Enter a record of the bureau’s own"
                " for this."
            ),
        )


def _blame(form: GroupForm | BonesForm, error: RemainsError) -> None:
    """The refusal at its field, in the reader's language where there are words for it."""
    if not isinstance(error, NotDescribable):
        refused = in_words(error)
        form.add_error(
            None, str(refused.rule) or _("This cannot be kept: %(sentence)s") % {"sentence": refused.sentence}
        )
        return
    if error.bounds:
        low, high = error.bounds
        sentence = _("Write a number from %(low)s to %(high)s.") % {"low": f"{low:g}", "high": f"{high:g}"}
    else:
        sentence = _("This value cannot be: %(sentence)s") % {"sentence": str(error)}
    form.add_error(field_of(error.field) if field_of(error.field) in form.fields else None, sentence)
