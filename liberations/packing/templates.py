"""Which template a pack is made from."""

import uuid

from django.db.models import F, Q

from liberations.models import PackTemplate


def template_for(*, programme: uuid.UUID, prison: uuid.UUID | None) -> PackTemplate | None:
    """That of the programme for the prison, else that for every prison; None if there is neither."""
    fitting = PackTemplate.objects.filter(Q(prison=None) | Q(prison=prison), programme=programme)
    return fitting.order_by(F("prison").asc(nulls_last=True)).first()
