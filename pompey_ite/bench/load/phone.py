"""A browser with cookies and nothing else, which asks a site on this machine."""

import gzip
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PATIENCE_S = 30


@dataclass(frozen=True)
class Reply:
    """What the site answered; status 0 when the connection broke."""

    status: int
    body: str = ""
    location: str = ""


@dataclass
class Phone:
    """A browser with cookies, at one site; each request has a connection of its own."""

    port: int
    patience_s: float = PATIENCE_S
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Reply:
        return self._ask("GET", path, None, {})

    def post(self, path: str, values: dict[str, str], **headers: str) -> Reply:
        values = {"csrfmiddlewaretoken": self.cookies.get("csrf", ""), **values}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self._ask("POST", path, urlencode(values), headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Reply:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers["Accept-Encoding"] = "gzip"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.patience_s)
        try:
            with suppress(BrokenPipeError, ConnectionResetError):  # refused before it was read
                connection.request(method, path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, HTTPException):
            return Reply(0)
        finally:
            connection.close()
        if answer.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        text = content.decode("utf-8", errors="replace")
        return Reply(answer.status, text, answer.headers.get("Location") or "")
