"""Villages and town quarters in real sub-districts, a few provinces dense, the rest thin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geothai

from hub.demo.chance import Dice, Weighted

if TYPE_CHECKING:
    from geothai.types import District, Province, Subdistrict

PERSONS_PER_VILLAGE = 70
DENSE_PROVINCES = {"10": 12.0, "50": 9.0, "30": 9.0, "94": 6.0, "40": 6.0, "90": 4.0, "57": 4.0, "11": 3.0}
"""Bangkok, Chiang Mai, Nakhon Ratchasima, Pattani, Khon Kaen, Songkhla, Chiang Rai and Samut Prakan: big, or
home to people whose names do not follow the usual form."""
MALAY_PROVINCES = frozenset({"94", "95", "96", "91"})
HIGHLAND_PROVINCES = frozenset({"50", "57", "58", "63", "55"})
TOWN_PROVINCES = frozenset({"10", "11", "12", "13"})

_STREETS = (
    "สุขุมวิท",
    "พหลโยธิน",
    "เพชรเกษม",
    "ประชาอุทิศ",
    "ราษฎร์บำรุง",
    "เทศบาล 1",
    "เทศบาล 3",
    "มิตรภาพ",
    "สุขสวัสดิ์",
)
_LANES = ("สุขใจ", "วัดใหม่", "อยู่เย็น", "ประชาร่วมใจ", "ร่มเย็น", "ตลาดเก่า", "โรงเรียน", "ทุ่งทอง")


@dataclass(frozen=True, slots=True)
class Village:
    """A village (moo) of a sub-district, or a quarter of a town with street and lanes."""

    sub_district: Subdistrict
    district: District
    province: Province
    township_number: str
    street_name: str
    lane: str
    postcode: str

    @property
    def office(self) -> str:
        """The district office that issues numbers here."""
        return self.district.code


class Atlas:
    """The villages the population lives in."""

    def __init__(self, dice: Dice, *, persons: int) -> None:
        provinces = geothai.provinces()
        weights = [DENSE_PROVINCES.get(province.code, 0.35) for province in provinces]
        drawn = Weighted(provinces, weights)
        count = max(12, persons // PERSONS_PER_VILLAGE)
        # Drawn at equal steps through the weights: even a small population has a village in each dense province.
        self.villages = [_village(drawn.at((step + dice.random()) / count), dice) for step in range(count)]
        dice.shuffle(self.villages)
        self._by_province: dict[str, list[Village]] = {}
        for village in self.villages:
            self._by_province.setdefault(village.province.code, []).append(village)
        # A village is as big as a Zipf law makes it: namesakes and shared phones gather in the big ones.
        self._drawn = Weighted(self.villages, [1 / (rank + 6) ** 0.6 for rank in range(count)])

    def anywhere(self, dice: Dice) -> Village:
        """A village, the bigger the likelier."""
        return self._drawn.draw(dice)

    def near(self, village: Village, dice: Dice) -> Village:
        """Where somebody moves to from a village: mostly the village itself, its province, or far away."""
        throw = dice.random()
        if throw < 0.4:
            return village
        if throw < 0.72:
            return dice.choice(self._by_province[village.province.code])
        return self.anywhere(dice)


def _village(province: Province, dice: Dice) -> Village:
    district = dice.choice(geothai.districts(province.code))
    sub_district = dice.choice([s for s in geothai.subdistricts(district.code) if s.postal_codes])
    town = province.code in TOWN_PROVINCES or (district.code.endswith("01") and dice.chance(0.6))
    return Village(
        sub_district=sub_district,
        district=district,
        province=province,
        township_number="" if town else str(dice.randint(1, 14)),
        street_name=dice.choice(_STREETS) if town else "",
        lane=f"{dice.choice(_LANES)} {dice.randint(1, 30)}" if town else "",
        postcode=sub_district.postal_codes[0],
    )
