"""The tools over the Model Context Protocol, with the official Python SDK.

Every tool only reads. An error that a question can cause is a tool error with the one line that `kg` would print.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from kg.assist.answers import Answers, Page
from kg.assist.forms import SchemaFormat
from kg.errors import KgError, UsageError
from kg.version import __version__

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

NAME = "district-kg"
LOOPBACK = "127.0.0.1"
INSTRUCTIONS = (
    "A knowledge graph of Chinese districts: programs, projects, zones, enterprises, sectors and figures, each with the "
    "sentence of the government report that says so. Call `schema` first, `find` to get the exact name of an entity, "
    "then `query` for a canned question or `cypher` for one of your own. Quote the sentence behind every fact."
)
Offset = Annotated[int, Field(ge=0, description="Skip this many rows: next_offset of the page before.")]
Limit = Annotated[int, Field(ge=1, le=200, description="At most this many rows.")]


def make_server(answers: Answers) -> "MCPServer[Any]":
    """Return a server with the tools over `answers`. Raises UsageError where the SDK is not installed."""
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp_types import ToolAnnotations
    except ImportError:
        raise UsageError(
            'kg mcp needs the package mcp 2 or later; install it with: pip install "district-kg[mcp]"'
        ) from None
    server: MCPServer[Any] = MCPServer(NAME, instructions=INSTRUCTIONS, version=__version__, log_level="WARNING")
    reads = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for tool in _tools(answers):
        server.add_tool(_told(tool), name=tool.__name__, description=tool.__doc__, annotations=reads)
    return server


def _told(tool: Callable[..., Any]) -> Callable[..., Any]:
    """Return the tool with errors of the project as tool errors."""
    from functools import wraps

    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def call(**given: Any) -> Any:
        try:
            return tool(**given)
        except KgError as error:
            raise ToolError(str(error)) from None

    return call


def _tools(answers: Answers) -> list[Callable[..., Any]]:
    """Return the tools as functions; their names, signatures and first lines are what an assistant sees."""

    def schema(form: SchemaFormat = SchemaFormat.PROMPT) -> str:
        """Types, relations and properties of the graph, what doubtful means, and example questions in Cypher."""
        return answers.describe(form)

    def find(text: str, offset: Offset = 0, limit: Limit = 10) -> Page:
        """Entities by any of their names, best first. Use it to get the exact name for the other tools."""
        return answers.find(text, offset, limit)

    def search(words: str, offset: Offset = 0, limit: Limit = 20) -> Page:
        """Entities and sentences that hold some words (parted by blanks), best first."""
        return answers.search(words, offset, limit)

    def queries() -> list[dict[str, Any]]:
        """The canned queries with their parameters; run one with `query`."""
        return answers.queries()

    def query(
        name: str, params: dict[str, str | int | list[str]] | None = None, offset: Offset = 0, limit: Limit = 20
    ) -> Page:
        """Run a canned query, for example name=programs-of-district, params={"district": "普陀区"}. Rows have the sentence, its document and offsets."""
        return answers.query(name, params or {}, offset, limit)

    def cypher(question: str, offset: Offset = 0, limit: Limit = 50) -> Page:
        """Ask a read-only question in Cypher (MATCH … RETURN …). What writes, calls procedures or reads files is refused."""
        return answers.cypher(question, offset, limit)

    def evidence(first: str, second: str = "", offset: Offset = 0, limit: Limit = 20) -> Page:
        """The sentences behind a relation of two entities, or all sentences that mention one."""
        return answers.evidence(first, second, offset, limit)

    def link(
        firm: str, scope: str = "", district: str = "", industry: str = "", offset: Offset = 0, limit: Limit = 10
    ) -> Page:
        """Programs, zones, policies and others that fit an enterprise, given its name, business scope, district or sectors."""
        return answers.link(firm, scope, district, industry, offset, limit)

    def compare(districts: list[str], offset: Offset = 0, limit: Limit = 50) -> Page:
        """Sectors, zones and shared figures of several districts."""
        return answers.compare(districts, offset, limit)

    return [schema, find, search, queries, query, cypher, evidence, link, compare]
