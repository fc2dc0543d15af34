"""The security headers of every answer; the content policy is looser only where Django's own pages need it."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

STRICT = (
    "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
# The admin's scripts build HTML without Trusted Types.
ADMIN = (
    "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; "
    "img-src 'self' data:"
)
# Swagger UI writes style elements and data: images; everything it loads is still our own.
DOCS = ADMIN + "; style-src 'self' 'unsafe-inline'"

# For what Django never sees.
SECURITY = {"Content-Security-Policy": STRICT, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}

POLICIES = {"/admin/": ADMIN, "/api/docs/": DOCS}
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeaders:
    """Sets the policy that fits the path, also on static files and errors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        policy = next((text for prefix, text in POLICIES.items() if request.path.startswith(prefix)), STRICT)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
