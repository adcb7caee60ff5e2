"""How lately whoever is signed in has shown a second factor, and the questions that a browser was asked.

Both stand in the session, which is the server's; a question is answered once, within five minutes.
"""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime

from django.http import HttpRequest
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from antigone.bureau.enquiries.opening import StepUp
from antigone.interfaces.desk.second_factor.values import FactorRefused, Kind

#: How long a factor counts as just shown; the vault holds the same (`bureau.enquiries.opening.FRESH`).
FRESH_SECONDS = 300
_AT, _KIND, _QUESTIONS = "factor_at", "factor_kind", "factor_questions"


def mark_fresh(request: HttpRequest, kind: Kind) -> None:
    """The person has shown this factor now."""
    request.session[_AT], request.session[_KIND] = time.time(), kind.value


def is_fresh(request: HttpRequest) -> bool:
    """Whether a factor was shown in the last five minutes."""
    return 0 <= time.time() - float(request.session.get(_AT, 0)) < FRESH_SECONDS


def step_up_of(request: HttpRequest) -> StepUp:
    """What the vault wants to know: which factor was shown, and when."""
    at = datetime.fromtimestamp(float(request.session.get(_AT, 0)), tz=UTC)
    return StepUp(str(request.session.get(_KIND, "none")), at)


def new_question(request: HttpRequest, purpose: str) -> bytes:
    """32 random bytes that a browser is to answer (the challenge of WebAuthn), kept under a purpose."""
    challenge = secrets.token_bytes(32)
    questions = {**request.session.get(_QUESTIONS, {}), purpose: [bytes_to_base64url(challenge), int(time.time())]}
    request.session[_QUESTIONS] = questions
    return challenge


def take_question(request: HttpRequest, purpose: str) -> bytes:
    """The question of this purpose; it is not asked again.

    Raises:
        FactorRefused: none was asked, or too long ago.
    """
    questions = dict(request.session.get(_QUESTIONS, {}))
    asked, at = questions.pop(purpose, ("", 0))
    request.session[_QUESTIONS] = questions
    if not asked or time.time() - at >= FRESH_SECONDS:
        raise FactorRefused("the question is too old; try once more")
    return base64url_to_bytes(asked)
