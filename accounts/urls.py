from django.urls import path

from accounts.views import sessions

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sessions.sign_in, name="sign_in"),
    path("sign-out/", sessions.sign_out, name="sign_out"),
    path("signed-out/", sessions.signed_out, name="signed_out"),
    path("away/", sessions.away, name="away"),
]
