"""Partners with keys: added and taken back by staff, admitted by the database, and what they bring.

Of a key only its SHA-256 is kept: it has 256 random bits, which no slow hash makes safer.
"""

from antigone.bureau.disclosure.partners.actions import add_partner, close_delivery, renew_key, revoke_partner
from antigone.bureau.disclosure.partners.queries import (
    admit,
    delivery_document,
    keep_delivery,
    partner_deliveries,
    partner_with_id,
    partners_with_keys,
    state_of_delivery,
    used_lately,
)
from antigone.bureau.disclosure.partners.values import (
    Admitted,
    Audience,
    Delivery,
    DeliveryState,
    HasKey,
    Partner,
    PartnerDraft,
    Scope,
    UnfitPartner,
    UnknownDelivery,
    UnknownPartner,
    is_domain,
)

__all__ = [
    "Admitted",
    "Audience",
    "Delivery",
    "DeliveryState",
    "HasKey",
    "Partner",
    "PartnerDraft",
    "Scope",
    "UnfitPartner",
    "UnknownDelivery",
    "UnknownPartner",
    "add_partner",
    "admit",
    "close_delivery",
    "delivery_document",
    "is_domain",
    "keep_delivery",
    "partner_deliveries",
    "partner_with_id",
    "partners_with_keys",
    "renew_key",
    "revoke_partner",
    "state_of_delivery",
    "used_lately",
]
