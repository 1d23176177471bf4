"""A dashboard for NeoDash, the dashboards of Neo4j: its pages are data, in dashboard.yaml."""

import json
import uuid
from pathlib import Path
from typing import Any

import yaml

from kg.lang import Language
from kg.outfile import output_file

# The version of the format, that of NeoDash 2.4; later ones bring it up to date when they open it.
VERSION = "2.4"
# Reports are known by an id; the same file is written each time.
NAMESPACE = uuid.UUID("6b0f3c1e-6f0d-5d0b-9d0b-0d5a1f6b7c11")
# What suggests the names for a choice; NeoDash gives what was typed as $input.
SUGGEST = (
    "MATCH (n:`{label}`) WHERE toLower(n.name) CONTAINS toLower($input) "
    "RETURN DISTINCT n.name AS Value, n.name AS Display ORDER BY Value LIMIT 20"
)


def write_dashboard(out: Path, language: Language = Language.ZH) -> None:
    """Write the dashboard as JSON that NeoDash opens ("Load dashboard", "Select from file").

    Raises KgError where `out` cannot be written.
    """
    with output_file(out) as work:
        work.write_text(json.dumps(dashboard(language), ensure_ascii=False, indent=2) + "\n", "utf-8")


def dashboard(language: Language = Language.ZH) -> dict[str, Any]:
    """Return the dashboard as NeoDash keeps it: pages of reports, each with its query, place, form and settings."""
    made = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    title = made["title"][language.value]
    return {
        "uuid": str(uuid.uuid5(NAMESPACE, title)),
        "title": title,
        "version": VERSION,
        "settings": {"pagenumber": 0, "editable": True, "fullscreenEnabled": True, "parameters": {}, "theme": "light"},
        "pages": [_page(page, language) for page in made["pages"]],
        "parameters": {},
        "extensions": {},
    }


def _page(page: dict[str, Any], language: Language) -> dict[str, Any]:
    title = page["title"][language.value]
    return {"title": title, "reports": [_report(title, report, language) for report in page["reports"]]}


def _report(page: str, report: dict[str, Any], language: Language) -> dict[str, Any]:
    title = report["title"][language.value]
    x, y, width, height = report["at"]
    made = {
        "id": str(uuid.uuid5(NAMESPACE, f"{page}/{title}")),
        "title": title,
        "query": report.get("query", "").rstrip(),
        "settings": report.get("settings", {}),
        "x": x,
        "y": y,
        "width": width,
        "height": height,
        "type": report["type"],
        "selection": report.get("selection", {}),
        "schema": [],
    }
    return made | (_choice(report["of"]) if report["type"] == "select" else {})


def _choice(label: str) -> dict[str, Any]:
    """Return the query and the settings of a report that lets one choose a node by its name."""
    settings = {
        "type": "Node Property",
        "entityType": label,
        "propertyType": "name",
        "propertyTypeDisplay": "name",
        "parameterName": f"neodash_{label.lower()}_name",
    }
    return {"query": SUGGEST.format(label=label), "settings": settings}
