from django.urls import path

from accounts.views import calendar_links, passwords, sessions, staff, teams, trail

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sessions.sign_in, name="sign_in"),
    path("sign-out/", sessions.sign_out, name="sign_out"),
    path("signed-out/", sessions.signed_out, name="signed_out"),
    path("away/", sessions.away, name="away"),
    path("password/forgotten/", passwords.password_forgotten, name="password_forgotten"),
    path("password/asked/", passwords.password_asked, name="password_asked"),
    path("password/<uuid:user_id>/choose/", passwords.password_choose, name="password_choose"),
    path("password/<uuid:user_id>/<str:token>/", passwords.password_link, name="password_link"),
    path("account/", staff.account, name="account"),
    path("account/password/", passwords.change_password, name="change_password"),
    path("account/calendar/make/", calendar_links.calendar_make, name="calendar_make"),
    path("account/calendar/stop/", calendar_links.calendar_stop, name="calendar_stop"),
    path("administration/staff/", staff.staff_list, name="staff_list"),
    path("administration/staff/add/", staff.staff_add, name="staff_add"),
    path("administration/staff/<uuid:user_id>/reactivate/", staff.staff_reactivate, name="staff_reactivate"),
    path("administration/staff/<uuid:user_id>/link/", staff.staff_link, name="staff_link"),
    path("administration/teams/", teams.team_list, name="team_list"),
    path("administration/teams/add/", teams.team_add, name="team_add"),
    path("administration/teams/<uuid:team_id>/", teams.team_edit, name="team_edit"),
    path("administration/teams/<uuid:team_id>/close/", teams.team_close, name="team_close"),
    path("administration/teams/<uuid:team_id>/reopen/", teams.team_reopen, name="team_reopen"),
]
# Included under the name of the app whose rows it shows.
trail_urls = ([path("trail/", trail.trail_page, name="trail")], "audit")
