"""Sign what is sent to webhooks as the Standard Webhooks specification asks (https://www.standardwebhooks.com).

A secret is kept nowhere: it is made again from the installation's key and the webhook's salt whenever it is needed, so whoever
reads the database, or a backup of it, cannot sign.
"""

import base64
import hashlib
import hmac
from datetime import datetime

from django.utils.crypto import salted_hmac

from chorsu.desks.journal.models import Webhook

PREFIX = "whsec_"


def secret(webhook: Webhook, salt: str = "") -> str:
    """The secret of a webhook as its owner is shown it: ``whsec_`` and 32 bytes in Base64."""
    return PREFIX + base64.b64encode(_key(webhook, salt or webhook.salt)).decode()


def headers(webhook: Webhook, message: str, body: bytes, *, at: datetime) -> dict[str, str]:
    """The head of a message: its id, when it was sent, and its signatures, by the secret before also while that still holds."""
    sent = str(int(at.timestamp()))
    salts = [webhook.salt]
    if webhook.salt_before and webhook.salt_before_until and at < webhook.salt_before_until:
        salts.append(webhook.salt_before)
    signed = f"{message}.{sent}.".encode() + body
    signatures = (base64.b64encode(hmac.new(_key(webhook, salt), signed, hashlib.sha256).digest()).decode() for salt in salts)
    return {
        "webhook-id": message,
        "webhook-timestamp": sent,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def _key(webhook: Webhook, salt: str) -> bytes:
    return salted_hmac("chorsu.webhook", f"{webhook.pk}:{salt}", algorithm="sha256").digest()
