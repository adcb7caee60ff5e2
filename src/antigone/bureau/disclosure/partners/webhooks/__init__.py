"""Signed messages without content that tell partners' programs when to ask: added by staff, sent by the worker."""

from antigone.bureau.disclosure.partners.webhooks.actions import add_webhook, remove_webhook, send_again
from antigone.bureau.disclosure.partners.webhooks.carrying import Carrier, destination, of_the_open_internet
from antigone.bureau.disclosure.partners.webhooks.outbox import (
    Posted,
    look_for_changes,
    send_messages,
    webhooks,
)
from antigone.bureau.disclosure.partners.webhooks.values import (
    Outcome,
    Postman,
    Said,
    Topic,
    UnfitWebhook,
    UnknownWebhook,
    Webhook,
)

__all__ = [
    "Carrier",
    "Outcome",
    "Posted",
    "Postman",
    "Said",
    "Topic",
    "UnfitWebhook",
    "UnknownWebhook",
    "Webhook",
    "add_webhook",
    "destination",
    "look_for_changes",
    "of_the_open_internet",
    "remove_webhook",
    "send_again",
    "send_messages",
    "webhooks",
]
