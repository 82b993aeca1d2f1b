"""`searchPersons`: candidates by sound from Neo4j, ranked here, then the page of them projected as asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from resolvers.search import Asked, Candidate, Found, asked, rank

if TYPE_CHECKING:
    from collections.abc import Mapping

    from resolvers.compiler.bindings import Parameters, Source
    from resolvers.compiler.cypher import Writer
    from resolvers.compiler.roots import Run
    from resolvers.compiler.shape import PageShape
    from resolvers.cursors import CursorSigner

MOST_CANDIDATES = 200
"""The most persons looked at in each of the three ways: both names, the given name, the family name."""
NAME_LETTERS = 200


@dataclass(frozen=True, slots=True)
class SearchSources:
    """Where the arguments come from; None: not given."""

    name: Source
    birth_year: Source | None
    province: Source | None
    after: Source | None


@dataclass(frozen=True, slots=True)
class PersonSearch:
    """The compiled field: `candidates` gives [id, given, family, birth year], `page` the rows for `$found`."""

    candidates: str
    page: str
    writer: Writer
    shape: PageShape
    sources: SearchSources
    signer: CursorSigner

    @property
    def statements(self) -> tuple[str, ...]:
        return (self.candidates, self.page)

    def bind(self, variables: Mapping[str, Any]) -> Parameters:
        sources = self.sources
        year = sources.birth_year.value(variables) if sources.birth_year else None
        query = asked(str(sources.name.value(variables))[:NAME_LETTERS], year)
        bound = self.writer.bindings.bind(variables)
        bound |= {"given": query.given_sound, "family": query.family_sound, "year": year}
        bound |= {"givenName": query.given, "familyName": query.family}
        province = sources.province.value(variables) if sources.province else None
        bound["list"] = f"{self.shape.of}:{query.given}:{query.family}:{year}:{province}"
        if sources.after is not None:
            bound["after"] = self.signer.read(bound["list"], sources.after.value(variables))
        return bound

    def cost(self, parameters: Parameters) -> int:
        return self.writer.cost.of(parameters)

    async def answer(self, run: Run, parameters: Parameters) -> Any:
        rows = (await run(self.candidates, parameters))[0]["found"]
        page = self._page(parameters, [Candidate(*row) for row in rows])
        if not page:
            return self.shape([], parameters)
        found = [{"id": one.id, "score": one.score, "reasons": list(one.reasons)} for one in page]
        return self.shape((await run(self.page, {**parameters, "found": found}))[0]["found"], parameters)

    def _page(self, parameters: Parameters, candidates: list[Candidate]) -> list[Found]:
        query = Asked(parameters["givenName"], parameters["familyName"], parameters["year"])
        ranked = rank(query, candidates)
        if "after" in parameters:
            score, last = parameters["after"]
            ranked = [one for one in ranked if (-one.score, one.id) > (-score, last)]
        return ranked[: parameters[self.shape.limit]]
