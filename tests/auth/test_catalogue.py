"""The catalogue is complete, consistent, and careful by default."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from auth.catalogue import Sensitivity, catalogue, parse_catalogue
from auth.policy import Mask, RowScope
from identity.records import CANONICAL_FIELDS

TINY = """
kinds: {text: [clear, redact]}
entities: {Person: {row_scopes: [ALL], fields: {title: {kind: text, class: personal}}}}
"""


def test_every_canonical_field_is_shown_as_sent_under_its_camel_case_name() -> None:
    head_and_tail = (name.split("_") for name in CANONICAL_FIELDS)
    expected = {head + "".join(word.title() for word in tail) for head, *tail in head_and_tail}
    own = {"id", "source", "recordId", "version", "receivedAt", "agency", "attributes"}
    assert set(catalogue().entities["SourceRecord"].fields) == expected | own


def test_a_field_without_a_sensitivity_class_is_refused() -> None:
    assert len(list(parse_catalogue(TINY))) == 1
    with pytest.raises(ValidationError, match="class"):
        parse_catalogue(TINY.replace(", class: personal", ""))


def test_a_field_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError, match="secret"):
        parse_catalogue(TINY.replace("kind: text", "kind: secret"))


def test_links_and_listed_rows_lead_to_catalogued_entities() -> None:
    known = catalogue()
    for field in known:
        assert (field.kind == "link") == (field.opens is not None)
        assert field.opens in {None, *known.entities}
        assert field.rows_of in {None, *known.entities}


def test_attributes_and_identity_numbers_are_sensitive() -> None:
    known = catalogue()
    assert known.field("SourceRecord", "attributes").sensitivity is Sensitivity.HIGHLY_SENSITIVE
    assert known.field("Person", "citizenId").sensitivity is Sensitivity.SENSITIVE
    assert known.field("SourceRecord", "citizenId").sensitivity is Sensitivity.SENSITIVE


def test_every_grantable_field_can_be_clear_and_can_be_redacted() -> None:
    assert all({Mask.CLEAR, Mask.REDACT} <= field.masks for field in catalogue() if field.grantable)


def test_dates_as_sent_take_no_mask_that_counts_characters() -> None:
    sent = catalogue().entities["SourceRecord"].of_kind("as_sent")
    assert {"birthDate", "deathDate", "recordedOn"} <= {field.name for field in sent}
    assert all(field.masks == {Mask.CLEAR, Mask.REDACT} for field in sent)


def test_only_persons_and_households_know_areas() -> None:
    by_area = {name for name, entity in catalogue().entities.items() if RowScope.AREA in entity.row_scopes}
    assert by_area == {"Person", "Household"}
