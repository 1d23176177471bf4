"""Lists of firms as people keep them: text tables and Excel files, read tolerantly and written alike."""

from kg.link.lists.columns import Columns
from kg.link.lists.firms import BadRow, FirmRow, read_firms
from kg.link.lists.sheet import csv_to_sheet, is_sheet

__all__ = ["BadRow", "Columns", "FirmRow", "csv_to_sheet", "is_sheet", "read_firms"]
