"""A chat-completions server for the tests: a process of its own on the loopback.

    python server.py FOLDER

It writes its port to FOLDER/port, each request to FOLDER/requests/N.json, and answers as the
file FOLDER/behaviour.json says: a list of answers, of which the last is given again and again.
An answer has `content` (what the model writes), or `status`, `headers`, `body`, and may say
`wait` (seconds), `drip` (seconds between bytes), `drop` (hang up), `cut` (announce more than
comes), `unsized` (announce nothing), `size` (bytes of filling), `refuse` (400 with this text
while the request has this key).
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any

FOLDER = Path(sys.argv[1])
LOCK = Lock()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with LOCK:
            number = len(list((FOLDER / "requests").iterdir()))
            (FOLDER / "requests" / f"{number:04}.json").write_text(json.dumps({
                "path": self.path, "headers": dict(self.headers), "body": json.loads(body)}))
            answers = json.loads((FOLDER / "behaviour.json").read_text())
        with suppress(OSError):  # whoever asked may have gone
            self.answer(answers[min(number, len(answers) - 1)], json.loads(body))

    def answer(self, wanted: dict[str, Any], asked: dict[str, Any]) -> None:
        time.sleep(wanted.get("wait", 0))
        if wanted.get("drop"):
            return
        for name, text in wanted.get("refuse", {}).items():
            if name in asked or asked.get("response_format", {}).get("type") == name:
                wanted = {"status": 400, "body": json.dumps({"error": {"message": text}})}
        if "body" in wanted or "status" in wanted:
            body = wanted.get("body", "")
        else:
            body = json.dumps({
                "model": wanted.get("model", "small-1"),
                "system_fingerprint": wanted.get("version", "fp_7"),
                "choices": [{"finish_reason": wanted.get("finish", "stop"),
                             "message": {"role": "assistant", "content": wanted["content"],
                                         "refusal": wanted.get("refusal")}}]})
        content = body.encode() + b" " * wanted.get("size", 0)
        self.send_response(wanted.get("status", 200))
        for name, value in wanted.get("headers", {}).items():
            self.send_header(name, value)
        if not wanted.get("unsized"):
            self.send_header("Content-Length", str(len(content) + wanted.get("cut", 0)))
        self.end_headers()
        if "drip" in wanted:
            for byte in content:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(wanted["drip"])
        else:
            self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        pass


if __name__ == "__main__":
    (FOLDER / "requests").mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    (FOLDER / "port.part").write_text(str(server.server_port))
    (FOLDER / "port.part").rename(FOLDER / "port")
    server.serve_forever()
