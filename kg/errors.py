"""The errors of the project. Each message says what was given, what was possible, what to do.

Exit statuses are documented in docs/cli.md: 0 done, 1 some inputs failed, 2 wrong usage or input,
3 the answer is empty, 4 the graph or store cannot be used, 5 `kg doctor` found a problem, 70 a fault of kg itself,
130, 141 and 143 ended by Ctrl-C, by a reader of standard output that went away, by SIGTERM (128 and the number of the signal).
"""

EXIT_OK = 0
EXIT_PARTIAL = 1
EXIT_USAGE = 2
EXIT_EMPTY = 3
EXIT_STORE = 4
EXIT_PROBLEM = 5
EXIT_CRASH = 70
EXIT_PIPE = 141


class KgError(Exception):
    """Root of every error a user can cause; the CLI prints it as one line."""

    exit_code = EXIT_USAGE

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


class UsageError(KgError):
    """An option or a setting is not valid."""


class OutputError(KgError):
    """A file or standard output cannot be written."""


class BrokenOutputError(OutputError):
    """The reader of standard output has gone, as `head` does when it has its lines."""

    exit_code = EXIT_PIPE


class FaultError(KgError):
    """A fault of kg itself in the work on one document; the message names the file with its trace."""

    exit_code = EXIT_CRASH


class ReadError(KgError):
    """A file cannot be read as a report."""


class OntologyError(KgError):
    """ontology.yaml is not valid; the message names the line."""


class QueryError(KgError):
    """A canned query is unknown, broken, or its parameters do not fit."""


class NotFoundError(KgError):
    """An entity that was asked for is not in the graph."""

    exit_code = EXIT_EMPTY


class GraphError(KgError):
    """The graph folder is missing, incomplete or of another version."""

    exit_code = EXIT_STORE


class StoreError(KgError):
    """A store cannot be opened, filled or queried."""

    exit_code = EXIT_STORE
