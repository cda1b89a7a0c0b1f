"""The addresses that the base page links to, without the apps behind them."""

from django.http import HttpResponse
from django.urls import include, path


def _nothing(request):
    return HttpResponse()


urlpatterns = [
    path("", include(([path("sign-out/", _nothing, name="sign_out")], "accounts"))),
    path("", include(([path("search/", _nothing, name="search")], "people"))),
    path("", include(([path("notices/", _nothing, name="list")], "notifications"))),
]
