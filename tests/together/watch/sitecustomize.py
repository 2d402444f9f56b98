"""On the path of a Python, notes every address it reaches for in the file that REACHED_FOR names, one JSON list a line."""

import json
import os
import sys

HOST_FIRST = {"socket.getaddrinfo", "socket.gethostbyname"}
ADDRESS_SECOND = {"socket.connect", "socket.sendto", "socket.sendmsg"}

# uvloop connects beside Python, where no audit hook sees it; without it, its users take asyncio's own loop.
sys.modules["uvloop"] = None  # type: ignore[assignment]


def note(event: str, arguments: tuple) -> None:
    if event in HOST_FIRST:
        reached = [event, arguments[0]]
    elif event in ADDRESS_SECOND and isinstance(arguments[1], tuple):
        reached = [event, *arguments[1][:2]]
    else:
        return
    with open(os.environ["REACHED_FOR"], "a") as file:
        file.write(json.dumps(reached, default=str) + "\n")


sys.addaudithook(note)
