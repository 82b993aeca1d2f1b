"""How two records are compared: the levels of agreement of each attribute, best first, before training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.linking.model import Comparison, Level
from identity.linking.name_parts import TOKEN_UNIT

if TYPE_CHECKING:
    from identity.linking.features import Filled

_PARTED_NAMES = 0.5
_MIDDLE_NAMES = 0.08
"""Given and family name are compared apart where most records have both and few have more parts than that:
with epithets and second names about, which part is which is a guess, and whole names are compared instead."""


def choose_comparisons(filled: Filled) -> tuple[Comparison, ...]:
    """The comparisons that this table's filled columns allow."""
    attributes = [_attribute(name) for name in filled.attributes]
    return (*_names(filled), *_birth(filled), *_identifiers(filled), *_places(filled), *attributes)


def _comparison(name: str, *levels: Level) -> Comparison:
    return Comparison(name, (*levels, Level("different", "ELSE")))


def _null(condition: str) -> Level:
    return Level("missing", condition, missing=True)


def _missing(column: str) -> Level:
    return _null(f"{column}_l is null or {column}_r is null")


def _level(label: str, condition: str, *, frequency: str | None = None) -> Level:
    return Level(label, condition, frequency=frequency)


def _equal(column: str, *, frequency: bool = True) -> Level:
    return _level("equal", f"{column}_l = {column}_r", frequency=column if frequency else None)


def has_parted_names(filled: Filled) -> bool:
    """Can given and family name be told apart in this table?"""
    parted = min(filled.shares.get("given_fold", 0.0), filled.shares.get("family_fold", 0.0))
    return parted >= _PARTED_NAMES and filled.shares.get("middle_fold", 0.0) < _MIDDLE_NAMES


def _names(filled: Filled) -> list[Comparison]:
    if has_parted_names(filled):
        return [_name("given"), _name("family")]
    return [_whole_name()] if filled.has("full_fold") else []


_SAME_NICKNAME = "given_name_l = nickname_r or nickname_l = given_name_r"
# A nickname in place of the given name says no more than a missing one, except to the same nickname. It is one where the
# form says so, or where many are called so and it stands alone.
_NICKNAME_GIVEN = (
    "given_fold_l <> given_fold_r and (given_name_l = nickname_l or given_name_r = nickname_r"
    " or lone_nickname_l is not null or lone_nickname_r is not null)"
    f" and not coalesce({_SAME_NICKNAME}, false)"
)


def _name(part: str) -> Comparison:
    other = "family" if part == "given" else "given"
    nickname = [
        _level("nickname", _SAME_NICKNAME),
        _level("perhaps a nickname", "(family_fold_l is null) <> (family_fold_r is null)"),
    ]
    fold, sound = f"{part}_fold", f"{part}_sound"
    unknown = f"{fold}_l is null or {fold}_r is null"
    if part == "given":
        unknown += f" or ({_NICKNAME_GIVEN})"
    return _comparison(
        part,
        _null(unknown),
        _equal(fold),
        _level("sounds the same", f"{sound}_l = {sound}_r", frequency=sound),
        _level("one letter off", f"damerau_levenshtein({fold}_l, {fold}_r) <= 1 and length({fold}_l) > 3"),
        _level("swapped", f"{fold}_l = {other}_fold_r or {other}_fold_l = {fold}_r"),
        _level("close", f"jaro_winkler_similarity({fold}_l, {fold}_r) >= 0.88"),
        _level("alike", f"jaro_winkler_similarity({fold}_l, {fold}_r) >= 0.8"),
        *(nickname if part == "given" else []),
    )


def _whole_name() -> Comparison:
    shared = f"list_sum(list_transform(list_intersect(name_codes_l, name_codes_r), lambda code: code // {TOKEN_UNIT}))"
    alone = f"least(name_bits_l, name_bits_r) - {shared}"
    close = "jaro_winkler_similarity(full_fold_l, full_fold_r)"
    return _comparison(
        "name",
        _missing("full_fold"),
        _level("equal, rare", f"full_fold_l = full_fold_r and {shared} >= 20"),
        _level("equal", f"full_fold_l = full_fold_r and {shared} >= 14"),
        _level("contained, rare", f"{alone} = 0 and {shared} >= 18"),
        _level("equal or contained, common", f"{alone} = 0"),
        _level("shared, very rare", f"{shared} >= 18"),
        _level("shared rare part, rest alike", f"{shared} >= 9 and {close} >= 0.8"),
        _level("one letter off", "damerau_levenshtein(full_fold_l, full_fold_r) <= 1"),
        _level("close", f"{close} >= 0.9"),
        _level("shared rare part", f"{shared} >= 9"),
        _level("shared part, rest alike", f"{shared} > 0 and {close} >= 0.75"),
        _level("alike", f"{close} >= 0.8"),
        _level("shared part", f"{shared} > 0"),
    )


