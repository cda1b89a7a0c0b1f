import time

from django.db import connection


class CountingMiddleware:
    """Answers a request that has the header X-Count-SQL with how many statements it took and for how many milliseconds."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "X-Count-SQL" not in request.headers:
            return self.get_response(request)
        spent = []

        def timed(execute, sql, params, many, context):
            begun = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                # Opening and closing a savepoint is a statement of its own; it goes through here too.
                spent.append(time.perf_counter() - begun)

        with connection.execute_wrapper(timed):
            response = self.get_response(request)
        response.headers["X-SQL-Statements"] = str(len(spent))
        response.headers["X-SQL-Milliseconds"] = f"{sum(spent) * 1000:.2f}"
        return response
