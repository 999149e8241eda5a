"""A small OpenID Connect server, such as an agency runs for its people: discovery, authorize, token, keys, userinfo."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.listening import listening

CLIENT, SECRET = "chorsu", "a secret between two"


class Provider(ThreadingHTTPServer):
    """Says of whoever comes to its page that they are the person in ``claims``; keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.claims: dict = {}
        self.audience = CLIENT
        self.asked: dict[str, dict[str, str]] = {}
        self.keys: set[str] = set()
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def discovery(self) -> dict:
        """What a client needs to know."""
        paths = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        return {"issuer": self.address, "jwks_uri": f"{self.address}/jwks"} | {
            f"{name}_endpoint": f"{self.address}/{path}" for name, path in paths.items()
        }

    def jwks(self) -> dict:
        """The key by which its tokens are signed."""
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [key | {"kid": "1", "alg": "RS256", "use": "sig"}]}

    def code_for(self, asked: dict[str, str]) -> str:
        """The person has signed in: the address to which their browser is sent back."""
        code = secrets.token_urlsafe(16)
        self.asked[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def tokens_for(self, sent: dict[str, str]) -> tuple[int, dict]:
        """A code exchanged, once, by who asked for it: by the client's secret, the same address, and the proof of PKCE."""
        asked = self.asked.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        known = (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)
        if asked is None or not known or asked["redirect_uri"] != sent["redirect_uri"] or asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        self.keys.add(key := secrets.token_urlsafe(16))
        now = int(time.time())
        said = {"iss": self.address, "aud": self.audience, "iat": now, "exp": now + 300, "nonce": asked.get("nonce")}
        token = jwt.encode(said | self.claims, self.key, algorithm="RS256", headers={"kid": "1"})
        return 200, {"access_token": key, "token_type": "Bearer", "expires_in": 300, "id_token": token}


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.code_for(asked))
            self.end_headers()
        elif parts.path == "/.well-known/openid-configuration":
            self._answer(200, self.server.discovery())
        elif parts.path == "/jwks":
            self._answer(200, self.server.jwks())
        elif parts.path == "/userinfo" and self.headers.get("Authorization", "").removeprefix("Bearer ") in self.server.keys:
            self._answer(200, self.server.claims)
        else:
            self._answer(401, {"error": "invalid_token"})

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._answer(*self.server.tokens_for({name: values[0] for name, values in sent.items()}))

    def _answer(self, status: int, content: dict) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said) -> None:
        """Say nothing on the screen."""


@contextmanager
def provider() -> Iterator[Provider]:
    """The server, running beside the test."""
    made = Provider()
    with listening(made):
        yield made
