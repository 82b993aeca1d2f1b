"""The Cypher files: each says truly what it takes, and Neo4j plans each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import UnknownQuery
from graph.queries import body_parameters, header, named_query, query_names

if TYPE_CHECKING:
    from graph.driver import Database


@pytest.mark.parametrize("name", query_names())
def test_the_header_of_a_query_lists_exactly_the_parameters_of_its_text(name: str) -> None:
    query = named_query(name)
    assert header(query.text, "Parameters"), (
        "the header lacks `// Parameters:`; write `none` where it takes none"
    )
    assert query.parameters == body_parameters(query.text)


@pytest.mark.parametrize("name", query_names())
def test_the_header_of_a_query_says_what_it_does_and_returns(name: str) -> None:
    query = named_query(name)
    first = query.text.splitlines()[0]
    assert first.startswith("// ")
    assert not first.startswith(("// Parameters:", "// Returns:"))
    assert query.returns


@pytest.mark.parametrize("name", query_names())
def test_neo4j_plans_the_query(db: Database, name: str) -> None:
    query = named_query(name)
    db.execute("EXPLAIN " + query.text, **dict.fromkeys(query.parameters))


@pytest.mark.parametrize("name", query_names())
def test_a_query_file_holds_one_statement(name: str) -> None:
    code = [line.split("//", 1)[0] for line in named_query(name).text.splitlines()]
    assert ";" not in "".join(code)


@pytest.mark.parametrize("name", ["no_such_query", "../migrations/001_unique_keys", "List_Migrations", ""])
def test_a_name_that_is_no_query_is_refused(name: str) -> None:
    with pytest.raises(UnknownQuery):
        named_query(name)


def test_parameters_continue_over_several_header_lines_and_comments_use_none() -> None:
    text = "// Does it.\n// Parameters: $one,\n//   $two\n// Returns: rows.\nMATCH (n {a: $one}) // not $three\nRETURN $two\n"
    assert header(text, "Parameters") == "$one, $two"
    assert header(text, "Returns") == "rows."
    assert body_parameters(text) == {"one", "two"}
