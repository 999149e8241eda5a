"""Sign-in at an agency's own server (OpenID Connect), more strictly than the library asks for by itself."""

from allauth.account.internal.decorators import login_not_required
from allauth.core.internal.deferred import jwt
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404

# Signatures by the server's private key alone.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
WELL_KNOWN = "/.well-known/"


class Server(OpenIDConnectOAuth2Adapter):
    """The agency's server: it must be who it was configured to be, and sign what it says of a person."""

    @property
    def openid_config(self):
        """What the server tells of itself. Raises OAuth2Error where it tells another address than the one configured."""
        told = super().openid_config
        configured = self.get_provider().app.settings["server_url"].partition(WELL_KNOWN)[0]
        if str(told.get("issuer", "")).rstrip("/") != configured.rstrip("/"):
            raise OAuth2Error("the server names another issuer")
        return told

    def get_access_token_data(self, request, app, client, pkce_code_verifier=None):
        """The server's answer to the code. Raises OAuth2Error where no ID token is in it."""
        data = super().get_access_token_data(request, app, client, pkce_code_verifier)
        # The library trusts a token that came straight from the server; we look at its signature all the same.
        self.did_fetch_access_token = False
        if not data.get("id_token"):
            raise OAuth2Error("no ID token")
        return data

    def complete_login(self, request, app, token, **kwargs):
        """The person. Raises OAuth2Error where the ID token and what the server tells beside it are of two."""
        login = super().complete_login(request, app, token, **kwargs)
        told = login.account.extra_data
        if "userinfo" in told and told["userinfo"].get("sub") != told["id_token"].get("sub"):
            raise OAuth2Error("two persons")
        return login

    def _decode_id_token(self, app, id_token):
        try:
            algorithm = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError as fault:
            raise OAuth2Error("no ID token") from fault
        if algorithm not in ALGORITHMS:
            raise OAuth2Error("an algorithm that is not taken")
        return super()._decode_id_token(app, id_token)


@login_not_required
def callback(request, provider_id):
    """Where the agency's server sends the person back to."""
    server = Server(request, provider_id)
    try:
        return OAuth2CallbackView.adapter_view(server)(request)
    except OAuth2Error as fault:
        return render_authentication_error(request, server.get_provider(), exception=fault)
    except SocialApp.DoesNotExist:
        raise Http404 from None
