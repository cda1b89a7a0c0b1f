from django.urls import path

from desk.views import (
    administration,
    caseload,
    connections,
    equality,
    health,
    home,
    jobs,
    month,
    people,
    person,
    ready,
    standards,
    unmet_needs,
)

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("health", health.health, name="health"),
    path("administration/", administration.administration, name="administration"),
    path("caseload/", caseload.caseload, name="caseload"),
    path("caseload.csv", caseload.caseload_export, name="caseload_export"),
    path("cases/<uuid:case_id>/standards/", standards.case_standards, name="case_standards"),
    path("equality/", equality.equality_counts, name="equality_counts"),
    path("equality.csv", equality.equality_export, name="equality_export"),
    path("getting-ready/", ready.ready_list, name="ready_list"),
    path("getting-ready.csv", ready.ready_export, name="ready_export"),
    path("known/team/", connections.connections, name="connections"),
    path("liberations/<int:year>/<int:month>/", month.month, name="month"),
    path("unmet-need/", unmet_needs.unmet_counts, name="unmet_counts"),
    path("unmet-need.csv", unmet_needs.unmet_export, name="unmet_export"),
    path("unmet-need/people/", unmet_needs.unmet_people, name="unmet_people"),
    path("people/", people.people, name="people"),
    path("people/<uuid:person_id>/", person.person, name="person"),
    path("administration/jobs/", jobs.jobs, name="jobs"),
]
