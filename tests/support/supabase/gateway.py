"""What a hosted project has in front of PostgREST (keys, log-in, the prefix), and faults on demand.

Faults are a queue: each takes one request whose path begins with its "path" (default /rest/).
  {"kind": "status", "status": 429, "headers": {"Retry-After": "2"}, "body": "..."}
  {"kind": "reset-before"}   closed before it was forwarded
  {"kind": "reset-after"}    forwarded and committed, the answer lost
  {"kind": "truncate"}       forwarded and committed, half an answer
  {"kind": "hang", "ms": n}  no answer for that long, then closed
  {"kind": "cut", "lines": n} forwarded with that many lines of its body, or "bytes"
  {"kind": "strip", "header": "Prefer"}  forwarded without that header
  {"kind": "echo", "pad": n} 403, whose message is n dots, then all that was asked, with what says who asks first
  {"kind": "pass"}           nothing
With `echoes`, which is a code, every request is answered so.
"""
import http.client
import http.server
import json
import secrets
import socket
import ssl
import subprocess
import threading
import time
from urllib.parse import parse_qs, urlsplit

LOG_MAX = 10_000


def make_certificate(file):
    """A certificate for localhost that is its own authority, with its key, in one PEM file."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                    "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost", "-keyout", file, "-out", file + ".crt"],
                   check=True, capture_output=True)
    with open(file, "a") as both, open(file + ".crt") as certificate:
        both.write(certificate.read())
    return file


class Gateway:
    """Serves on a free loopback port until close(). Threads: one a connection."""

    def __init__(self, rest, users=None, certificate=None):
        self.rest = rest
        self.keys = {"sb_publishable_abcdefghijklmnop": rest.token("anon", 86400),
                     "sb_secret_qrstuvwxyzabcdef": rest.token("service_role", 86400)}
        self.users = users or {}  # e-mail -> (password, site)
        self.token_seconds = 3600
        self.is_v14 = False
        self.echoes = ""
        self.faults, self.log, self.refresh = [], [], {}
        self.lock = threading.Lock()
        self.closing = threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a client that was killed is no news
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        port = self.server.server_port
        self.url = f"https://localhost:{port}" if certificate else f"http://127.0.0.1:{port}"

    def fault_for(self, path):
        if self.echoes:
            return {"kind": "echo", "code": self.echoes}
        with self.lock:
            for index, fault in enumerate(self.faults):
                if path.startswith(fault.get("path", "/rest/")):
                    return self.faults.pop(index)
        return {"kind": "pass"}

    def record(self, entry):
        with self.lock:
            self.log.append(entry)
            del self.log[:-LOG_MAX]

    def forwarded(self, fault, path, status):
        """A request was answered by PostgREST with that status; its sender does not know yet."""

    def answered(self, fault):
        """A whole answer was sent, or nobody was there any more to take it."""

    def take_log(self):
        with self.lock:
            taken, self.log = self.log, []
        return taken

    def log_in(self, grant, body):
        """(status, answer) in the shape of the Auth server, which is not PostgREST's."""
        asked = json.loads(body or b"{}")
        if grant == "password":
            password, site = self.users.get(asked.get("email"), (None, None))
            if password is None or password != asked.get("password"):
                return 400, {"code": 400, "error_code": "invalid_credentials",
                             "msg": "Invalid login credentials"}
        else:
            site = self.refresh.pop(asked.get("refresh_token"), None)
            if site is None:
                return 400, {"code": 400, "error_code": "refresh_token_not_found",
                             "msg": "Invalid Refresh Token: Refresh Token Not Found"}
        again = secrets.token_urlsafe(12)
        self.refresh[again] = site
        token = self.rest.token("authenticated", self.token_seconds, app_metadata={"site_id": site})
        return 200, {"access_token": token, "token_type": "bearer", "refresh_token": again,
                     "expires_in": self.token_seconds,
                     "user": {"id": "0", "aud": "authenticated", "role": "authenticated",
                              "app_metadata": {"site_id": site}}}

    def close(self):
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()


