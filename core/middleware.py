from django.http import HttpResponseNotAllowed
from django.utils.cache import add_never_cache_headers


class NothingLeftBehindMiddleware:
    """No page is kept by a browser or proxy: phones are shared and offices are open. Static files are served before this."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        add_never_cache_headers(response)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        return response


class PlainMethodsMiddleware:
    """A page is read or a form is sent; no other method reaches a view, which would take it for a reading."""

    METHODS = ("GET", "HEAD", "POST")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in self.METHODS:
            return HttpResponseNotAllowed(self.METHODS)
        return self.get_response(request)
