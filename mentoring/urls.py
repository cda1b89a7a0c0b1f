from django.urls import path

from mentoring.views import endings

app_name = "mentoring"
urlpatterns = [
    path("cases/<uuid:case_id>/end/", endings.case_end, name="case_end"),
    path("cases/<uuid:case_id>/reopen/", endings.case_reopen, name="case_reopen"),
]
