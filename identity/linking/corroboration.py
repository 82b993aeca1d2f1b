"""What never joins two records by itself: a name found elsewhere, a house or a phone. Weights by convention.

Weights are learnt for one attribute at a time, as if attributes were independent. Two they are not: whoever bears one
full name is more often another person than the frequencies of given and family name make believe (more than ten million
of 66 million people in Thailand have a namesake), and relatives share house and phone. EM cannot learn that without
labels: it would take a namesake for one person. So the correction is a convention, the same for every file, and it is
told among the reasons like any other comparison. docs/decisions/17-a-wrong-join-costs-more-than-a-missed-one.md sets it
beside what pairs with two citizen ids show: even odds would ask for less where names agree; 21 tells why it is more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.linking.model import Comparison, Level

if TYPE_CHECKING:
    from identity.linking.features import Filled

_NO_NUMBER = "coalesce(citizen_id_l <> citizen_id_r, true) and coalesce(phone_l <> phone_r, true)"
_ELSEWHERE = (
    "area_l <> area_r and coalesce(sub_district_code_l <> registered_sub_district_code_r, true)"
    " and coalesce(registered_sub_district_code_l <> sub_district_code_r, true)"
    " and coalesce(registered_sub_district_code_l <> registered_sub_district_code_r, true)"
)
_BIRTH_UNKNOWN = "(birth_year_l is null or birth_year_r is null)"
_BIRTH_COARSE = "(birth_date_l is null or birth_date_r is null)"
_LIKE_DAY = "birth_date_l <> birth_date_r and damerau_levenshtein(birth_date_l, birth_date_r) <= 1"
_OTHER_GIVEN_NAME = (
    "given_fold_l <> given_fold_r and coalesce(given_sound_l <> given_sound_r, true)"
    " and damerau_levenshtein(given_fold_l, given_fold_r) > 2"
)
_ONE_HOME = "(coalesce(home_l = home_r, false) or coalesce(phone_l = phone_r, false))"


def corroboration(filled: Filled) -> tuple[Comparison, ...]:
    """The comparisons with weights by convention that this table's filled columns allow: a population register, its
    places coded. Other files join by what their weights say."""
    if not filled.has("sub_district_code", "given_fold", "birth_year"):
        return ()
    elsewhere = f"{_NO_NUMBER} and {_ELSEWHERE}"
    alone = f"coalesce(citizen_id_l <> citizen_id_r, true) and {_OTHER_GIVEN_NAME} and {_ONE_HOME}"
    return (
        _comparison(
            "corroboration",
            _level("a name alone, elsewhere", f"{elsewhere} and {_BIRTH_UNKNOWN}", bits=-10),
            _level("a name and an age, elsewhere", f"{elsewhere} and {_BIRTH_COARSE}", bits=-8),
            _level("a name and a day like it, elsewhere", f"{elsewhere} and {_LIKE_DAY}", bits=-4),
            _level(
                "a name and another day, elsewhere", f"{elsewhere} and birth_date_l <> birth_date_r", bits=-8
            ),
            _level("a birth date alone, elsewhere", f"{elsewhere} and {_OTHER_GIVEN_NAME}", bits=-8),
            _level("a house or a phone, no name, no birth", f"{alone} and {_BIRTH_UNKNOWN}", bits=-4),
        ),
    )


def _comparison(name: str, *levels: Level) -> Comparison:
    return Comparison(name, (*levels, Level("nothing against it", "ELSE", m=0.5, u=0.5)))


def _level(label: str, condition: str, *, bits: int) -> Level:
    return Level(label, condition, m=0.5 * 2.0**bits, u=0.5)
