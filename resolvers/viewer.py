"""Viewer: who the caller is to the hub, and what the agreements let them see."""

import strawberry


@strawberry.type(description="One field that the caller may see, and how.")
class GrantedField:
    entity: str = strawberry.field(description="The type.")
    field: str = strawberry.field(description="The field of the type.")
    mask: str = strawberry.field(
        description="How its values are shown: clear, partial, initials, year or redact."
    )
    filterable: bool = strawberry.field(description="Whether lists may be searched and filtered by it.")
    sortable: bool = strawberry.field(description="Whether lists may be ordered by it.")


@strawberry.type(description="The caller, and what this purpose opens to them.")
class Viewer:
    agency: str = strawberry.field(description="The agency asked for.")
    role: str = strawberry.field(description="The role asked in.")
    purpose: str = strawberry.field(description="The purpose declared.")
    agreements: list[str] = strawberry.field(description="The agreements in force, as `code@version`.")
    fields: list[GrantedField] = strawberry.field(description="Every field granted; all others are denied.")
