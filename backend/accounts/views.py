"""GET /api/me/: who is asking."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import selectors
from accounts.serializers import MeSerializer


class MeView(APIView):
    """Who is asking, and how the desk is open to them."""

    @extend_schema(operation_id="me", responses={200: MeSerializer})
    def get(self, request: Request) -> Response:
        """Show who is asking, and how the desk is open to them."""
        return Response(MeSerializer(selectors.me()).data)
