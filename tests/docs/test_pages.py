"""What the pages name is there: links, paths, commands, the words of the graph."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hub.benchmarks import BENCHMARKS
from hub.cli import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
ROOMS = "identity|welfare|graph|auth|resolvers|hub|tests|docs"
GRAPH = (ROOT / "docs" / "graph.md").read_text(encoding="utf-8")
CYPHER = "\n".join(
    line.split("//", 1)[0]
    for folder in ("cypher", "migrations")
    for path in sorted((ROOT / "graph" / folder).glob("*.cypher"))
    for line in path.read_text(encoding="utf-8").splitlines()
)


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_of_a_page_leads_to_a_file_and_a_heading_that_exist(page: Path) -> None:
    for target, heading in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", page.read_text("utf-8")):
        there = (page.parent / target) if target else page
        assert there.exists(), target
        if heading:
            titles = re.findall(r"^#+ (.*)$", there.read_text("utf-8"), re.MULTILINE)
            assert heading in {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_path_that_a_page_names_is_in_the_tree(page: Path) -> None:
    """`NAME` stands for any name."""
    for path in re.findall(rf"`((?:{ROOMS})/[\w./*-]*)`", page.read_text("utf-8")):
        assert list(ROOT.glob(path.rstrip("/").replace("NAME", "*"))), path


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_that_a_page_names_is_one(page: Path) -> None:
    text = page.read_text("utf-8")
    assert set(re.findall(r"(?:`|-m )hub ([a-z]+)\b", text)) <= set(COMMANDS)
    assert set(re.findall(r"hub bench ([a-z]+)\b", text)) <= {*BENCHMARKS, "all"}
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)\b", text)) <= targets


def test_every_decision_is_in_the_list_of_decisions() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\((\d+-[\w-]+\.md)\) \| (.*) \|", (folder / "README.md").read_text("utf-8"))
    assert [name for name, _ in listed] == sorted(
        (path.name for path in folder.glob("[0-9]*.md")), key=lambda name: int(name.split("-")[0])
    )
    for name, title in listed:
        number = name.split("-")[0]
        assert (folder / name).read_text("utf-8").splitlines()[0] == f"# {number}. {title}"


def test_every_label_and_relationship_of_the_statements_is_in_the_graph_page() -> None:
    words = set(re.findall(r"\w+", GRAPH))
    assert set(re.findall(r":([A-Z][A-Za-z_]+)", CYPHER)) <= words


def test_every_label_of_the_graph_page_is_written_by_a_statement() -> None:
    nodes = re.findall(r"^\| `([A-Z]\w+)` \|", GRAPH, re.MULTILINE)
    relationships = re.findall(r"-\[:(\w+)\]-", GRAPH)
    assert len(nodes) > 10
    assert {*nodes, *relationships} <= set(re.findall(r":([A-Z][A-Za-z_]+)", CYPHER))


def test_every_property_that_the_statements_match_or_return_is_in_the_graph_page() -> None:
    aliases = "agreement|grant|field|person|household|house|family|record|source|judgement|client|programme"
    read = set(re.findall(rf"\b(?:{aliases})\.(\w+)", CYPHER))
    assert len(read) > 20
    assert read <= set(re.findall(r"\w+", GRAPH))
