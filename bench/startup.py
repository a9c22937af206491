"""How long `aquila2 --help` and `import aquila2` take, beside an empty Python: medians over fresh processes.

python bench/startup.py
"""

import statistics
import subprocess
import sys
import time

from provenance import save

RUNS = 21
PROGRAMS = {
    "python -c ''": ["-c", ""],
    "import aquila2": ["-c", "import aquila2"],
    "aquila2 --help": ["-m", "aquila2.cli", "--help"],
    "aquila2 chat --help": ["-m", "aquila2.cli", "chat", "--help"],
}


def seconds(words: list[str]) -> float:
    """Wall time of one fresh Python."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for words in PROGRAMS.values():
        seconds(words)  # fills the file cache and writes the bytecode
    for _ in range(RUNS):
        for name, words in PROGRAMS.items():
            times[name].append(seconds(words))
    results = {
        name: {"median_seconds": round(statistics.median(found), 4), "max_seconds": round(max(found), 4), "runs": RUNS}
        for name, found in times.items()
    }
    for name, row in results.items():
        print(f"{name:22} {row['median_seconds']:.3f} s  (slowest of {RUNS}: {row['max_seconds']:.3f} s)")
    print(f"written to {save('startup', results).name}")


if __name__ == "__main__":
    main()
