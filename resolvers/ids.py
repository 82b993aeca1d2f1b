"""Opaque global ids: a type and a plain id in one word."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

from resolvers.errors import BadId

TYPES = frozenset({"Person", "Household", "House", "Family", "Programme", "Enrolment", "SourceRecord"})
CONCEALED = frozenset({"Enrolment", "SourceRecord"})
"""Types whose plain ids hold an agency's own record id, which is a field to be granted: their global ids hold a
keyed digest in its place. Nothing is fetched by such an id; it only says that two rows are the same."""


def global_id(kind: str, plain: str) -> str:
    """The global id of a thing of this type."""
    return urlsafe_b64encode(f"{kind}:{plain}".encode()).rstrip(b"=").decode()


def split_id(word: str) -> tuple[str | None, str]:
    """The type and plain id behind a word; type None where the word is no global id and so is plain itself."""
    try:
        text = urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode()
    except ValueError:  # Neither base 64 nor UTF-8: no global id of ours.
        return None, word
    kind, colon, plain = text.partition(":")
    if colon and kind in TYPES and global_id(kind, plain) == word:
        return kind, plain
    return None, word


def plain_id(kind: str, word: str) -> str:
    """The plain id in a global or plain one; BadId where the global id is of another type."""
    found, plain = split_id(word)
    if found not in (None, kind):
        raise BadId(f"The id is not that of a {kind}.")
    return plain
