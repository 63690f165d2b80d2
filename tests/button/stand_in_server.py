"""A warm process whose job is a stand-in for a click: `stand_in_server.py IDLE LOG`.

It prints `ready` when it has the lock. Each job writes a line to LOG when it starts.
"""

import os
import sys
import time
from pathlib import Path

from meetlat.button.server import lock, serve

idle, log = float(sys.argv[1]), Path(sys.argv[2])


def job(arguments: list[str]) -> int:
    with log.open("a", encoding="utf-8") as file:
        file.write(" ".join(arguments) + "\n")
    match arguments:
        case ["say", *words]:
            print(*words, sys.argv[0], Path.cwd().name)
            print("a complaint", file=sys.stderr)
        case ["leave", "words"]:
            sys.exit("the plugin had enough")
        case ["leave", code]:
            sys.exit(int(code))
        case ["fail"]:
            raise RuntimeError("a bug")
        case ["die"]:
            os._exit(9)
        case ["take", seconds]:
            time.sleep(float(seconds))
    return len(arguments)


with lock() as first:
    print("ready" if first else "there is one already", flush=True)
    if first:
        serve(job, idle=idle)
