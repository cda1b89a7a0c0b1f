"""Every request gets an id; every refusal of a signed-in person is one trail row."""

import uuid

from audit import trail
from audit.enums import Verb


class TrailMiddleware:
    """Gives the trail the facts of the request, and records refusals (403, and 404 of an address that takes a key)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        facts = trail.RequestFacts(request_id=uuid.uuid4(), address=request.META.get("REMOTE_ADDR") or None)
        with trail.request_facts(facts):
            response = self.get_response(request)
            if self._is_refusal(request, response) and not facts.written:
                match = request.resolver_match
                trail.record(
                    match.view_name,
                    Verb.REFUSED,
                    by=request.user,
                    after={"status": response.status_code, "key": next(iter(match.kwargs.values()), None)},
                )
        return response

    def _is_refusal(self, request, response):
        match = getattr(request, "resolver_match", None)
        if match is None or not request.user.is_authenticated:
            return False
        return response.status_code == 403 or (response.status_code == 404 and bool(match.kwargs))
