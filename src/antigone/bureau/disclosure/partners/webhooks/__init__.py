"""Signed messages without content that tell partners' programs when to ask: added by staff, sent by the worker."""

from antigone.bureau.disclosure.partners.webhooks.actions import (
    add_webhook,
    pause_webhook,
    remove_webhook,
    resume_webhook,
    send_again,
    try_webhook,
)
from antigone.bureau.disclosure.partners.webhooks.carrying import Carrier, destination, of_the_open_internet
from antigone.bureau.disclosure.partners.webhooks.outbox import (
    Posted,
    look_for_changes,
    send_messages,
)
from antigone.bureau.disclosure.partners.webhooks.queries import messages_of, signers_key, webhook_with_id, webhooks
from antigone.bureau.disclosure.partners.webhooks.values import (
    TEST,
    KeptMessage,
    KnownWebhook,
    Outcome,
    PausedAlready,
    Postman,
    Said,
    Topic,
    UnfitWebhook,
    UnknownWebhook,
    Webhook,
)

__all__ = [
    "TEST",
    "Carrier",
    "KeptMessage",
    "KnownWebhook",
    "Outcome",
    "PausedAlready",
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
    "messages_of",
    "of_the_open_internet",
    "pause_webhook",
    "remove_webhook",
    "resume_webhook",
    "send_again",
    "send_messages",
    "signers_key",
    "try_webhook",
    "webhook_with_id",
    "webhooks",
]
