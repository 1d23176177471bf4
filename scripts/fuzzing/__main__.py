"""`scripts/fuzz`: runs targets and prints what they found."""

import argparse
import sys
import time

from fuzzing.growth import rules
from fuzzing.targets import TARGETS, fuzz


def main() -> None:
    """Run the targets that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=[*TARGETS, "rules", "all"])
    parser.add_argument("--runs", type=int, default=1000, help="inputs of a round")
    parser.add_argument("--minutes", type=float, default=0, help="rounds go on so long, each with the next seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", default="1/1", metavar="N/PARTS", help="of rules: one part of the patterns, as 1/4")
    given = parser.parse_args()
    part = [int(number) for number in given.part.split("/")]
    failed = False
    for name in [*TARGETS, "rules"] if given.target == "all" else [given.target]:
        begin = time.monotonic()
        found = rules(*part) if name == "rules" else fuzz(name, given.runs, given.seed)
        seed = given.seed
        while name != "rules" and not found.faults and time.monotonic() - begin < given.minutes * 60:
            seed += 1
            found = found.plus(fuzz(name, given.runs, seed))
        minutes = (time.monotonic() - begin) / 60
        print(f"{name}: {found.inputs} inputs, {minutes:.1f} minutes, {len(found.faults)} findings", flush=True)  # noqa: T201
        for fault in found.faults:
            print(f"  {fault}")  # noqa: T201
        failed = failed or bool(found.faults)
    sys.exit(failed)


if __name__ == "__main__":
    main()