def _birth(filled: Filled) -> list[Comparison]:
    if not filled.has("birth_year"):
        return []
    both = "birth_date_l is not null and birth_date_r is not null"
    same_month_day = "birth_month_day_l = birth_month_day_r"
    return [
        _comparison(
            "birth",
            _missing("birth_year"),
            _level("same day", "birth_date_l = birth_date_r and birth_month_day_l <> '01-01'"),
            _level("same day, 1 January", "birth_date_l = birth_date_r"),
            _level("one digit off", f"{both} and damerau_levenshtein(birth_date_l, birth_date_r) <= 1"),
            _level("same day of the next year", f"{same_month_day} and abs(birth_year_l - birth_year_r) = 1"),
            _level(
                "day and month swapped",
                "birth_year_l = birth_year_r and birth_month_l = birth_day_r and birth_day_l = birth_month_r",
            ),
            _level("same year, no day", f"birth_year_l = birth_year_r and not ({both})"),
            _level("same year", "birth_year_l = birth_year_r"),
            _level("same month and day", f"{same_month_day} and birth_month_day_l <> '01-01'"),
            _level("two digits off", f"{both} and damerau_levenshtein(birth_date_l, birth_date_r) <= 2"),
            _level("near year, no day", f"abs(birth_year_l - birth_year_r) <= 2 and not ({both})"),
        )
    ]


def _identifiers(filled: Filled) -> list[Comparison]:
    found: list[Comparison] = []
    if filled.has("citizen_id"):
        found.append(
            _comparison(
                "citizen_id",
                _missing("citizen_id"),
                _equal("citizen_id", frequency=False),
                # A check digit hides some slips of one digit, but shows that two were swapped.
                _level(
                    "one digit off",
                    "levenshtein(citizen_id_l, citizen_id_r) <= 1 or (citizen_id_kind_l = 'foreign'"
                    " and damerau_levenshtein(citizen_id_l, citizen_id_r) <= 1)",
                ),
            )
        )
    if filled.has("phone"):
        found.append(_comparison("phone", _missing("phone"), _equal("phone")))
    if filled.has("email"):
        found.append(_comparison("email", _missing("email"), _equal("email")))
    if filled.has("sex"):
        found.append(_comparison("sex", _missing("sex"), _equal("sex", frequency=False)))
    return found


def _places(filled: Filled) -> list[Comparison]:
    if filled.has("sub_district_code"):
        return [_thai_address()]
    found: list[Comparison] = []
    if filled.has("building_number"):
        found.append(
            _comparison(
                "building",
                _missing("building_number"),
                _equal("building_number"),
                _level("one digit off", "damerau_levenshtein(building_number_l, building_number_r) <= 1"),
            )
        )
    found += [_text(column) for column in ("street_name", "sub_district") if filled.has(column)]
    if filled.has("postcode"):
        found.append(_postcode())
    elif filled.has("province"):
        found.append(_comparison("province", _missing("province"), _equal("province")))
    return found


def _postcode() -> Comparison:
    return _comparison(
        "postcode",
        _missing("postcode"),
        _equal("postcode"),
        _level("one sign off", "damerau_levenshtein(postcode_l, postcode_r) <= 1"),
        _level("same area", "length(postcode_l) > 4 and postcode_l[:-3] = postcode_r[:-3]"),
        _level("same beginning", "postcode_l[:2] = postcode_r[:2]"),
    )


def _thai_address() -> Comparison:
    unknown = "({0} is null and house_code{1} is null)"
    area, code = "coalesce(province_code{0}, registered_province_code{0})", "sub_district_code"
    return _comparison(
        "address",
        _null(" or ".join(unknown.format(area.format(side), side) for side in ("_l", "_r"))),
        _level("same house code", "house_code_l = house_code_r", frequency="house_code"),
        _level("same house number and sub-district", "home_l = home_r", frequency="home"),
        _level("house of the register", _crossed("home", "registered_home")),
        _level("same sub-district", "area_l = area_r", frequency="area"),
        _level("sub-district of the register", _crossed(code, f"registered_{code}")),
        _level("same district", "district_code_l = district_code_r"),
        _level("same province", f"{area.format('_l')} = {area.format('_r')}"),
    )


def _crossed(living: str, registered: str) -> str:
    """Where one lives the other is registered, or both are registered in one place."""
    pairs = ((living, registered), (registered, living), (registered, registered))
    return " or ".join(f"{one}_l = {other}_r" for one, other in pairs)


def _text(column: str) -> Comparison:
    return _comparison(
        column,
        _missing(column),
        _equal(column),
        _level("close", f"jaro_winkler_similarity({column}_l, {column}_r) >= 0.9"),
        _level("alike", f"jaro_winkler_similarity({column}_l, {column}_r) >= 0.75"),
    )


def _attribute(column: str) -> Comparison:
    return _comparison(
        column,
        _missing(column),
        _equal(column),
        _level("close", f"jaro_winkler_similarity({column}_l, {column}_r) >= 0.88"),
    )