def as_v14(status, headers, body):
    """Rewrites an answer of PostgREST 12 into what 14 says on the write path."""
    try:
        error = json.loads(body) if status >= 400 else {}
    except ValueError:
        error = {}
    code = error.get("code", "")
    if code[:2] == "54" or code in ("21000", "53400"):
        status = 500
    if status == 404 and code in ("", "42P01"):
        error = {"code": "PGRST205", "message": "Could not find the table in the schema cache",
                 "details": None, "hint": None}
    if code == "PGRST301" and "expired" in error.get("message", ""):
        error["code"] = "PGRST303"
    if status >= 400 and error:
        body = json.dumps(error).encode()
        headers["Proxy-Status"] = f"PostgREST; error={error.get('code')}"
    return status, headers, body


def handler_of(gateway):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_):
            pass

        def answer(self, status, body=b"", headers=None):
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in (headers or {}).items():
                if name.lower() not in ("content-length", "transfer-encoding", "connection",
                                        "date", "server"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def echo(self, fault, body):
            """What a careless or hostile server says: the request as it came, and as JSON writes it."""
            words = [self.headers.get(name, "") for name in ("Authorization", "apikey", "Proxy-Authorization")]
            message = "." * fault.get("pad", 0) + " ".join([*words, body.decode("utf-8", "replace"), self.path])
            error = {"code": fault.get("code", "42501"), "message": message, "details": json.dumps(message)}
            return self.answer(403, error, {"Content-Type": "application/json"})

        def reset(self):
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def forward(self, body, without=""):
            key = self.headers.get("apikey", "")
            if not key:
                return 401, {"Content-Type": "application/json"}, \
                    b'{"message":"No API key found in request"}'
            if key not in gateway.keys and key.count(".") != 2:
                return 401, {"Content-Type": "application/json"}, b'{"message":"Invalid API key"}'
            headers = {name: value for name, value in self.headers.items()
                       if name.lower() not in ("host", "connection", "apikey", "content-length", without)}
            given = self.headers.get("Authorization", "")
            if not given or given.startswith("Bearer sb_"):
                headers["Authorization"] = "Bearer " + gateway.keys.get(key, key)
            upstream = http.client.HTTPConnection("127.0.0.1", gateway.rest.port, timeout=70)
            try:
                upstream.request(self.command, self.path[len("/rest/v1"):], body, headers)
                reply = upstream.getresponse()
                return reply.status, dict(reply.getheaders()), reply.read()
            except (OSError, http.client.HTTPException):
                return 503, {"Content-Type": "text/plain"}, b"name resolution failed"
            finally:
                upstream.close()

        def serve(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            gateway.record({"method": self.command, "path": self.path, "body": body.decode("utf-8", "replace"),
                            "headers": {k.lower(): v for k, v in self.headers.items()},
                            "at": time.monotonic(), "from": self.client_address})
            fault = gateway.fault_for(self.path)
            kind = fault["kind"]
            if kind == "status":
                return self.answer(fault["status"], fault.get("body", "").encode(), fault.get("headers"))
            if kind == "echo":
                return self.echo(fault, body)
            if kind in ("reset-before", "hang"):
                if kind == "hang":
                    gateway.closing.wait(fault.get("ms", 5000) / 1000)
                return self.reset()
            if self.path.startswith("/auth/v1/token"):
                grant = parse_qs(urlsplit(self.path).query).get("grant_type", [""])[0]
                status, answer = gateway.log_in(grant, body)
                return self.answer(status, answer, {"Content-Type": "application/json"})
            if not self.path.startswith("/rest/v1/"):
                return self.answer(404, {"message": "no Route matched with those values"})
            if kind == "cut":
                body = body[:fault["bytes"]] if "bytes" in fault else \
                    b"".join(body.splitlines(keepends=True)[:fault["lines"]])
            status, headers, content = self.forward(body, fault.get("header", "").lower())
            if gateway.is_v14:
                status, headers, content = as_v14(status, headers, content)
            gateway.forwarded(fault, self.path, status)
            if kind == "reset-after":
                return self.reset()
            if kind == "truncate":
                self.send_response(status)
                self.send_header("Content-Length", str(len(content) + 100))
                self.end_headers()
                self.wfile.write(content)
                return self.reset()
            try:
                return self.answer(status, content, headers)
            finally:
                gateway.answered(fault)

        do_GET = do_HEAD = do_POST = do_PATCH = do_DELETE = serve

    return Handler
