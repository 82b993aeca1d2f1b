"""Properties that hold for every set of agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from auth.catalogue import catalogue
from auth.errors import PolicyInvalid
from auth.masks import shows_as_much
from auth.policy import Mask
from auth.snapshot import compile_snapshot
from tests.auth.sharing import TODAY, agreement, caseworker, field, grant, sharing

if TYPE_CHECKING:
    import random

SCOPES = {
    "Person": "SERVED",
    "Enrolment": "SERVED",
    "SourceRecord": "SERVED",
    "Kin": "ALL",
    "Programme": "ALL",
}
GRANTABLE = {
    name: [entry for entry in catalogue().entities[name].fields.values() if entry.grantable]
    for name in SCOPES
}


@st.composite
def grants(draw):
    entity = draw(st.sampled_from(sorted(SCOPES)))
    entries = draw(
        st.lists(st.sampled_from(GRANTABLE[entity]), max_size=4, unique_by=lambda entry: entry.name)
    )
    return grant(entity, *(draw(fields(entry)) for entry in entries), row_scope=SCOPES[entity])


@st.composite
def fields(draw, entry):
    mask = draw(st.sampled_from(sorted(entry.masks)))
    if mask is Mask.PARTIAL:
        return field(
            entry.name, mask, params={draw(st.sampled_from(["first", "last"])): draw(st.integers(1, 4))}
        )
    clear = mask is Mask.CLEAR
    return field(entry.name, mask, filterable=clear and draw(st.booleans()))


@st.composite
def agreements(draw, least=0):
    drawn = draw(st.lists(st.lists(grants(), min_size=1, max_size=3), min_size=least, max_size=4))
    return [agreement(*each, code=f"agreement-{number}") for number, each in enumerate(drawn)]


def compiled(written):
    """The snapshot, or a rejected example where the grants contradict each other."""
    try:
        return compile_snapshot(sharing(*written), on=TODAY)
    except PolicyInvalid:
        reject()


quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


@quick
@given(agreements(least=1))
def test_adding_an_agreement_never_hides_anything(written) -> None:
    whole = compiled(written).view(caseworker())
    part = compiled(written[:-1]).view(caseworker())
    for name, seen in part.entities.items():
        wider = whole.entity(name)
        assert wider.max_rows >= seen.max_rows
        for key, rule in seen.fields.items():
            more = wider.fields[key]
            assert shows_as_much(more.mask, more.params, other=rule.mask, other_params=rule.params)
            assert more.filterable >= rule.filterable


@quick
@given(agreements())
def test_nothing_is_shown_that_no_agreement_names(written) -> None:
    view = compiled(written).view(caseworker())
    named = {
        f"{each['entity']}.{entry['name']}"
        for one in written
        for each in one["grants"]
        for entry in each["fields"]
    }
    for entity, seen in view.entities.items():
        for key in seen.fields:
            entry = catalogue().field(entity, key)
            implied = entry.kind == "key" or (entry.kind == "link" and entry.opens in view.entities)
            assert implied or f"{entity}.{key}" in named


@quick
@given(agreements(), st.randoms(use_true_random=False))
def test_the_order_of_writing_does_not_matter(written, chance: random.Random) -> None:
    shuffled = [{**one, "grants": chance.sample(one["grants"], len(one["grants"]))} for one in written]
    chance.shuffle(shuffled)
    one, other = compiled(written), compiled(shuffled)
    assert one.hash == other.hash
    assert one.view(caseworker()) == other.view(caseworker())


@quick
@given(agreements())
def test_a_view_can_filter_only_by_what_it_shows_in_clear(written) -> None:
    view = compiled(written).view(caseworker())
    rules = [rule for seen in view.entities.values() for rule in seen.fields.values()]
    assert all(rule.mask is Mask.CLEAR for rule in rules if rule.filterable or rule.sortable)
