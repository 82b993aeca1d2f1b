"""What can go wrong in the graph room.

GraphError
├── Unreachable            no Neo4j answers at the address, or the connection was lost for good
├── LoginRefused           Neo4j answers, but not to this user and password
├── Timeout                a query took longer than it may
├── Overloaded             Neo4j has no memory or transaction left for this query
├── Conflict               a unique key is already taken
├── Deadlock               another transaction held what this one needed, and this one gave way
├── QueryFailed            Neo4j refused a statement: a defect in a query file
├── UnknownQuery           no file in graph/cypher has this name
├── MigrationChanged       a migration that was applied no longer has the text it was applied with
├── MigrationUnknown       the graph was migrated by a newer version of the hub
└── EmbeddedError          the embedded server
    ├── DownloadFailed     a jar could not be fetched
    ├── ChecksumMismatch   a jar is not the one that was locked
    ├── DiskFull           no space left for jars or data
    ├── StorageRefused     the cache or the data directory cannot be written
    ├── PortTaken          another program listens on the port asked for
    ├── PasswordLost       the data directory holds a graph, but not its password
    ├── ServerBusy         another process is starting or stopping the server of this data directory
    └── StartFailed        the server ended or stayed silent while starting

Messages name addresses, files, queries and properties, never a value of the graph.
"""


class GraphError(Exception):
    """Base of every error this room raises; `code` is stable and may be shown to callers."""

    code = "GRAPH"


class Unreachable(GraphError):
    code = "UNREACHABLE"


class LoginRefused(GraphError):
    code = "LOGIN_REFUSED"


class Timeout(GraphError):
    code = "TIMEOUT"


class Overloaded(GraphError):
    code = "OVERLOADED"


class Conflict(GraphError):
    code = "CONFLICT"


class Deadlock(GraphError):
    code = "DEADLOCK"


class QueryFailed(GraphError):
    code = "QUERY_FAILED"


class UnknownQuery(GraphError):
    code = "UNKNOWN_QUERY"


class MigrationChanged(GraphError):
    code = "MIGRATION_CHANGED"


class MigrationUnknown(GraphError):
    code = "MIGRATION_UNKNOWN"


class StoreError(GraphError):
    """A store will not write what it was given."""

    code = "STORE"


class UnknownAgency(StoreError):
    code = "UNKNOWN_AGENCY"


class UnknownSource(StoreError):
    code = "UNKNOWN_SOURCE"


class SourceChanged(StoreError):
    code = "SOURCE_CHANGED"


class DuplicateRecord(StoreError):
    code = "DUPLICATE_RECORD"


class UnknownRecord(StoreError):
    code = "UNKNOWN_RECORD"


class ResolutionRefused(StoreError):
    code = "RESOLUTION_REFUSED"


class Overtaken(ResolutionRefused):
    """Somebody else decided who is who after the resolution read the graph; begun again, it may be published."""

    code = "OVERTAKEN"

    def __init__(self) -> None:
        super().__init__("Somebody else changed persons or records meanwhile; begin again.")


class RegroupRefused(StoreError):
    code = "REGROUP_REFUSED"


class UnknownPerson(StoreError):
    code = "UNKNOWN_PERSON"


class UnknownPin(StoreError):
    code = "UNKNOWN_PIN"


class UnknownAct(StoreError):
    code = "UNKNOWN_ACT"


class InvalidWish(StoreError):
    """What a steward asked for cannot be meant."""

    code = "INVALID_WISH"


class ActConflict(StoreError):
    """Something else stands in the way of what a steward asked for; later, or after something else, it may be done."""

    code = "ACT_CONFLICT"


class Held(ActConflict):
    """All records are being resolved anew, and whoever decides who is who waits until that is done; or somebody else
    resolves them already."""

    code = "HELD"


class StalePreview(ActConflict):
    """What the steward looked at before deciding is no longer so."""

    code = "STALE_PREVIEW"


class NeedsGroups(ActConflict):
    """Who parts two records of one person must say where the others belong."""

    code = "NEEDS_GROUPS"


class CompartmentBreach(StoreError):
    code = "COMPARTMENT_BREACH"


class UnknownReview(StoreError):
    code = "UNKNOWN_REVIEW"


class ReviewNotHeld(StoreError):
    code = "REVIEW_NOT_HELD"


class StaleQuestion(StoreError):
    code = "STALE_QUESTION"


class UnknownJudgement(StoreError):
    code = "UNKNOWN_JUDGEMENT"


class AgreementChanged(StoreError):
    code = "AGREEMENT_CHANGED"


class SharingIncomplete(StoreError):
    code = "SHARING_INCOMPLETE"


class EmbeddedError(GraphError):
    """The embedded server could not be fetched, started or reached."""

    code = "EMBEDDED"


class DownloadFailed(EmbeddedError):
    code = "DOWNLOAD_FAILED"


class ChecksumMismatch(EmbeddedError):
    code = "CHECKSUM_MISMATCH"


class DiskFull(EmbeddedError):
    code = "DISK_FULL"


class StorageRefused(EmbeddedError):
    code = "STORAGE_REFUSED"


class PortTaken(EmbeddedError):
    code = "PORT_TAKEN"


class PasswordLost(EmbeddedError):
    code = "PASSWORD_LOST"


class ServerBusy(EmbeddedError):
    code = "SERVER_BUSY"


class StartFailed(EmbeddedError):
    code = "START_FAILED"
