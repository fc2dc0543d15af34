"""The security headers of every response. Only Django's own pages get a looser content security policy."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Nothing but what is named: no fonts, frames, workers, media or plugins. No Trusted Types policy can be made, so no
# string becomes HTML or a script.
CSP_STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
# The admin's scripts build HTML without Trusted Types, and its forms are sent.
CSP_ADMIN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# Swagger UI needs inline styles. It loads nothing from other hosts.
CSP_DOCS = CSP_ADMIN.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")

# For responses that do not come from Django.
SECURITY_HEADERS = {
    "Content-Security-Policy": CSP_STRICT,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

CSP_BY_PREFIX = {"/admin/": CSP_ADMIN, "/api/docs/": CSP_DOCS}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeadersMiddleware:
    """Sets the content security policy of the path, also on static files and errors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        policy = next((csp for prefix, csp in CSP_BY_PREFIX.items() if request.path.startswith(prefix)), CSP_STRICT)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
