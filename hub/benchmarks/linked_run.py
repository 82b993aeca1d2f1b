"""One run of `hub link` on a population of a given size: what it takes by stage, and what memory."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

import orjson

from hub.demo.population import write_population
from hub.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RECORDS_PER_PERSON = 3.0
_STAGE = re.compile(r"^  (\S.*?)\s+\d+\.\d s\s+(\d+\.\d) s of processor time$", re.MULTILINE)
_LINKS = re.compile(r"^([\d,]+) links", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LinkedRun:
    """What one run took. `peak_megabytes` is the largest sum of the resident memory of all its processes at one
    moment; processor seconds count every core, also those of `stages`."""

    records: int
    links: int
    seconds: float
    processor_seconds: float
    peak_megabytes: float
    stages: Mapping[str, float]


def run_link(size: int, directory: Path) -> LinkedRun:
    """Write a population of about so many records, which is not timed, and link its six files."""
    # In a process that ends: what it held would be missing to the one that is measured.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        persons = round(size / RECORDS_PER_PERSON)
        population = pool.submit(write_population, directory, persons=persons, seed=7).result()
    sources = Settings.from_environment().sources_dir
    files = [str(path) for path in population.files.values()]
    mappings = [part for name in population.files for part in ("--mapping", str(sources / f"{name}.yaml"))]
    output = ["--output", str(directory / "clusters.csv")]
    command = [sys.executable, "-m", "hub", "link", *files, *mappings, *output]
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _WATCH, *command], check=True, capture_output=True, text=True
    )
    seconds = time.perf_counter() - started
    told = orjson.loads(done.stdout)
    links = _LINKS.search(done.stderr)
    return LinkedRun(
        records=sum(population.records.values()),
        links=int(links[1].replace(",", "")) if links else 0,
        seconds=seconds,
        processor_seconds=told["processor_seconds"],
        peak_megabytes=told["peak_megabytes"],
        stages=stages_told(done.stderr),
    )


def stages_told(text: str) -> dict[str, float]:
    """The processor seconds of each stage that `hub.progress.measured_steps` has told, in order."""
    return {name: float(taken) for name, taken in _STAGE.findall(text)}


_WATCH = """
import json, os, pathlib, resource, subprocess, sys, threading

def resident(root):
    parents, pages = {}, {}
    for entry in pathlib.Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split() if entry.name.isdigit() else None
        except OSError:
            continue
        if fields:
            parents[int(entry.name)], pages[int(entry.name)] = int(fields[1]), int(fields[21])
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(pages.get(pid, 0) for pid in family) * os.sysconf("SC_PAGE_SIZE") >> 20

child = subprocess.Popen(sys.argv[1:])
peak, ended = 0, threading.Event()
threading.Thread(target=lambda: (child.wait(), ended.set())).start()
while not ended.wait(0.2):
    peak = max(peak, resident(child.pid))
used = resource.getrusage(resource.RUSAGE_CHILDREN)
peak = peak or used.ru_maxrss // 1024
print(json.dumps({"peak_megabytes": peak, "processor_seconds": used.ru_utime + used.ru_stime}))
sys.exit(child.returncode)
"""
"""A small parent of the measured command, so that nothing but the command and its children is counted."""
