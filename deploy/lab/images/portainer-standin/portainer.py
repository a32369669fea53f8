"""A stand-in for Portainer and its agent. See README.md."""

import hashlib
import hmac
import http.server
import json
import os
import secrets
import stat
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

SECRET = os.environ.get("AGENT_SECRET", "").encode()
DATA = "/data/standin.json"


def proof(moment):
    return hmac.new(SECRET, str(moment).encode(), hashlib.sha256).hexdigest()


def digest(password, salt):
    return hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), n=1024, r=8, p=1).hex()


def administrator():
    """Salt and digest of the password that counted at the first start."""
    if not os.path.exists(DATA):
        option = next((a for a in sys.argv[1:] if a.startswith("--admin-password-file=")), None)
        if option is None:
            sys.exit("no administrator: --admin-password-file is missing")
        with open(option.partition("=")[2], encoding="utf-8") as file:
            password = file.read().removesuffix("\n")
        salt = secrets.token_hex(16)
        with open(DATA + ".new", "w", encoding="utf-8") as file:
            json.dump({"salt": salt, "digest": digest(password, salt)}, file)
        os.replace(DATA + ".new", DATA)
    with open(DATA, encoding="utf-8") as file:
        return json.load(file)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def reply(self, status, body=None):
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


class Agent(Handler):
    def do_GET(self):
        moment, _, given = self.headers.get("X-Standin-Proof", "").partition(" ")
        is_fresh = moment.isdigit() and abs(time.time() - int(moment)) < 60
        if not is_fresh or not hmac.compare_digest(given, proof(moment)):
            return self.reply(403, {"message": "no proof of the shared secret"})
        return self.reply(204 if self.path == "/ping" else 404)


class Server(Handler):
    tokens = set()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path != "/api/auth":
            return self.reply(404)
        try:
            given = json.loads(body)
            right = digest(given["Password"], ADMIN["salt"]) == ADMIN["digest"] and given["Username"] == "admin"
        except (ValueError, KeyError, TypeError):
            return self.reply(400, {"message": "Invalid request payload"})
        if not right:
            return self.reply(422, {"message": "Invalid credentials"})
        token = secrets.token_hex(16)
        self.tokens.add(token)
        return self.reply(200, {"jwt": token})

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        if url.path in ("/", "/api/status"):
            return self.reply(200, {"Version": os.environ["STANDIN_VERSION"], "standin": True})
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return self.reply(401, {"message": "Unauthorized"})
        if url.path != "/api/standin/agent":
            return self.reply(404)
        target = urllib.parse.parse_qs(url.query).get("url", [""])[0]
        return self.reply(200, {"agent": target, "status": self.ask(target)})

    def ask(self, target):
        moment = int(time.time())
        request = urllib.request.Request(
            f"http://{target}/ping", headers={"X-Standin-Proof": f"{moment} {proof(moment)}"}
        )
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except (OSError, ValueError):
            return 0


if not SECRET:
    sys.exit("AGENT_SECRET is not set")
if os.environ["STANDIN_ROLE"] == "agent":
    if not stat.S_ISSOCK(os.stat("/var/run/docker.sock").st_mode):
        sys.exit("/var/run/docker.sock is no socket")
    http.server.ThreadingHTTPServer(("", 9001), Agent).serve_forever()
else:
    ADMIN = administrator()
    http.server.ThreadingHTTPServer(("", 9000), Server).serve_forever()
