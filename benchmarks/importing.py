"""What an import costs, beside parsing the same JSON and writing as many bytes to as many files.

Run `python -m benchmarks.importing`. It is promised to take no more than three times as long, counted in time of
processors.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.diffs import PLACE
from benchmarks.generate import SETTINGS
from benchmarks.measure import UNDERHOOD
from benchmarks.timing import Case, Timing, interleaved, table

FILES, RESULTS, ROUNDS = 10_000, 12, 3
PLAIN, IMPORT = "parsing the JSON, and writing as many bytes to as many files", "underhood import"

_PLAIN = """\
import json, sys
from pathlib import Path
source, target = Path(sys.argv[1]), Path(sys.argv[2])
for path in sorted(source.iterdir()):
    json.loads(path.read_bytes())
count, size = int(sys.argv[3]), int(sys.argv[4])
target.mkdir()
for number in range(count):
    (target / f"{number}.yaml").write_bytes(b"x" * (size // count))
"""


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured: so many files were read, and so many with so many bytes written."""

    files: int
    written: int
    size: int
    timings: Mapping[str, Timing]

    @property
    def times(self) -> float:
        """How many times as long the import takes, in time of processors."""
        return self.timings[IMPORT].cpu / self.timings[PLAIN].cpu


def log(number: int) -> dict[str, Any]:
    """A log with a few results, as others write it."""
    return {
        "schema_version": "0.3.0",
        "evaluation_id": f"board/lab-{number % 40}/model-{number}/1770000000",
        "evaluation_timestamp": "1770000000",
        "retrieved_timestamp": "1770000100",
        "source_metadata": {
            "source_name": "Made board",
            "source_type": "documentation",
            "source_organization_name": "Board keepers",
            "evaluator_relationship": "third_party",
        },
        "eval_library": {"name": "made-harness", "version": "1.2.0"},
        "model_info": {"name": f"Model {number}", "id": f"lab-{number % 40}/model-{number}", "developer": "Some lab"},
        "evaluation_results": [
            {
                "evaluation_name": f"Task {nth}",
                "source_data": {
                    "dataset_name": f"task-{nth}",
                    "source_type": "hf_dataset",
                    "hf_repo": f"made/task-{nth}",
                },
                "metric_config": {
                    "metric_name": "accuracy",
                    "metric_unit": "proportion",
                    "lower_is_better": False,
                    "min_score": 0,
                    "max_score": 1,
                },
                "score_details": {"score": round(0.3 + (number * 7 + nth * 13) % 500 / 1000, 3)},
                "generation_config": {"generation_args": {"temperature": 0, "max_tokens": 512}},
            }
            for nth in range(RESULTS)
        ],
    }


def measured(place: Path, rounds: int = ROUNDS, *, files: int = FILES) -> Costs:
    """Make so many logs, import them once to know what is written, and time both."""
    source, target, plain = place / f"logs-{files}", place / "imported", place / "plain"
    if not source.is_dir():
        source.mkdir(parents=True)
        for number in range(files):
            (source / f"log-{number}.json").write_text(json.dumps(log(number), indent=1))

    def fresh() -> None:
        for folder in (target, plain):
            shutil.rmtree(folder, ignore_errors=True)
        (target / "governance").mkdir(parents=True)
        (target / "governance" / "settings.yaml").write_text(SETTINGS)

    command = [*UNDERHOOD, "import", "every-eval-ever", str(source), "-C", str(target), "-q"]
    fresh()
    interleaved([Case(IMPORT, [command])], 1, say=lambda _: None)
    sizes = [path.stat().st_size for path in (target / "governance").rglob("*.yaml")]
    count, size = len(sizes) - 1, sum(sizes)
    base = [sys.executable, "-c", _PLAIN, str(source), str(plain), str(count), str(size)]
    cases = [Case(PLAIN, [base], before=fresh), Case(IMPORT, [command], before=fresh)]
    return Costs(files, count, size, interleaved(cases, rounds, say=lambda _: None))


def section(costs: Costs) -> str:
    """The part of the page that tells of imports."""
    head = (
        f"{costs.files:,} logs with {RESULTS} results each become {costs.written:,} records of "
        f"{costs.size >> 20:,} MiB in all, in an empty repository."
    )
    own = f"The import takes {costs.times:.1f} times the time of processors."
    return "\n".join(["\n## Imports\n", head, "", *table(costs.timings), "", own, ""])


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.importing", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--place", type=Path, default=PLACE)
    asked = parser.parse_args()
    asked.place.mkdir(parents=True, exist_ok=True)
    print(section(measured(asked.place, asked.rounds, files=asked.files)))


if __name__ == "__main__":
    main()
