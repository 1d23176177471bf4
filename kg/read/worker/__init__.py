"""A process with limits that reads formats which need a parser of foreign binary or markup."""

from kg.read.worker.process import Limits, Reader, shared_reader

__all__ = ["Limits", "Reader", "shared_reader"]
