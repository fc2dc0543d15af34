"""The endpoints for suggestions: what the models say, and how they are."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.openapi import ERRORS
from suggestions.serializers import ClassifySerializer, SuggestionSerializer, TriageStatusSerializer
from suggestions.services import classify


class ClassifyView(APIView):
    """A suggestion for a text, from the first source that can give one."""

    @extend_schema(
        operation_id="tickets_classify",
        request=ClassifySerializer,
        responses={200: SuggestionSerializer, **ERRORS},
    )
    def post(self, request: Request) -> Response:
        """Suggest category and priority. A model that fails is passed over; keywords always answer."""
        incoming = ClassifySerializer(data=request.data)
        incoming.is_valid(raise_exception=True)
        text = incoming.validated_data
        classified = classify.ticket_classify(
            description=text["description"], title=text["title"] or "", local_only=text["local_only"]
        )
        return Response(SuggestionSerializer(classified).data)


class TriageStatusView(APIView):
    """How the sources are."""

    @extend_schema(operation_id="triage_status", responses={200: TriageStatusSerializer})
    def get(self, request: Request) -> Response:
        """Say what each source can do at the moment, and whether the cloud is configured."""
        return Response(TriageStatusSerializer(classify.triage_status()).data)
