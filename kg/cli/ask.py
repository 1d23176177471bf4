"""`kg ask`: a plain question, answered by the canned query or the command that it is understood as."""

import re
import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app
from kg.cli.options import (
    DEFAULT,
    GraphDir,
    Server,
    StoreName,
    StoreOption,
    kept_open,
    opened,
    with_output,
    with_server,
)
from kg.errors import NotFoundError
from kg.output import Output, say

if TYPE_CHECKING:
    from kg.ask import Reading
    from kg.find import Names

# How many names of the graph are offered for one that it has not.
NEAR = 3
# How many readings are shown: the one that is answered, and the next best two.
READINGS = 3
SPECIAL = re.compile(r"[^\w@%+=:,./-]")


@app.command("ask")
@with_server
@with_output
def ask_command(
    question: Annotated[list[str], typer.Argument(help="A question in Chinese or English.")],
    choice: Annotated[int, typer.Option(help="Answer this reading instead of the first.", min=1, max=READINGS)] = 1,
    dry: Annotated[bool, typer.Option("--dry-run", help="Say what is understood, and answer nothing.")] = False,
    graph: GraphDir = DEFAULT,
    store: StoreOption = StoreName.EMBEDDED,
    *,
    server: Server,
    output: Output,
) -> None:
    """Answer a plain question; what was understood and the command are said on stderr."""
    with kept_open():
        with opened(store, graph, server) as (_, names):
            readings = understood(" ".join(question), names)
        if choice > len(readings):
            raise NotFoundError(f"the question has only {len(readings)} readings; give a smaller --choice")
        chosen = readings.pop(choice - 1)
        say_reading(chosen, readings)
        if not dry:
            shown = ["--format", output.format.value, *(["--wide"] if output.wide else [])]
            shown += ["-o", str(output.file)] if output.file else []
            answer(chosen, ["--graph", str(graph), "--store", store.value, *shown])


def understood(question: str, names: "Names") -> list["Reading"]:
    """Return the readings of a question, best first. Raises NotFoundError where there is none."""
    from kg.ask import read, readings_of, surfaces

    asked = read(question, surfaces(names))
    readings = readings_of(asked, READINGS)
    missing = [_missing(name, names) for name in asked.unknown]
    # A question that only names what is not there has no answer, whatever its other words may mean.
    known = any(found.weight == 1 for found in asked.found)
    if readings and (known or not missing):
        for line in missing:
            say(line)
        return readings
    why = f" ({'; '.join(missing)})" if missing else ""
    raise NotFoundError(
        f"not understood: {question!r}{why}; name a district, zone, industry, enterprise, program or indicator of this graph "
        "and say what about it, as in: kg ask 静安区有哪些园区; or look for words with: kg search WORDS"
    )


def _missing(name: str, names: "Names") -> str:
    nearest = "、".join(row["name"] for row in names.find(name, NEAR))
    return f"no name like {name!r} in this graph" + (f"; nearest: {nearest}" if nearest else "")


def say_reading(chosen: "Reading", others: list["Reading"]) -> None:
    """Say on stderr how a question is understood, the command for it, and what else it may have meant."""
    say(f"understood as: {chosen.answer.title_zh} ({chosen.answer.title})")
    typer.echo(f"$ {command_line(chosen)}", err=True)
    for other in others:
        say(f"or: {other.answer.title_zh}")
        typer.echo(f"$ {command_line(other)}", err=True)


def command_line(reading: "Reading") -> str:
    """Return the command of a reading, quoted for a shell where it has to be; Chinese need not be quoted."""
    return "kg " + " ".join(shlex.quote(word) if SPECIAL.search(word) else word for word in reading.words())


def answer(reading: "Reading", options: list[str]) -> None:
    """Run the command of a reading. Its exit status becomes that of this process."""
    run = typer.main.get_command(app)
    status = run.main([*reading.words(), *options], prog_name="kg", standalone_mode=False)
    if status:
        raise typer.Exit(status)
