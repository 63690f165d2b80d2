"""A save that is interrupted leaves the complete old file or the complete new one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import contract_book
import pytest

pytest.importorskip("xlengines.xlsx")

MOMENTS = 60
# A parent process forks a child that saves two values in turn, and kills it at a random moment.
# Saving is deterministic, so only two contents are right.
KILLER = """
import hashlib, json, os, random, signal, sys, time
from xlengines.xlsx import open_book

path, moments = sys.argv[1], int(sys.argv[2])
folder = os.path.dirname(path)

def save(number):
    book = open_book(path)
    book.sheets["Tables"]["D4:D6"].options(transpose=True).value = [number] * 3
    book.sheets["Data"]["A1"].value = "state " * 1000 + str(number)
    book.save()
    book.close()

def content():
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()

save(1); save(2); first = content()
save(1); second = content(); save(2)
start = time.perf_counter(); save(1); save(2); round_trip = time.perf_counter() - start
right, seen, left = {first, second}, [], set()
chance = random.Random(2024)
for _ in range(moments):
    ready, go = os.pipe()
    child = os.fork()
    if child == 0:
        save(1); save(2); os.write(go, b"!")
        while True:
            save(1); save(2)
    os.read(ready, 1); os.close(ready); os.close(go)
    time.sleep(chance.uniform(0, 3 * round_trip))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    seen.append(content())
    left |= set(os.listdir(folder)) - {os.path.basename(path)}
save(1); last = content()
print(json.dumps({
    "wrong": [s for s in seen if s not in right], "first": seen.count(first),
    "second": seen.count(second), "left": len(left), "last": last == second,
    "differ": first != second,
}))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_killing_a_save_leaves_the_old_or_the_new_file(tmp_path: Path):
    path = contract_book.build(tmp_path / "survey.xlsx")
    command = [sys.executable, "-c", KILLER, str(path), str(MOMENTS)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    result = json.loads(run.stdout)
    assert result["differ"]
    assert result["wrong"] == []
    assert result["first"] + result["second"] == MOMENTS
    assert min(result["first"], result["second"]) > 0, "both states must occur"
    assert result["left"] > 0, "some kills must fall between writing and replacing"
    assert result["last"], "a later save works"
