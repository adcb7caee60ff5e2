"""Adding and removing one's own second factors."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from antigone.interfaces.desk.pages import StaffRequest, accepts, account_of, page
from antigone.interfaces.desk.second_factor import passkeys, totp
from antigone.interfaces.desk.second_factor.actions import add_codes, add_passkey, remove_codes, remove_passkey
from antigone.interfaces.desk.second_factor.forms import CodeForm, PasskeyForm
from antigone.interfaces.desk.second_factor.fresh import mark_fresh, new_question, take_question
from antigone.interfaces.desk.second_factor.pages import passkey_context
from antigone.interfaces.desk.second_factor.queries import factors_of
from antigone.interfaces.desk.second_factor.values import (
    FactorError,
    FactorRefused,
    Factors,
    Kind,
    LastFactor,
    NoPasskeysHere,
    TooManyFactors,
)

_NEW, _PENDING = "new passkey", "pending_codes"


@accepts("GET", "HEAD")
def factors(request: StaffRequest) -> HttpResponse:
    """One's own factors; the first thing that the desk shows to who has none."""
    return _factors_page(request, PasskeyForm())


@accepts("POST")
def passkey_add(request: StaffRequest) -> HttpResponse:
    """Keep the passkey that the browser has just made."""
    account = account_of(request)
    form = PasskeyForm(request.POST)
    if not form.is_valid():
        return _factors_page(request, form, status=400)
    try:
        new = passkeys.made(form.cleaned_data["answer"], take_question(request, _NEW))
        add_passkey(account, new, form.cleaned_data["name"], actor=request.visitor.actor(request.route))
    except FactorError as refused:
        form.add_error(None, _in_words(refused))
        return _factors_page(request, form, status=400)
    return _added(request, Kind.PASSKEY, _("The passkey is added."))


@accepts("GET", "HEAD", "POST")
def codes_add(request: StaffRequest) -> HttpResponse:
    """A new secret for an app; the app's first code proves that it was read."""
    account = account_of(request)
    secret = _pending(request, account)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_codes(account, secret, form.cleaned_data["code"], actor=request.visitor.actor(request.route))
        except FactorRefused:
            form.add_error(
                "code", _("This is not the code that the app shows now. Check that the telephone’s clock is right.")
            )
        else:
            del request.session[_PENDING]
            return _added(request, Kind.TOTP, _("One-time codes are set up."))
    return page(
        request,
        "second_factor/codes",
        status=400 if form.errors else 200,
        form=form,
        square=_square(totp.address(secret, account.username, settings.CONFIGURATION.bureau_name)),
        letters=totp.in_letters(secret),
        **_around(factors_of(account)),
    )


@accepts("POST")
def factor_remove(request: StaffRequest) -> HttpResponse:
    """Remove a passkey by its number, or the one-time codes."""
    account = account_of(request)
    which = str(request.POST.get("which", ""))
    actor = request.visitor.actor(request.route)
    try:
        if which == "codes":
            remove_codes(account, actor=actor)
        else:
            remove_passkey(account, int(which) if which.isascii() and which.isdigit() else 0, actor=actor)
    except FactorError as refused:
        messages.error(request, _in_words(refused))
    else:
        messages.success(request, _("It is removed. What was signed with it stays signed."))
    return redirect("desk:factors")


def _factors_page(request: StaffRequest, form: PasskeyForm, *, status: int = 200) -> HttpResponse:
    account = account_of(request)
    return page(
        request,
        "second_factor/factors",
        status=status,
        form=form,
        **_around(factors_of(account)),
        **passkey_context(lambda: passkeys.making_options(account, new_question(request, _NEW))),
    )


def _around(own: Factors) -> dict[str, object]:
    """One's own factors; who has none sees no menu, because every page of it would lead back."""
    return {"factors": own} if own.count else {"factors": own, "menu": ()}


def _added(request: StaffRequest, kind: Kind, sentence: str) -> HttpResponse:
    """Show what was added; who adds the first factor has shown it just now."""
    mark_fresh(request, kind)
    messages.success(request, sentence)
    return redirect("desk:factors")


def _pending(request: StaffRequest, account: User) -> bytes:
    """The secret that the page shows until its first code comes. Sealed, because sessions lie in the database."""
    kept = request.session.get(_PENDING)
    if kept is not None:
        try:
            return totp.unsealed(base64url_to_bytes(kept), account)
        except FactorRefused:
            pass  # the key was replaced meanwhile: a new secret then
    secret = totp.new_secret()
    request.session[_PENDING] = bytes_to_base64url(totp.sealed(secret, account))
    return secret


def _square(text: str) -> SafeString:
    """The QR code as SVG inside the page, black on white in either scheme of colours."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, scale=5, border=4, dark="#000", light="#fff", omitsize=False,
        svgclass="square", lineclass=None,
    )  # fmt: skip
    return mark_safe(out.getvalue().decode())  # noqa: S308  # made by segno from our own text


def _in_words(refused: FactorError) -> str:
    told = {
        LastFactor: _("This is your only second factor. Add another one first."),
        TooManyFactors: _("Ten passkeys are enough. Remove one that you do not use."),
        NoPasskeysHere: _("The desk’s address takes no passkeys. Ask the administrator to set ANTIGONE_DESK_URL."),
    }
    return told.get(type(refused), _("The browser gave no passkey that we could accept. Please try once more."))
