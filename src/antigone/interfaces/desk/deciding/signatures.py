"""Where signatures of case workers come from, and whether they are theirs: the second factor's approvals."""

from __future__ import annotations

from antigone.bureau.identification.deciding.values import Signature
from antigone.interfaces.desk.pages import StaffRequest
from antigone.interfaces.desk.second_factor import approvals
from antigone.interfaces.desk.second_factor.pages import passkey_context

#: Whether a signature was made by a key of this person; keys that are no longer in use count.
verified = approvals.verified_by


def asking(request: StaffRequest, statement: bytes) -> dict[str, object]:
    """What the page with the signing form needs, so that the visitor's browser can sign this statement."""
    return passkey_context(lambda: approvals.begin(request, statement))


def signature_of(request: StaffRequest, statement: bytes) -> Signature:
    """The visitor's signature over the statement that the page has shown.

    Raises:
        SignatureRefused: see `approvals.finished`.
    """
    return approvals.finished(request, statement, actor=request.visitor.actor(request.route))
