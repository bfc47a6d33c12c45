"""Ports for processes that are told theirs before they start."""

import os
import socket
from collections.abc import Iterator
from itertools import chain

_FIRST, _BEYOND, _EACH = 20_000, 30_000, 100


def _of_this_process() -> Iterator[int]:
    """List ports below those the system hands out by itself, this process's own part of them first."""
    first = _FIRST + os.getpid() * _EACH % (_BEYOND - _FIRST)
    return chain(range(first, _BEYOND), range(_FIRST, first))


_PORTS = _of_this_process()


def free_port() -> int:
    """Give a port nobody listens on, and nobody is given by chance before it is used; never the same again."""
    for port in _PORTS:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no port is left")
