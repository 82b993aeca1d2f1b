"""The parts of an address, flat on whoever lives or stands there."""

import strawberry

from resolvers.compiler.vocabulary import value


@strawberry.interface(description="Something with an address, each part by itself.")
class Addressed:
    house_code: str | None = value("The 11-digit code of the house in the house register (รหัสประจำบ้าน).")
    building_number: str | None = value("The number of the house (บ้านเลขที่).")
    township_number: str | None = value("The number of the village (หมู่).")
    sub_lane: str | None = value("The lane off a lane (แยก, ตรอก).")
    lane: str | None = value("The lane (ซอย).")
    street_name: str | None = value("The street (ถนน).")
    sub_district: str | None = value("The sub-district (ตำบล, แขวง).")
    district: str | None = value("The district (อำเภอ, เขต).")
    province: str | None = value("The province (จังหวัด).")
    postcode: str | None = value("The five-digit postcode.")
