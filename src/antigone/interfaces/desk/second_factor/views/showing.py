"""Showing the second factor: after the password, instead of it, or once more before something that matters."""

from __future__ import annotations

import time

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.interfaces.desk.pages import StaffRequest, accepts, account_of, page
from antigone.interfaces.desk.second_factor import passkeys, step_up
from antigone.interfaces.desk.second_factor.forms import CodeForm
from antigone.interfaces.desk.second_factor.fresh import new_question, take_question
from antigone.interfaces.desk.second_factor.pages import passkey_context
from antigone.interfaces.desk.second_factor.queries import factors_of
from antigone.interfaces.desk.second_factor.values import FactorRefused, Kind, NoPasskeysHere
from antigone.interfaces.desk.signing_in import begin, onward_of, own_page

_HALF = "half_signed_in"
#: How long the password alone is remembered.
_HALF_SECONDS = 300
_SECOND, _PASSWORDLESS = "second step", "passwordless"


def expect_second_step(request: HttpRequest, account: User) -> HttpResponse:
    """The password was right: go on to the second step. Nobody is signed in yet."""
    request.session.flush()
    request.session[_HALF] = [account.pk, int(time.time())]
    return redirect(own_page("desk:second-step", onward_of(request)))


@accepts("GET", "HEAD", "POST")
def second_step(request: HttpRequest) -> HttpResponse:
    """After the right password: a passkey, or a one-time code."""
    account = _half_signed_in(request)
    if account is None:
        return redirect(own_page("desk:sign-in", onward_of(request)))
    refused = False
    if request.method == "POST":
        try:
            shown = step_up.show(
                request, account, str(request.POST.get("code", "")), str(request.POST.get("answer", "")), _SECOND
            )
        except FactorRefused:
            refused = True
        else:
            return _signed_in(request, account, shown)
    return page(
        request,
        "second_factor/second_step",
        status=403 if refused else 200,
        refused=refused,
        onward=onward_of(request),
        factors=factors_of(account),
        code_form=CodeForm(),
        **passkey_context(lambda: passkeys.asking_options(account, new_question(request, _SECOND))),
    )


@accepts("POST")
def passkey_question(request: HttpRequest) -> HttpResponse:
    """What a browser is asked whose owner signs in with a passkey alone. Only who asks costs us a session."""
    try:
        options = passkeys.asking_options(None, new_question(request, _PASSWORDLESS))
    except NoPasskeysHere as error:
        return JsonResponse({"problem": str(error)}, status=409)
    return HttpResponse(options, content_type="application/json")


@accepts("POST")
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """A passkey instead of name and password: the device knows the account and has checked its owner."""
    try:
        passkey = passkeys.shown(str(request.POST.get("answer", "")), take_question(request, _PASSWORDLESS))
    except (FactorRefused, NoPasskeysHere):
        return page(
            request,
            "second_factor/refused",
            status=403,
            sentence=_("This passkey does not open an account of the desk."),
            back=own_page("desk:sign-in", onward_of(request)),
        )
    return _signed_in(request, passkey.account, Kind.PASSKEY)


@accepts("POST")
def fresh_factor(request: StaffRequest) -> HttpResponse:
    """A fresh factor in front of a page that is only opened; then that page."""
    account = account_of(request)
    onward = onward_of(request)
    try:
        step_up.show(
            request,
            account,
            str(request.POST.get(step_up.CODE, "")),
            str(request.POST.get(step_up.ANSWER, "")),
            step_up.QUESTION,
        )
    except FactorRefused:
        return step_up.asking_page(request, account, reverse("desk:step-up"), [("next", onward)], refused=True)
    return redirect(onward)


def _half_signed_in(request: HttpRequest) -> User | None:
    """Whoever gave the right password in the last five minutes, if the account is still open."""
    number, at = request.session.get(_HALF, (0, 0))
    if time.time() - at >= _HALF_SECONDS:
        return None
    return User.objects.filter(pk=number, is_active=True).first()


def _signed_in(request: HttpRequest, account: User, shown: Kind) -> HttpResponse:
    onward = onward_of(request)
    request.session.pop(_HALF, None)
    begin(request, account, shown)
    return redirect(onward)
