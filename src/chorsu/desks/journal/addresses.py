"""Call only addresses that an organisation may give us: HTTPS, public, and the very one that was looked at."""

import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

CONNECT_SECONDS = 5
ANSWER_SECONDS = 10
MOST_ANSWER = 4096
# What of IPv6 carries an IPv4 address within it, and so may lead where that leads: NAT64 and IPv4-compatible.
CARRIERS = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96"))


class NotCalled(Exception):
    """The address may not be called, or could not be: ``trouble`` is one of :class:`.models.Delivery.Trouble`."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True)
class Target:
    """An address that may be called: over TLS or not, the host by its name, its IP address, the port, the path with its query."""

    is_secure: bool
    host: str
    ip: str
    port: int
    path: str


def read(address: str) -> tuple[bool, str, int, str]:
    """The parts of an address that may be given: is it secure, host, port, path. Raises NotCalled("address")."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host.encode("idna" if not host.isascii() else "ascii")
    except ValueError:
        raise NotCalled("address") from None
    wrong = parts.username is not None or parts.password is not None or parts.fragment or not host
    if wrong or parts.scheme not in ("https", "http") or not address.isprintable() or " " in address:
        raise NotCalled("address")
    if parts.scheme == "http" and not (settings.WEBHOOKS_LOOPBACK and _is_loopback_name(host)):
        raise NotCalled("address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    secure = parts.scheme == "https"
    return secure, host, port or (443 if secure else 80), path


def resolve(address: str) -> Target:
    """The target of an address. Every IP address that its name has must be public; the first is the one that is called.

    Raises NotCalled: ``address`` or ``name``.
    """
    secure, host, port, path = read(address)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotCalled("name") from None
    numbers = [ipaddress.ip_address(row[4][0].partition("%")[0]) for row in found]
    if not numbers or not all(_may_be_called(number) for number in numbers):
        raise NotCalled("address")
    return Target(secure, host, str(numbers[0]), port, path)


def post(target: Target, body: bytes, head: dict[str, str]) -> int:
    """Send a body by POST; gives the status of the answer. Follows no redirect, reads little of the answer, waits not long.

    Raises NotCalled: ``connection``, ``certificate``, ``time``.
    """
    connection = _Pinned(target)
    # Time-outs of a socket count each read; whoever answers letter by letter is cut off by the clock.
    clock = threading.Timer(CONNECT_SECONDS + ANSWER_SECONDS, connection.cut)
    clock.start()
    try:
        path = target.path.encode("ascii", "ignore").decode()
        connection.request("POST", path, body=body, headers={"User-Agent": "Chorsu-Webhooks/1", **head})
        answer = connection.getresponse()
        answer.read(MOST_ANSWER)
        return answer.status
    except TimeoutError:
        raise NotCalled("time") from None
    except ssl.SSLCertVerificationError:
        raise NotCalled("certificate") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise NotCalled("time" if connection.was_cut else "connection") from None
    finally:
        clock.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to the IP address that was looked at, whatever the name leads to by now; TLS is proved for the name."""

    was_cut = False

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=ANSWER_SECONDS)
        self._target = target

    def connect(self) -> None:
        self.sock = socket.create_connection((self._target.ip, self._target.port), timeout=CONNECT_SECONDS)
        if self._target.is_secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._target.host)
        self.sock.settimeout(ANSWER_SECONDS)

    def cut(self) -> None:
        """End it from another thread."""
        self.was_cut = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _is_loopback_name(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _may_be_called(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if settings.WEBHOOKS_LOOPBACK and number.is_loopback:
        return True
    if isinstance(number, ipaddress.IPv6Address):
        if number.is_site_local:  # fec0::/10, given up in 2004, and still routed within some houses
            return False
        within = number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
        if within is not None:
            return _may_be_called(within)
        if any(number in net for net in CARRIERS):
            return False
    return number.is_global and not number.is_multicast and not number.is_reserved
