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
