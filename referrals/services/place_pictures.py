"""Pictures of places: put up, taken down, put back."""

from uuid import UUID

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.once import already_made
from referrals.models import Place, PlacePicture
from referrals.pictures import drawn_anew


def put_up_picture(*, new_id: UUID, place: Place, data: bytes, kind: str, shows: str, by) -> PlacePicture:
    """Show a picture of the place, drawn anew from what was uploaded; the one that was up is taken down.

    Refuses what is not a JPEG, PNG or WebP or is too large. The same `new_id` again gives the one put up before.
    """
    drawn = drawn_anew(data)
    with trail.written("put_up_picture", Verb.CREATED, by=by) as entry:
        if made := already_made(PlacePicture, new_id, place_id=place.pk):
            entry.needed = False
            return made
        _hold(place)
        _take_down_those_up(place)
        picture = PlacePicture(
            pk=new_id,
            place=place,
            kind=kind,
            shows=shows,
            content=drawn.content,
            width=drawn.width,
            height=drawn.height,
            uploaded_by=by,
            uploaded_at=timezone.now(),
        )
        picture.save(force_insert=True)
        entry.subject, entry.after = picture, {"place": place, "kind": kind, "shows": shows}
    return picture


def take_down_picture(*, picture: PlacePicture, by) -> None:
    """Show it no more; it is kept to be put back. Down already: nothing happens."""
    with trail.written("take_down_picture", Verb.CHANGED, by=by, subject=picture) as entry:
        _hold(picture.place)
        entry.needed = bool(_take_down_those_up(picture.place, pk=picture.pk))


def put_back_picture(*, picture: PlacePicture, by) -> None:
    """Show it again; one that was put up since is taken down. Up already: nothing happens."""
    with trail.written("put_back_picture", Verb.CHANGED, by=by, subject=picture) as entry:
        _hold(picture.place)
        if PlacePicture.objects.up().filter(pk=picture.pk).exists():
            entry.needed = False
            return
        _take_down_those_up(picture.place)
        PlacePicture.objects.filter(pk=picture.pk).update(taken_down_at=None)


def _hold(place):
    Place.objects.select_for_update(of=("self",)).get(pk=place.pk)


def _take_down_those_up(place, **which):
    return place.pictures.up().filter(**which).update(taken_down_at=timezone.now())
