"""The picture of a place. It is shown to those who are signed in, under a key that tells nothing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from core.errors import RuleBroken
from referrals.forms.places import PictureForm
from referrals.models import Place, PlacePicture
from referrals.pictures import LONGEST_BYTES
from referrals.services.place_pictures import put_back_picture, put_up_picture, take_down_picture


@require_safe
def picture(request, picture_id):
    """The pixels. A browser is told to take them for nothing but a picture."""
    found = get_object_or_404(PlacePicture, pk=picture_id)
    return HttpResponse(
        bytes(found.content),
        content_type="image/jpeg",
        headers={"Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"},
    )


@requires(Permission.CONFIGURE)
def picture_put_up(request, place_id):
    place = get_object_or_404(Place, pk=place_id)
    form = PictureForm(request.POST or None, request.FILES or None, cancel_url=_url(place.pk))
    if request.method == "POST" and form.is_valid():
        try:
            put_up_picture(
                new_id=form.cleaned_data["new_id"],
                place=place,
                # One byte too many is enough to see that it is too long.
                data=form.cleaned_data["file"].read(LONGEST_BYTES + 1),
                kind=form.cleaned_data["kind"],
                shows=form.cleaned_data["shows"],
                by=request.user,
            )
        except RuleBroken as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, "The picture is up. Look whether one knows the place by it.")
            return redirect(_url(place.pk))
    return render(request, "referrals/place_form.html", {"form": form, "place": place, "title": "Put up a picture"})


@requires(Permission.CONFIGURE)
@require_POST
def picture_take_down(request, picture_id):
    picture = _picture(picture_id)
    take_down_picture(picture=picture, by=request.user)
    messages.success(request, "The picture is taken down. You can put it back.")
    return redirect(_url(picture.place_id))


@requires(Permission.CONFIGURE)
@require_POST
def picture_put_back(request, picture_id):
    picture = _picture(picture_id)
    put_back_picture(picture=picture, by=request.user)
    messages.success(request, "The picture is up again.")
    return redirect(_url(picture.place_id))


def _picture(picture_id):
    return get_object_or_404(PlacePicture.objects.select_related("place").defer("content"), pk=picture_id)


def _url(place_id):
    return reverse("referrals:place_kept", args=[place_id])
