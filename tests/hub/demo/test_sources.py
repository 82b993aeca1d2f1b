"""The mappings of hub/sources fit the registers of the demo, and name agencies and programmes that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.demo.mistakes.table import rates
from hub.demo.registers import REGISTERS

if TYPE_CHECKING:
    from hub.catalogue import SourceCatalogue


def test_there_is_one_mapping_for_each_register_in_its_encoding(catalogue: SourceCatalogue) -> None:
    assert set(catalogue.sources) == {register.source for register in REGISTERS} == set(rates())
    for register in REGISTERS:
        mapping = catalogue.source(register.source)
        if register.encoding == "parquet":
            assert mapping.format == "parquet"
        else:
            assert (mapping.format, mapping.encoding) == ("csv", register.encoding)
            assert mapping.delimiter in {None, register.delimiter}


def test_every_source_belongs_to_a_known_agency_and_programme(catalogue: SourceCatalogue) -> None:
    agencies = {agency["code"] for agency in catalogue.agencies}
    programmes = {programme["code"]: programme["agency"] for programme in catalogue.programmes}
    assert agencies == {"OPS", "DSDW", "DCY", "DOP", "DWF", "DEP"}
    assert set(programmes.values()) <= agencies
    for mapping in catalogue.sources.values():
        assert mapping.agency in agencies
        assert programmes[mapping.programme or ""] == mapping.agency
        assert set(mapping.title) == {"th", "en"}


def test_every_agency_and_programme_has_a_thai_and_an_english_name(catalogue: SourceCatalogue) -> None:
    for row in (*catalogue.agencies, *catalogue.programmes):
        assert row["nameTh"]
        assert row["nameEn"].isascii()
