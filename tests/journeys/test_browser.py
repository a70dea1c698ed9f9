"""What the journeys stand on: a server that a browser may hang up on."""

import gc
import socket
import struct
from time import sleep
from urllib.parse import urlsplit

from flask import Flask

from casework.kit import assets
from tests.journeys.browser import serving

NOW = struct.pack("ii", 1, 0)  # SO_LINGER: hang up without a word


def test_a_browser_that_hangs_up_leaves_no_file_open():
    """An open file is a warning, and a warning is an error: pytest fails the test it came in."""
    with serving(Flask(__name__, static_folder=str(assets.STATIC))) as address:
        for late in range(40):
            line = socket.create_connection(("127.0.0.1", urlsplit(address).port))
            line.sendall(b"GET /static/icon.svg HTTP/1.1\r\nHost: x\r\n\r\n")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NOW)
            sleep(0.0005 * (late % 5))
            line.close()
    gc.collect()
