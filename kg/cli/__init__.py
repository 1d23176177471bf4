"""The command line: thin wrappers over functions. Data goes to stdout, talk to stderr."""

from kg.cli import ask, assist, browser, build, check, doctor, export, link, matrix, neo4j, query, shell
from kg.cli.app import app, main

__all__ = [
    "app",
    "ask",
    "assist",
    "browser",
    "build",
    "check",
    "doctor",
    "export",
    "link",
    "main",
    "matrix",
    "neo4j",
    "query",
    "shell",
]
