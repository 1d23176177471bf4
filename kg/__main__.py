"""`kg` and `python -m kg`: the signals that end a command are handled before the command is imported."""

import signal
import sys
from types import FrameType
from typing import NoReturn

from kg.streams import start_streams


class Interrupted(BaseException):
    """A signal asks the command to end; what it was writing is taken back on the way out."""


def _interrupt(number: int, _: FrameType | None) -> NoReturn:
    # A second signal ends the process at once; the next build removes what that leaves.
    signal.signal(number, signal.SIG_DFL)
    raise Interrupted(number)


def main() -> None:
    """Run the command. Ctrl-C and SIGTERM say one line; the exit status is 128 and the signal's number."""
    start_streams()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        from kg.cli import main as run

        run()
    except Interrupted as error:
        caught = int(error.args[0])
        what = "interrupted" if caught == signal.SIGINT else "ended"
        print(f"kg: {what}; a graph that was being built is as it was before", file=sys.stderr)  # noqa: T201
        sys.exit(128 + caught)


if __name__ == "__main__":
    main()
