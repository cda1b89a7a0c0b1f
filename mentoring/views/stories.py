"""Writing a person's story with them: the record suggests, they choose. All else about it is in referrals/views/share_packs.py."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.forms.stories import StoryForm, as_initial
from mentoring.selectors.headers import person_header
from mentoring.selectors.stories import from_the_record
from referrals.models import SharePack
from referrals.services.share_packs import write_story


@requires(Permission.RECORD_CONTACTS)
def story_write(request, pack_id):
    """Tick what is told, and put it in their words."""
    pack = get_object_or_404(SharePack.objects.visible_to(request.user).select_related("person"), pk=pack_id)
    if not pack.is_draft and request.method != "POST":
        return redirect(pack)
    header = person_header(pack.person, timezone.localdate())
    saved = _sections(pack)
    form = StoryForm(
        request.POST or None,
        saved=saved,
        suggested=from_the_record(pack.person, header.case),
        cancel_url=pack.get_absolute_url(),
        initial={"version": pack.version},
    )
    if request.method == "POST" and form.is_valid():
        try:
            write_story(
                pack=pack, sections=form.sections(), read_at_version=form.cleaned_data["version"], by=request.user
            )
        except EditedMeanwhile:
            pack.refresh_from_db()
            form.show_clash(now=as_initial(_sections(pack)), version=pack.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Read it to them; if it is right, they agree to it.")
            return redirect(pack)
    trail.viewed(request, subject=pack, person=pack.person)
    return render(request, "mentoring/story_write.html", {"header": header, "pack": pack, "form": form})


def _sections(pack):
    return dict(pack.sections.values_list("section", "text"))
