"""Found by every Python that is started with this folder on its path: it reaches no other machine.

The kernel of a notebook speaks with the program that runs it over loopback; that stays open.
"""

import socket

_connect = socket.socket.connect


def _refuse(self: socket.socket, address: object) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = address[0] if isinstance(address, tuple) else address
        if host not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(f"a notebook reached for {host}")
    return _connect(self, address)


socket.socket.connect = _refuse
