"""The endpoints for suggestions and for the status of their sources."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.language import ACCEPT_LANGUAGE, first_language
from api.openapi import ERRORS
from suggestions.serializers import ClassifySerializer, SuggestionSerializer, TriageStatusSerializer
from suggestions.services import classify


class ClassifyView(APIView):
    """Suggestion of category and priority for a text."""

    @extend_schema(
        operation_id="tickets_classify",
        request=ClassifySerializer,
        parameters=[ACCEPT_LANGUAGE],
        responses={200: SuggestionSerializer, **ERRORS},
    )
    def post(self, request: Request) -> Response:
        """Suggest category and priority. If a model fails, the next source answers; keywords always do."""
        incoming = ClassifySerializer(data=request.data)
        incoming.is_valid(raise_exception=True)
        text = incoming.validated_data
        classified = classify.ticket_classify(
            description=text["description"],
            title=text["title"] or "",
            local_only=text["local_only"],
            language=first_language(request),
        )
        return Response(SuggestionSerializer(classified).data)


class TriageStatusView(APIView):
    """Status of the sources."""

    @extend_schema(operation_id="triage_status", responses={200: TriageStatusSerializer})
    def get(self, request: Request) -> Response:
        """Show the status of each source, and whether the cloud is configured."""
        return Response(TriageStatusSerializer(classify.triage_status()).data)
