"""What can go wrong in the identity room.

IdentityError
├── UnknownField        a mapping or table names a field that is not canonical
├── InsufficientData    too few records or comparable fields to train or link
└── ModelMismatch       a model file does not fit the table or this version of the engine
"""


class IdentityError(Exception):
    """Base of every error this room raises; `code` is stable and may be shown to callers."""

    code = "IDENTITY"


class UnknownField(IdentityError):
    code = "UNKNOWN_FIELD"


class InsufficientData(IdentityError):
    code = "INSUFFICIENT_DATA"


class ModelMismatch(IdentityError):
    code = "MODEL_MISMATCH"
