"""Raw text in, comparable forms out: names, dates, numbers, addresses. Pure; nothing of the record is lost."""

from identity.standardise.addresses import Address, standardise_address
from identity.standardise.dates import ParsedDate, parse_date
from identity.standardise.emails import standardise_email
from identity.standardise.folding import fold
from identity.standardise.identifiers import (
    Identifier,
    check_digit,
    standardise_house_code,
    standardise_identifier,
)
from identity.standardise.names import Name, standardise_name
from identity.standardise.phones import standardise_phone
from identity.standardise.places import Place, resolve_place
from identity.standardise.relationships import standardise_relationship
from identity.standardise.sex import standardise_sex
from identity.standardise.sounds import sound_key
from identity.standardise.table import standardise_record, standardise_records
from identity.standardise.text import clean
from identity.standardise.titles import Title, standardise_title

__all__ = [
    "Address",
    "Identifier",
    "Name",
    "ParsedDate",
    "Place",
    "Title",
    "check_digit",
    "clean",
    "fold",
    "parse_date",
    "resolve_place",
    "sound_key",
    "standardise_address",
    "standardise_email",
    "standardise_house_code",
    "standardise_identifier",
    "standardise_name",
    "standardise_phone",
    "standardise_record",
    "standardise_records",
    "standardise_relationship",
    "standardise_sex",
    "standardise_title",
]
