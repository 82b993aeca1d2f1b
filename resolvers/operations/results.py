"""How an operation says that it did not do what was asked: the members that unions of results share."""

import strawberry


@strawberry.interface(description="Why an operation did not do what was asked. Nothing was changed.")
class Refusal:
    code: str = strawberry.field(description="A word that stays the same, for programs.")
    message: str = strawberry.field(description="One sentence for people; it repeats no value.")


@strawberry.type(description="What was sent cannot be right, whoever sent it.")
class ValidationFailed(Refusal):
    field: str | None = strawberry.field(
        default=None, description="The argument or field at fault; null: several together."
    )


@strawberry.type(
    description="The caller may not do this. What is not theirs and what is not there look the same."
)
class Forbidden(Refusal):
    code: str = strawberry.field(default="FORBIDDEN", description="A word that stays the same, for programs.")


@strawberry.type(
    description="It could have been done a moment ago, or can be later: something else was in the way."
)
class Conflict(Refusal):
    pass
