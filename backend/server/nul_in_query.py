"""Rejects query strings with NUL characters, which PostgreSQL cannot store or compare."""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from api.error_body import field_key, fields_body


class NulInQueryMiddleware:
    """Answers 400 and names the parameter with the NUL, in the API and in the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for name, values in request.GET.lists():
            if "\x00" in name or any("\x00" in value for value in values):
                key = field_key(name)
                errors, codes = {key: ["Null characters are not allowed."]}, {key: ["null_characters_not_allowed"]}
                return JsonResponse(fields_body(errors, codes), status=400)
        return self.get_response(request)
