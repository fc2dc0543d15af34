"""Refuses query strings no database can take."""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase


class RefuseNulInQuery:
    """400 naming the parameter that holds a NUL, below /api/ and in the admin alike."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for name, values in request.GET.lists():
            if "\x00" in name or any("\x00" in value for value in values):
                problem = {name.replace("\x00", "\\x00"): ["Null characters are not allowed."]}
                return JsonResponse(problem, status=400)
        return self.get_response(request)
