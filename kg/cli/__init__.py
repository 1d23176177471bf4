"""The command line: thin wrappers over functions. Data goes to stdout, talk to stderr."""

from kg.cli import ask, browser, build, check, doctor, export, link, neo4j, query
from kg.cli.app import app, main

__all__ = ["app", "ask", "browser", "build", "check", "doctor", "export", "link", "main", "neo4j", "query"]
