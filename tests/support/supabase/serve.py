"""The peer and its gateway as a program for tests in other languages.

Prints one line of JSON when it is ready, then obeys one JSON command a line on standard input and
answers each with one line: {"ok": ...} or {"error": "..."}. At the end of input it cleans up.
"""
import json
import subprocess
import sys

from gateway import Gateway, make_certificate
from peer import HERE, Peer, node_modules

USERS = {"site-001@gateway.invalid": ("correct horse battery", "site-001"),
         "site-002@gateway.invalid": ("another long secret", "site-002")}


def obey(peer, gateway, name, argument):
    if name == "sql":
        return peer.postgres.sql(argument)
    if name == "reload":
        return peer.reload()
    if name == "install":
        return peer.postgres.install()
    if name == "stop":
        return peer.postgres.stop()
    if name == "start":
        return peer.postgres.start()
    if name == "token":
        return peer.rest.token(**argument)
    if name == "log":
        return gateway.take_log()
    if name == "judge":
        email, (password, site) = next(iter(USERS.items()))
        return json.loads(subprocess.run(
            ["node", HERE / "judge.mjs", node_modules(), gateway.url, next(iter(gateway.keys)),
             email, password, site],
            stdout=subprocess.PIPE, stderr=sys.stderr, text=True, timeout=120, check=True).stdout)
    if name == "set":  # faults, is_v14, token_seconds
        for key, value in argument.items():
            setattr(gateway, key, value)
        return None
    raise ValueError(f"no command {name}")


def main():
    with Peer() as peer:
        gateway = Gateway(peer.rest, USERS)
        certificate = make_certificate(str(peer.postgres.directory / "localhost.pem"))
        secured = Gateway(peer.rest, USERS, certificate)
        print(json.dumps({"url": gateway.url, "tls_url": secured.url, "authority": certificate}),
              flush=True)
        for line in sys.stdin:
            name, argument = json.loads(line)
            try:
                answer = {"ok": obey(peer, gateway, name, argument)}
            except Exception as error:  # told to the test, which decides
                answer = {"error": str(error)}
            print(json.dumps(answer), flush=True)
        gateway.close()
        secured.close()


if __name__ == "__main__":
    main()
