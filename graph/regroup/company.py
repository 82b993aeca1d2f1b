"""What a regrouping means for kin and for the families that kin make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.kinship import family_steps, kin_rows
from identity.family import find_families
from identity.resolution import Household, Kin, Membership

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.driver import Row, Transaction
    from graph.regroup.after import After
    from graph.regroup.homes import Homes
    from graph.regroup.region import Region
    from graph.regroup.ties import Relation, Ties
    from graph.steps import Step
    from identity.resolution import Family, Resolution

Rows = dict[str, list[dict[str, Any]]]


def kin_and_families(
    tx: Transaction, region: Region, resolution: Resolution, after: After, homes: Homes
) -> Rows:
    """The kin of those regrouped and of whoever stands on a form with them, and the families all these belong to."""
    own = {one.person for one in region.own.values() if one.person is not None} | after.own_ids
    # To whom only sealed records come or go: their company was not even read, so nothing can be said of their kin.
    own -= after.unstirred.keys()
    if not own:
        return {}
    company = own | _company(region, after)
    founded = after.own_ids - after.golden.keys()
    region.ties.ask_for(tx, company - founded)
    known = {key: one.version for key, one in region.all.items()}
    stated = [
        kin
        for kin in resolution.kin
        if _concerns(kin.from_id, kin.to_id, own, company) and all(key in known for key in kin.records)
    ]
    held = {
        relation: digest
        for relation, digest in region.ties.kin_of(company).items()
        if _concerns(relation[0], relation[1], own, company)
    }
    written, gone = kin_rows(stated, held, known)
    rows: Rows = {"write_kin": written, "delete_kin": gone}
    moved = _moved(region, homes, own)
    if written or gone or moved:
        concerned = (
            own | moved | {person for row in (*written, *gone) for person in (row["person"], row["other"])}
        )
        region.ties.ask_for(tx, concerned - founded)
        for step in _family_steps(region.ties, after, homes, concerned, rows):
            rows.setdefault(step.query, []).append(dict(step.row))
    return rows


def _company(region: Region, after: After) -> set[str]:
    """Whoever stands on one form with those regrouped."""
    forms = {one.row.get("household_id") for one in region.own.values()} - {None}
    whose = {key: person.id for person in after.all for key in person.records}
    return {whose[key] for key, one in region.near.items() if one.row.get("household_id") in forms}


def _concerns(one: str, other: str, own: set[str], company: set[str]) -> bool:
    return one in own or other in own or (one in company and other in company)


def _moved(region: Region, homes: Homes, own: set[str]) -> set[str]:
    """Those regrouped, and their housemates, who now live in another household than before."""
    lived_in = {
        row["person"]: row["household"] for row in region.memberships if row["properties"]["livesHere"]
    }
    return {person for person in own | homes.residents if lived_in.get(person) != homes.lives_in.get(person)}


def _family_steps(ties: Ties, after: After, homes: Homes, concerned: set[str], rows: Rows) -> Iterator[Step]:
    """Families are found anew from all kin of the members of those that are concerned."""
    families = ties.families_of(concerned)
    kin = set(ties.kin_of({part.person for part in families} | concerned))
    kin -= {_relation(row) for row in rows["delete_kin"]}
    kin |= {_relation(row) for row in rows["write_kin"]}
    lives_in = {part.person: part.household for part in families if part.household is not None}
    for person in concerned | homes.residents:
        lives_in.pop(person, None)
        if person in homes.lives_in:
            lives_in[person] = homes.lives_in[person]
    compartments = {part.person: part.compartment for part in families}
    compartments |= {person.id: person.compartment for person in after.all}
    found: list[Family] = []
    for compartment in sorted(set(compartments.values())):
        found += find_families(
            [Kin(*relation, ()) for relation in sorted(kin) if compartments.get(relation[0]) == compartment],
            _as_households(lives_in),
            compartment=compartment,
        )
    return family_steps(found, {part.family: part.digest for part in families})


def _relation(row: Row) -> Relation:
    return row["person"], row["other"], row["relation"]


def _as_households(lives_in: Mapping[str, str]) -> list[Household]:
    """Where members live, in the shape in which families are told of it."""
    return [
        Household(
            household,
            "",
            None,
            {},
            (Membership(person, "", None, None, lives_here=True, registered_here=False, records=()),),
        )
        for person, household in lives_in.items()
    ]
