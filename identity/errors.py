"""What can go wrong in the identity room.

IdentityError
├── UnknownField        a mapping or table names a field that is not canonical
├── InsufficientData    too few records or comparable fields to train or link
├── ModelMismatch       a model file does not fit the table or this version of the engine
├── UnsupportedCondition a condition, rule or key uses SQL that live scoring cannot run alike
└── SparkMissing        linking on Spark was asked for, and its optional packages are not installed
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


class UnsupportedCondition(IdentityError):
    """The message quotes the condition, which is part of the program or of a model and names nobody."""

    code = "UNSUPPORTED_CONDITION"


class SparkMissing(IdentityError):
    code = "SPARK_MISSING"
