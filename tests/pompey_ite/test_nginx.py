"""docs/deploy/nginx.conf in a real nginx, with somebody behind it who says what was heard."""

import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pompey_ite.bench.load.server import free_port

CONF = Path(__file__).resolve().parents[2] / "docs" / "deploy" / "nginx.conf"
HOST = "pompey.example"
READY_IN_S = 10
BURST = 400
FRENCH, ENGLISH = "s’il vous plaît", "lang=en"

Answer = tuple[int, dict[str, str], str]


class Program(BaseHTTPRequestHandler):
    """In place of the site: tells what it was told; at /busy it is busy and says so itself."""

    def do_GET(self) -> None:
        is_busy = self.path == "/busy"
        body = b"our own page" if is_busy else json.dumps(dict(self.headers)).encode()
        self.send_response(503 if is_busy else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Front:
    """A running nginx: where it answers, and the folder of its files."""

    port: int
    plain_port: int
    program_port: int
    folder: Path

    def connection(self) -> http.client.HTTPSConnection:
        trust = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        trust.check_hostname = False  # it is asked by its number
        return http.client.HTTPSConnection("127.0.0.1", self.port, context=trust)

    def ask(self, path: str, **headers: str) -> Answer:
        with closing(self.connection()) as connection:
            return answer_of(connection, path, **headers)

    @contextmanager
    def program(self) -> Iterator[None]:
        server = ThreadingHTTPServer(("127.0.0.1", self.program_port), Program)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def answer_of(connection: http.client.HTTPConnection, path: str, **headers: str) -> Answer:
    """Return status, headers and page."""
    connection.request("GET", path, headers={"Host": HOST, **headers})
    answer = connection.getresponse()
    return answer.status, dict(answer.headers), answer.read().decode()


@pytest.fixture(scope="module")
def nginx_program() -> str:
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if found is None and os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail("no nginx here: Debian's package nginx-light")
    return found or pytest.skip("no nginx here: Debian's package nginx-light")


@pytest.fixture
def front(nginx_program: str, tmp_path: Path) -> Iterator[Front]:
    """The site's nginx.conf on free ports, with a certificate made for it, and nobody behind."""
    front = Front(free_port(), free_port(), free_port(), tmp_path)
    make_certificate(tmp_path)
    conf = tmp_path / "nginx.conf"
    conf.write_text(around(moved(front), tmp_path), encoding="utf-8")
    process = subprocess.Popen([nginx_program, "-c", str(conf), "-g", "daemon off;"])
    try:
        wait_for(front.port, process)
        yield front
    finally:
        process.terminate()
        process.wait(timeout=READY_IN_S)


def make_certificate(folder: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*command, "-subj", f"/CN={HOST}"], check=True, capture_output=True)


def moved(front: Front) -> str:
    """Return our file with other ports and places: everything else as a server would read it."""
    text = CONF.read_text(encoding="utf-8")
    places = {
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "listen 80;": f"listen 127.0.0.1:{front.plain_port};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{front.port} ssl http2;",
        f"/etc/letsencrypt/live/{HOST}/fullchain.pem": str(front.folder / "cert.pem"),
        f"/etc/letsencrypt/live/{HOST}/privkey.pem": str(front.folder / "key.pem"),
        "/var/log/nginx/pompey.log": str(front.folder / "access.log"),
        "http://127.0.0.1:8000": f"http://127.0.0.1:{front.program_port}",
    }
    for here, there in places.items():
        assert here in text, here
        text = text.replace(here, there)
    return text


def around(text: str, folder: Path) -> str:
    """Return the file that Debian would include ours in, with nothing outside `folder`."""
    user = "user root;" if os.geteuid() == 0 else ""
    kept = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "\n".join(f"{name}_temp_path {folder}/{name};" for name in kept)
    return (
        f"{user}\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nworker_processes 1;\n"
        f"events {{ worker_connections 1024; }}\nhttp {{\n{paths}\n{text}\n}}\n"
    )


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_IN_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert process.poll() is None, "nginx refused its file"
            assert time.monotonic() < until
            time.sleep(0.02)
        else:
            return


def test_while_the_program_is_away_people_are_told_in_both_languages(front):
    status, headers, page = front.ask("/ballot/1/2/")

    assert (status, headers["Retry-After"]) == (503, "30")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert FRENCH in page
    assert ENGLISH in page


def test_what_the_program_says_itself_is_handed_on(front):
    with front.program():
        assert front.ask("/busy")[0::2] == (503, "our own page")


def test_the_program_hears_the_name_the_way_and_the_true_address(front):
    with front.program():
        status, _headers, heard = front.ask("/", **{"X-Forwarded-For": "192.0.2.9"})

    told = json.loads(heard)
    assert status == 200
    assert (told["Host"], told["X-Forwarded-Proto"]) == (HOST, "https")
    assert told["X-Forwarded-For"] == "192.0.2.9, 127.0.0.1"


def test_without_tls_there_is_only_the_way_to_it(front):
    with closing(http.client.HTTPConnection("127.0.0.1", front.plain_port)) as plain:
        status, headers, _page = answer_of(plain, "/vote/x/")

    assert (status, headers["Location"]) == (301, f"https://{HOST}/vote/x/")


def test_no_token_reaches_the_log(front):
    token = "vT9-q_" + "x" * 37

    front.ask(f"/vote/{token}/")

    log = (front.folder / "access.log").read_text(encoding="utf-8")
    assert "GET /vote/..." in log
    assert token not in log


def test_a_room_behind_one_address_is_let_in_and_a_flood_is_asked_to_wait(front):
    """Nobody is behind: nginx counts before it asks, and answers faster than any program."""
    with closing(front.connection()) as connection:
        room = Counter(answer_of(connection, "/")[0] for _phone in range(300))
        flood = [answer_of(connection, "/") for _request in range(5 * BURST)]

    refused = [(headers, page) for status, headers, page in flood if status == 429]
    assert room == {503: 300}
    assert refused
    assert {headers["Retry-After"] for headers, _page in refused} == {"5"}
    assert all(FRENCH in page and ENGLISH in page for _headers, page in refused)
