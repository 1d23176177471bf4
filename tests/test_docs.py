"""Generated pages are not stale, scripts are sound, a wheel carries its data."""

import subprocess
import sys
import zipfile

from conftest import ROOT


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
    assert "extractors/patterns/names.yaml" in names
    assert "extractors/model/ner.crfsuite" in names


def test_the_session_in_the_readme_is_what_the_command_prints(example_graph):
    command = ["query", "run", "zone-profile", "zone=张江科学城", "--graph", str(example_graph), "--format", "md"]
    done = subprocess.run([sys.executable, "-m", "kg", *command], capture_output=True, text=True, check=True)
    assert done.stdout in (ROOT / "README.md").read_text("utf-8")
