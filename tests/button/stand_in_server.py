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
        case ["print", *words]:
            print(*words, sys.argv[0], Path.cwd().name)
            print("a warning", file=sys.stderr)
        case ["exit", "message"]:
            sys.exit("the plugin called exit")
        case ["exit", code]:
            sys.exit(int(code))
        case ["fail"]:
            raise RuntimeError("a bug")
        case ["die"]:
            os._exit(9)
        case ["sleep", seconds]:
            time.sleep(float(seconds))
    return len(arguments)


with lock() as first:
    print("ready" if first else "one is running already", flush=True)
    if first:
        serve(job, idle=idle)
