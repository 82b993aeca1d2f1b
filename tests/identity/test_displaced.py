"""What a batch would place otherwise is reported, group by group."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from identity.displaced import drift
from identity.doubt import DoubtKind

_LABELS = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("123"), min_size=1)


def _clusters(*groups: str) -> dict[str, str]:
    return {key: group for group in groups for key in group}


@given(_LABELS)
def test_equal_clusterings_under_other_labels_show_no_drift(live: dict[str, str]) -> None:
    assert not list(drift(live, {key: f"other {label}" for key, label in live.items()}))


@given(_LABELS, _LABELS)
def test_moving_the_displaced_records_makes_the_live_clustering_that_of_the_batch(
    live: dict[str, str], batch: dict[str, str]
) -> None:
    shared = live.keys() & batch.keys()
    moved = {key: live[key] for key in shared}
    for doubt in drift(live, batch):
        displaced = [
            key for key in doubt.records if (live[key], batch[key]) == _cell(doubt.left, live, batch)
        ]
        stays = "one person" not in doubt.reason
        moved |= dict.fromkeys(displaced, f"alone {batch[doubt.left]}" if stays else live[doubt.right])
    assert all(
        (moved[one] == moved[other]) == (batch[one] == batch[other]) for one in shared for other in shared
    )


def _cell(key: str, live: dict[str, str], batch: dict[str, str]) -> tuple[str, str]:
    return live[key], batch[key]


def test_a_record_that_a_batch_would_have_elsewhere_is_told_with_those_it_would_be_with() -> None:
    [doubt] = drift(_clusters("abx", "cd"), _clusters("ab", "cdx"))
    assert (doubt.kind, doubt.left, doubt.right) == (DoubtKind.DRIFT, "x", "c")
    assert doubt.records == ("c", "d", "x")
    assert doubt.reason == "a batch holds the two to be one person"


def test_a_record_that_a_batch_would_keep_alone_is_told_with_those_it_is_with() -> None:
    [doubt] = drift(_clusters("abx"), _clusters("ab", "x"))
    assert (doubt.left, doubt.right, doubt.reason) == ("x", "a", "a batch holds the two to be two persons")


def test_a_person_that_a_batch_would_make_of_two_is_one_question() -> None:
    [doubt] = drift(_clusters("abc", "de"), _clusters("abcde"))
    assert (doubt.left, doubt.right, doubt.records) == ("d", "a", ("a", "b", "c", "d", "e"))


def test_records_that_one_of_the_two_does_not_know_are_passed_over() -> None:
    assert not list(drift(_clusters("abx"), _clusters("ab", "yz")))
