"""What the HTTP doubles have in common."""

from __future__ import annotations

import socket
import struct
from http.server import BaseHTTPRequestHandler


class Resetting(BaseHTTPRequestHandler):
    """Writes no log, and can break a connection off."""

    def reset(self) -> None:
        # linger 0: the peer sees a reset, not an end
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def log_message(self, *_: object) -> None:
        """Silence."""
