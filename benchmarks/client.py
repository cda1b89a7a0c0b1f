"""A small browser: keeps cookies and the connection, measures answers, fills in forms."""

import gzip
import http.client
import statistics
import threading
import time
import urllib.parse
from dataclasses import dataclass
from html.parser import HTMLParser

TYPES_NOT_SENT = {"submit", "button", "image", "reset", "file"}


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float

    @property
    def gzipped_kilobytes(self) -> float:
        return len(gzip.compress(self.body, 6)) / 1024


class Browser:
    def __init__(self, port: int, session: str = "") -> None:
        self.port = port
        self.cookies = {"sessionid": session} if session else {}
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, headers=headers)

    def post(self, path: str, fields: list[tuple[str, str]], **headers: str) -> Answer:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self._ask("POST", path, body=urllib.parse.urlencode(fields), headers=headers)

    def form(self, path: str) -> "FormReader":
        """The fields of the page's form with the values it shows."""
        reader = FormReader()
        reader.feed(self.get(path).body.decode())
        return reader

    def _ask(self, method, path, *, body=None, headers) -> Answer:
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        begun = time.perf_counter()
        for fresh in (False, True):
            if fresh or self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
            try:
                self._connection.request(method, path, body=body, headers=sent)
                response = self._connection.getresponse()
                content = response.read()
                break
            except (http.client.RemoteDisconnected, ConnectionError):
                # The server closes a connection that was idle; a second refusal is an error.
                if fresh:
                    raise
                begun = time.perf_counter()
        seconds = time.perf_counter() - begun
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, response.headers, content, seconds)


class FormReader(HTMLParser):
    """What a browser would send of the last form that is posted, with nothing typed."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._in_form = False
        self._textarea: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._in_form = (given.get("method") or "get").lower() == "post" and "contact-form" in (
                given.get("class") or ""
            )
        if not self._in_form:
            return
        name, kind = given.get("name"), given.get("type", "text")
        if tag == "input" and name and kind not in TYPES_NOT_SENT:
            if kind in ("radio", "checkbox") and "checked" not in given:
                return
            self.fields.append((name, given.get("value") or ("on" if kind == "checkbox" else "")))
        elif tag == "textarea" and name:
            self._textarea = (name, [])

    def handle_data(self, data):
        if self._textarea:
            self._textarea[1].append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self._textarea:
            name, text = self._textarea
            self.fields.append((name, "".join(text).strip("\n")))
            self._textarea = None
        elif tag == "form":
            self._in_form = False

    def filled_in(self, **answers: str) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.fields if name not in answers] + list(answers.items())


def by_turns(*calls, times: int, warm_up: int = 12) -> list[list[float]]:
    """Seconds of `times` calls of each, one after the other by turns, so that all meet the same weather."""
    rounds = [[call() for call in calls] for _ in range(warm_up + times)][warm_up:]
    return [list(seconds) for seconds in zip(*rounds, strict=True)]


def under_load(call, browsers: list[Browser], *, seconds: float) -> float:
    """Requests per second with all browsers at once; each makes `call(browser)` again and again."""
    counts = [0] * len(browsers)
    give_up = time.perf_counter() + seconds

    def work(place):
        while time.perf_counter() < give_up:
            call(browsers[place])
            counts[place] += 1

    begun = time.perf_counter()
    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(browsers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - begun)


def p50(seconds: list[float]) -> float:
    return statistics.median(seconds)


def p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]
