"""Names for types that refer to each other, resolved when the schema is built."""

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from resolvers.enrolment import Enrolment, Programme
    from resolvers.family import Family, Kin
    from resolvers.household import House, Household
    from resolvers.membership import Membership
    from resolvers.person import Person
    from resolvers.source_record import Identification, SourceRecord

EnrolmentRef = Annotated["Enrolment", strawberry.lazy("resolvers.enrolment")]
FamilyRef = Annotated["Family", strawberry.lazy("resolvers.family")]
HouseRef = Annotated["House", strawberry.lazy("resolvers.household")]
HouseholdRef = Annotated["Household", strawberry.lazy("resolvers.household")]
IdentificationRef = Annotated["Identification", strawberry.lazy("resolvers.source_record")]
KinRef = Annotated["Kin", strawberry.lazy("resolvers.family")]
MembershipRef = Annotated["Membership", strawberry.lazy("resolvers.membership")]
PersonRef = Annotated["Person", strawberry.lazy("resolvers.person")]
ProgrammeRef = Annotated["Programme", strawberry.lazy("resolvers.enrolment")]
SourceRecordRef = Annotated["SourceRecord", strawberry.lazy("resolvers.source_record")]
