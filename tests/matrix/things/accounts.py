"""What the matrix asks the pages for signing in for: keys that open nothing, and another person's passkey."""

from allauth.mfa.models import Authenticator

from tests import people


def things(cast) -> dict:
    """Arguments of the addresses of accounts."""
    somebody = people.person()
    passkey = Authenticator.objects.create(
        user=somebody, type=Authenticator.Type.WEBAUTHN, data={"name": "key", "credential": {}}
    )
    return {"passkey": passkey, "provider": "nobody", "uid": "a", "reset_key": "b-c"}
