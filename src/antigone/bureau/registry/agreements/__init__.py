"""What the bureau agreed with its sources: until when, for what purpose, what may be shown to whom.

The newest agreement of a source is in force; earlier ones stay readable. From the day after its last one nothing of the
source is public, by the database's own doing (`disclosure`, migration 0002). A source without any agreement is bound
by its `publication` alone.
"""

from antigone.bureau.registry.agreements.actions import keep_agreement
from antigone.bureau.registry.agreements.queries import agreements_in_force, agreements_of, may_show
from antigone.bureau.registry.agreements.values import AgreementDraft, AgreementView, Force, UnfitAgreement
from antigone.bureau.registry.models import ShownTo

__all__ = [
    "AgreementDraft",
    "AgreementView",
    "Force",
    "ShownTo",
    "UnfitAgreement",
    "agreements_in_force",
    "agreements_of",
    "keep_agreement",
    "may_show",
]
