"""Signing in and out, one's own password, one's own language."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from antigone.interfaces.desk.accounts import account_name, change_own_password, must_change_password
from antigone.interfaces.desk.forms import PasswordForm, SignInForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, account_of, page
from antigone.interfaces.desk.second_factor.pages import passkey_context
from antigone.interfaces.desk.second_factor.queries import has_factor
from antigone.interfaces.desk.second_factor.views.showing import expect_second_step
from antigone.interfaces.desk.signing_in import begin, onward_of
from antigone.interfaces.desk.throttle import admit_try, forget_tries

#: The cookie of a telephone that keeps finds; see static/desk/scene_store.js.
_KEPT_AT_A_SCENE = "scene_kept"


@sensitive_post_parameters("password")
@accepts("GET", "HEAD", "POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password, or a passkey alone. Whatever fails, the answer is one sentence."""
    onward = onward_of(request)
    form = SignInForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _sign_in_page(request, form)
    name = form.cleaned_data["name"]
    user = _known(request, name, form.cleaned_data["password"])
    if user is None:
        form.add_error(
            None,
            _(
                "The name or the password is not right, or there were too many tries. After several tries, please wait"
                " a quarter of an hour."
            ),
        )
        return _sign_in_page(request, form, status=403)
    if has_factor(user):
        return expect_second_step(request, user)
    begin(request, user, None)
    return redirect(onward)


def _sign_in_page(request: HttpRequest, form: SignInForm, *, status: int = 200) -> HttpResponse:
    # Nothing is asked of the browser yet: a question costs a session, and anybody opens this page.
    return page(request, "sign_in", status=status, form=form, onward=onward_of(request), **passkey_context(lambda: ""))


def _known(request: HttpRequest, name: str, password: str) -> User | None:
    """The account, if name and password belong together. Django hashes the password also for a name that nobody has,
    so that the clock does not tell which names exist."""
    if not admit_try(name):
        return None
    user = authenticate(request, username=account_name(name), password=password)
    if not isinstance(user, User):
        return None
    forget_tries(name)
    return user


@accepts("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and let the browser forget all that it has of the desk.

    But what a telephone keeps of a scene and has not sent yet stays, encrypted: nobody else has it. Its page sets a
    cookie for as long as there is something, which must stay too.
    """
    logout(request)
    response = redirect("desk:sign-in")
    if _KEPT_AT_A_SCENE in request.COOKIES:
        response["Clear-Site-Data"] = '"cache"'
        for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
            response.delete_cookie(name, samesite="Strict")
    else:
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@sensitive_post_parameters("current", "new", "again")
@accepts("GET", "HEAD", "POST")
def password(request: StaffRequest) -> HttpResponse:
    """One's own new password. The one that somebody else made must be changed before anything else."""
    user = account_of(request)
    form = PasswordForm(request.POST or None)
    first = must_change_password(user)
    if request.method != "POST" or not form.is_valid() or not _fits(form, user):
        return page(request, "password", form=form, first=first, status=400 if form.errors else 200)
    change_own_password(user, form.cleaned_data["new"], actor=request.visitor.actor(request.route))
    update_session_auth_hash(request, user)
    messages.success(request, _("Your password is changed."))
    return redirect("desk:home")


def _fits(form: PasswordForm, user: User) -> bool:
    """Whether the old password is right and the new one strong enough; says in the form what is not."""
    current, new = form.cleaned_data["current"], form.cleaned_data["new"]
    if not admit_try(user.username) or not user.check_password(current):
        form.add_error("current", _("This is not your password, or there were too many tries."))
        return False
    forget_tries(user.username)
    if new == current:
        form.add_error("new", _("The new password must differ from the old one."))
        return False
    try:
        validate_password(new, user)
    except ValidationError:
        form.add_error("new", _("Too easy to guess: write at least 14 characters and no common password."))
        return False
    return True


@accepts("POST")
def language(request: HttpRequest) -> HttpResponse:
    """Keep the reader's language in a cookie and show the page again."""
    wanted = request.POST.get("language", "")
    onward = request.POST.get("next", "")
    ours = onward if url_has_allowed_host_and_scheme(onward, allowed_hosts=None) else reverse("desk:home")
    response = redirect(ours)
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, httponly=True, samesite="Strict")
    return response
