"""What a browser may do with our pages: load and send nothing but to where they came from, run no script written into a page."""

from chorsu.portal import environment

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        # The form that begins a sign-in by OpenID Connect is sent on to the agency's server.
        " ".join(("form-action 'self'", *environment.sign_in_origins())),
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def headers(get_response):
    """Middleware: the policies on every answer; pages of who is signed in are not to be stored, in no browser and by no proxy."""

    def answer(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if getattr(request, "user", None) and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer
