"""Asking for a fresh second factor in front of what matters most, without losing what was typed.

The page that asks carries the whole form that was sent, in hidden fields, and sends it on together with the factor. So
nothing of it is kept anywhere meanwhile, and the page works without scripts for one-time codes. No route that asks
takes files: they could not be carried.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from antigone.interfaces.desk.pages import account_of, page
from antigone.interfaces.desk.permissions import STEP_UP, Ask
from antigone.interfaces.desk.second_factor import passkeys, totp
from antigone.interfaces.desk.second_factor.forms import CodeForm
from antigone.interfaces.desk.second_factor.fresh import is_fresh, mark_fresh, new_question, take_question
from antigone.interfaces.desk.second_factor.pages import passkey_context
from antigone.interfaces.desk.second_factor.queries import factors_of, has_passkey
from antigone.interfaces.desk.second_factor.values import FactorRefused, Kind, NoPasskeysHere
from antigone.interfaces.desk.throttle import admit_try, forget_tries

PREFIX = "step-up"
#: Fields of the page that asks; what is carried never bears these names.
CODE, ANSWER = f"{PREFIX}-code", f"{PREFIX}-answer"
_OWN = frozenset({CODE, ANSWER, "csrfmiddlewaretoken"})
QUESTION = "step up"


def asked_first(request: HttpRequest, route: str) -> HttpResponse | None:
    """The page that asks for a fresh factor, where this request needs one and none was shown; None lets it through."""
    if not _needed(request, route) or is_fresh(request):
        return None
    account = account_of(request)
    refused = False
    if request.method == "POST" and (CODE in request.POST or ANSWER in request.POST):
        try:
            show(request, account, str(request.POST.get(CODE, "")), str(request.POST.get(ANSWER, "")), QUESTION)
        except FactorRefused:
            refused = True
        else:
            return None
    carried = [(name, value) for name, values in request.POST.lists() if name not in _OWN for value in values]
    if request.method == "POST":
        return asking_page(request, account, request.get_full_path(), carried, refused=refused)
    return asking_page(request, account, reverse("desk:step-up"), [("next", request.get_full_path())])


def show(request: HttpRequest, account: User, code: str, answer: str, purpose: str) -> Kind:
    """Take a code, or a browser's answer, as the account's fresh factor; gives which it was.

    Raises:
        FactorRefused: it is not, or it came after too many tries.
    """
    if answer:
        try:
            passkeys.shown(answer, take_question(request, purpose), account)
        except NoPasskeysHere as error:
            raise FactorRefused(str(error)) from error
        mark_fresh(request, Kind.PASSKEY)
        return Kind.PASSKEY
    # A name holds no blank, so these tries are counted apart from those of passwords.
    tries = f"code of {account.username}"
    if not admit_try(tries):
        raise FactorRefused("too many tries; wait a quarter of an hour")
    totp.use_code(account, code)
    forget_tries(tries)
    mark_fresh(request, Kind.TOTP)
    return Kind.TOTP


def asking_page(
    request: HttpRequest,
    account: User,
    address: str,
    carried: Sequence[tuple[str, str]],
    *,
    refused: bool = False,
) -> HttpResponse:
    """The page that asks. It sends what is carried, and the factor, to the address."""
    return page(
        request,
        "second_factor/step_up",
        status=403,
        refused=refused,
        factors=factors_of(account),
        address=address,
        carried=carried,
        code_form=CodeForm(prefix=PREFIX),
        answer_name=ANSWER,
        **passkey_context(lambda: passkeys.asking_options(account, new_question(request, QUESTION))),
    )


def _needed(request: HttpRequest, route: str) -> bool:
    ask = STEP_UP.get(route)
    if ask is None:
        return False
    if ask is Ask.ALWAYS:
        return True
    if request.method != "POST":
        return False
    if ask is Ask.WHEN_SENT:
        return True
    signs = "shown" in request.POST
    return signs and not ("assertion" in request.POST and has_passkey(account_of(request)))
