"""Generated pages are not stale, scripts are sound, a wheel carries its data."""

import subprocess
import sys
import zipfile

from conftest import ROOT
from sessions import filled


def test_generated_pages_are_not_stale():
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/docs", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_wheel_holds_the_ontology_the_queries_and_the_rules(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, ROOT],
        check=True,
        capture_output=True,
    )
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    assert "kg/_data/ontology.yaml" in names
    assert "kg/_data/cypher/zone-profile.cypher" in names
    assert "extractors/rules/suffixes.yaml" in names
    assert {"extractors/model/ner.npz", "extractors/known/sectors.txt"} <= set(names)


def test_the_sessions_in_the_readme_are_what_the_commands_print(example_graph):
    text = (ROOT / "README.md").read_text("utf-8")
    assert text.count("$ kg query run") >= 6
    assert filled(text, example_graph) == text


def test_the_site_builds_without_a_warning(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path / "site"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "how-to" / "query.html").exists()
    assert "http" not in (tmp_path / "site" / "api.html").read_text("utf-8").partition("<head>")[2].partition(
        "</head>"
    )[0].replace("http-equiv", "")
