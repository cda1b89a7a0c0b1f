from django.urls import include, path

from accounts.urls import trail_urls

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include(trail_urls)),
    path("", include("notifications.urls")),
    path("", include("people.urls")),
    path("", include("prisons.urls")),
    path("", include("desk.urls")),
    path("", include("referrals.urls")),
    path("", include("mentoring.urls")),
    path("", include("liberations.urls")),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.page_not_found"
handler500 = "core.views.server_error"
