"""Record the pauses of the real collector into `demos/data/pause-spread.json`; needs Go 1.27 on the PATH.

python demos/data/record/record.py
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parent / "pause-spread.json"
LIVES_MIB, PROCS, CYCLES = (4, 16, 64, 256), (1, 2), 100


def main() -> None:
    """Build the program, run it for each setting, write what it said."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "pauses"
        subprocess.run(["go", "build", "-o", program, "."], cwd=HERE, check=True)
        runs = [_run(program, live, procs) for live in LIVES_MIB for procs in PROCS]
    lines = ",\n  ".join(json.dumps(run) for run in runs)
    OUT.write_text(
        f'{{\n "origin": {json.dumps(_origin())},\n "runs": [\n  {lines}\n ]\n}}\n', encoding="utf-8"
    )


def _run(program: Path, live_mib: int, procs: int) -> dict[str, object]:
    said = subprocess.run(
        [program, str(live_mib), str(CYCLES)],
        env={**os.environ, "GOMAXPROCS": str(procs), "GOGC": "100"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return {"live_mib": live_mib, "procs": procs, "buckets": json.loads(said)}


def _origin() -> str:
    go = subprocess.run(
        ["go", "env", "GOVERSION", "GOOS", "GOARCH"], capture_output=True, text=True, check=True
    )
    version, system, machine = go.stdout.split()
    return (
        f"Stop-the-world pauses of the collector in {CYCLES} cycles of demos/data/record, GOGC=100, from the "
        f"runtime's own histogram: [lower edge of the bucket in ns, pauses]. {version.replace('go', 'Go ')}, "
        f"{system}/{machine}, a shared machine with two cores and other work to do."
    )


if __name__ == "__main__":
    main()
