"""What can go wrong when the hub is put together, configured or fed.

HubError
├── InvalidSetting         an environment setting that cannot be used
├── InvalidMapping         a source's YAML file that does not say what a mapping must say
├── InvalidOutput          a result that cannot be written where it was asked for
├── UnknownSource          no mapping of that name
├── UnknownModel           no model of that version is kept, or none is in force
├── ModelNotCompared       a model that nobody compared with the one in force is not published
├── TooManyChanges         a model that would change more persons than a new model should
├── NoBaseline             nothing was kept of what the model was trained on
├── DamagedHistory         the history of the models cannot be read
├── TooFewToMeasure        a benchmark had too few records to say anything
├── WorkerLost             a process that was taking a feed in ended in the middle
└── FeedRefused            a feed that looks wrong as a whole; nothing of it was written
    ├── UnreadableFeed     not a CSV or Parquet file, or empty
    ├── WrongEncoding      the bytes are not in the encoding that was declared, or in none that is known
    ├── MissingColumn      a column that the mapping names is not in the file
    ├── DuplicateRows      too many rows repeat other rows
    └── TooManyRowsOfOnePerson
"""


class HubError(Exception):
    """Base of every error this room raises; `code` is stable, the message is one sentence for an operator."""

    code = "HUB"


class InvalidSetting(HubError):
    code = "INVALID_SETTING"


class InvalidMapping(HubError):
    code = "INVALID_MAPPING"


class InvalidOutput(HubError):
    code = "INVALID_OUTPUT"


class UnknownSource(HubError):
    code = "UNKNOWN_SOURCE"


class UnknownModel(HubError):
    code = "UNKNOWN_MODEL"


class ModelNotCompared(HubError):
    code = "MODEL_NOT_COMPARED"


class TooManyChanges(HubError):
    code = "TOO_MANY_CHANGES"


class TooFewToMeasure(HubError):
    code = "TOO_FEW_TO_MEASURE"


class NoBaseline(HubError):
    code = "NO_BASELINE"


class DamagedHistory(HubError):
    code = "DAMAGED_HISTORY"


class WorkerLost(HubError):
    code = "WORKER_LOST"


class FeedRefused(HubError):
    code = "FEED_REFUSED"


class UnreadableFeed(FeedRefused):
    code = "UNREADABLE_FEED"


class WrongEncoding(FeedRefused):
    code = "WRONG_ENCODING"


class MissingColumn(FeedRefused):
    code = "MISSING_COLUMN"


class DuplicateRows(FeedRefused):
    code = "DUPLICATE_ROWS"


class TooManyRowsOfOnePerson(FeedRefused):
    code = "TOO_MANY_ROWS_OF_ONE_PERSON"
