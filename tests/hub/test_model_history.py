"""Which model is in force: kept by version, published after a comparison, taken back, and told in a history."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from hub.errors import DamagedHistory, ModelNotCompared, TooManyChanges, UnknownModel
from hub.model_card import ModelCard
from hub.model_comparisons import keep_comparison, write_changes
from hub.model_history import Action, history, history_path, publish, put_in_force, rollback
from hub.models import (
    keep_version,
    kept_versions,
    load_model,
    model_path,
    read_card,
    read_version,
    version_path,
)
from identity.clustering import Thresholds
from identity.comparing_models import compare_clusterings
from identity.errors import ModelMismatch
from identity.linking import Model
from identity.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from hub.settings import Settings

MONDAY = datetime(2026, 11, 2, 8, tzinfo=UTC)
CARD = ModelCard(MONDAY, "graph", clusters=3, largest_cluster=2, conflicts=0, profile=Profile(4, 2))
MANY = {str(number): str(number) for number in range(100)}
ONE, OTHER, THIRD = (Model((), prior, Thresholds()) for prior in (0.1, 0.2, 0.3))


def kept(settings: Settings, *models: Model) -> None:
    for model in models:
        keep_version(settings, model, CARD)


def compared(
    settings: Settings, before: Model, after: Model, *, joined: int = 0, persons: int = len(MANY)
) -> bool:
    """A comparison of so many persons of a record each, in which some become one with another; whether it is kept."""
    known = dict(list(MANY.items())[-persons:])
    clusters = known | {str(number): "99" for number in range(joined)}
    changes = compare_clusterings(known, clusters)
    versions = before.version, after.version
    return keep_comparison(settings, versions, changes, origin="graph", at=MONDAY) is not None


def in_force(settings: Settings) -> str:
    model = load_model(settings)
    assert model is not None
    return model.version


def test_a_kept_version_is_a_model_file_with_its_card_and_not_in_force(settings: Settings) -> None:
    path = keep_version(settings, ONE, CARD)
    assert read_version(settings, ONE.version) == (ONE, CARD)
    assert path == version_path(settings, ONE.version)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_model(settings) is None


def test_a_version_that_is_kept_stays_as_it_is(settings: Settings) -> None:
    path = keep_version(settings, ONE, CARD)
    before = path.read_bytes()
    keep_version(settings, ONE, None)
    assert path.read_bytes() == before


def test_what_a_model_needs_is_made_ready_before_it_comes_into_force_and_only_if_it_may(
    settings: Settings,
) -> None:
    kept(settings, ONE, OTHER)
    seen: list[tuple[str, str]] = []

    def ready(model: Model) -> None:
        seen.append((model.version, in_force(settings)))

    publish(settings, ONE.version, at=MONDAY)
    with pytest.raises(ModelNotCompared):
        publish(settings, OTHER.version, at=MONDAY, prepare=ready)
    compared(settings, ONE, OTHER)
    publish(settings, OTHER.version, at=MONDAY, prepare=ready)
    rollback(settings, at=MONDAY, prepare=ready)
    assert seen == [(OTHER.version, ONE.version), (ONE.version, OTHER.version)]


def test_a_model_that_cannot_be_made_ready_for_does_not_come_into_force(settings: Settings) -> None:
    kept(settings, ONE, OTHER)
    publish(settings, ONE.version, at=MONDAY)
    compared(settings, ONE, OTHER)

    def fail(_: Model) -> None:
        raise UnknownModel("the graph is away")

    with pytest.raises(UnknownModel, match="away"):
        publish(settings, OTHER.version, at=MONDAY, prepare=fail)
    assert in_force(settings) == ONE.version
    assert [entry.version for entry in history(settings)] == [ONE.version]


def test_the_first_model_is_published_without_a_comparison(settings: Settings) -> None:
    kept(settings, ONE)
    publish(settings, ONE.version, at=MONDAY)
    assert in_force(settings) == ONE.version
    assert read_card(model_path(settings)) == CARD


def test_a_model_is_published_only_after_it_was_compared_with_the_one_in_force(settings: Settings) -> None:
    kept(settings, ONE, OTHER)
    publish(settings, ONE.version, at=MONDAY)
    with pytest.raises(ModelNotCompared, match=f"hub model compare {ONE.version} {OTHER.version}"):
        publish(settings, OTHER.version, at=MONDAY)
    compared(settings, OTHER, ONE)
    with pytest.raises(ModelNotCompared):
        publish(settings, OTHER.version, at=MONDAY)
    compared(settings, ONE, OTHER)
    publish(settings, OTHER.version, at=MONDAY)
    assert in_force(settings) == OTHER.version


def test_a_model_that_changes_very_many_persons_is_published_only_if_that_is_wanted(
    settings: Settings,
) -> None:
    kept(settings, ONE, OTHER)
    publish(settings, ONE.version, at=MONDAY)
    compared(settings, ONE, OTHER, joined=5)
    with pytest.raises(TooManyChanges, match=r"changes 6\.0% of the persons"):
        publish(settings, OTHER.version, at=MONDAY)
    assert in_force(settings) == ONE.version
    entry = publish(settings, OTHER.version, at=MONDAY, knowingly=True)
    assert entry is not None
    assert entry.changed_share == pytest.approx(0.06)


def test_a_comparison_on_fewer_records_takes_the_place_of_none_on_more(settings: Settings) -> None:
    kept(settings, ONE, OTHER)
    publish(settings, ONE.version, at=MONDAY)
    assert compared(settings, ONE, OTHER, persons=50)
    assert compared(settings, ONE, OTHER, joined=5)
    assert not compared(settings, ONE, OTHER, persons=50)
    with pytest.raises(TooManyChanges):
        publish(settings, OTHER.version, at=MONDAY)
    assert compared(settings, ONE, OTHER), "as many are"
    assert publish(settings, OTHER.version, at=MONDAY)


@pytest.mark.parametrize("learnt_from_many", [ONE, OTHER], ids=["in force", "to be published"])
def test_a_model_is_not_published_by_a_comparison_on_few_of_the_records_either_was_learnt_from(
    settings: Settings, learnt_from_many: Model
) -> None:
    for model in (ONE, OTHER):
        records = len(MANY) if model is learnt_from_many else 1
        keep_version(settings, model, replace(CARD, profile=Profile(records, 2)))
    publish(settings, ONE.version, at=MONDAY)
    compared(settings, ONE, OTHER, persons=49)
    with pytest.raises(ModelNotCompared, match=r"on 49 records.* up to 100"):
        publish(settings, OTHER.version, at=MONDAY)
    compared(settings, ONE, OTHER, persons=50)
    assert publish(settings, OTHER.version, at=MONDAY)


def test_a_comparison_that_cannot_be_read_is_replaced(settings: Settings) -> None:
    compared(settings, ONE, OTHER)
    (path,) = (model_path(settings).parent / "comparisons").iterdir()
    path.write_text("{}", encoding="utf-8")
    assert compared(settings, ONE, OTHER, persons=2)


def test_publishing_what_is_in_force_changes_nothing(settings: Settings) -> None:
    kept(settings, ONE)
    publish(settings, ONE.version, at=MONDAY)
    assert publish(settings, ONE.version, at=MONDAY) is None
    assert len(history(settings)) == 1


def test_rollback_returns_to_the_one_before_and_again_to_the_one_before_that(settings: Settings) -> None:
    kept(settings, ONE, OTHER, THIRD)
    publish(settings, ONE.version, at=MONDAY)
    for before, after in ((ONE, OTHER), (OTHER, THIRD)):
        compared(settings, before, after)
        publish(settings, after.version, at=MONDAY)
    rollback(settings, at=MONDAY)
    assert in_force(settings) == OTHER.version
    rollback(settings, at=MONDAY)
    assert in_force(settings) == ONE.version
    with pytest.raises(UnknownModel, match="No other model"):
        rollback(settings, at=MONDAY)


def killed(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    """A change that ends between the history and the model."""

    def kill(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("hub.model_history.replace_file", kill)
        with pytest.raises(KeyboardInterrupt):
            change()


@pytest.fixture
def published(settings: Settings) -> Settings:
    """ONE, and after it OTHER; THIRD may be published after either."""
    kept(settings, ONE, OTHER, THIRD)
    publish(settings, ONE.version, at=MONDAY)
    for before, after in ((ONE, OTHER), (OTHER, THIRD), (ONE, THIRD)):
        compared(settings, before, after)
    publish(settings, OTHER.version, at=MONDAY)
    return settings


def test_what_was_killed_while_it_was_published_and_published_again_is_one_step_back(
    published: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(monkeypatch, lambda: publish(published, THIRD.version, at=MONDAY))
    publish(published, THIRD.version, at=MONDAY)
    assert [rollback(published, at=MONDAY).version for _ in range(2)] == [OTHER.version, ONE.version]
    assert in_force(published) == ONE.version


def test_a_rollback_that_was_killed_is_finished_by_the_next(
    published: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(monkeypatch, lambda: rollback(published, at=MONDAY))
    assert in_force(published) == OTHER.version
    entry = rollback(published, at=MONDAY)
    assert (entry.version, entry.before) == (ONE.version, OTHER.version)
    assert in_force(published) == ONE.version
    with pytest.raises(UnknownModel, match="No other model"):
        rollback(published, at=MONDAY)


def test_after_a_rollback_that_was_killed_another_model_goes_back_to_the_one_it_replaced(
    published: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(monkeypatch, lambda: rollback(published, at=MONDAY))
    publish(published, THIRD.version, at=MONDAY)
    assert [rollback(published, at=MONDAY).version for _ in range(2)] == [OTHER.version, ONE.version]


def test_a_model_that_never_came_into_force_is_not_gone_back_to(
    published: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(monkeypatch, lambda: publish(published, THIRD.version, at=MONDAY))
    entry = rollback(published, at=MONDAY)
    assert (entry.version, entry.before) == (OTHER.version, OTHER.version), "it is taken back"
    killed(monkeypatch, lambda: publish(published, THIRD.version, at=MONDAY))
    rollback(published, at=MONDAY)
    assert rollback(published, at=MONDAY).version == in_force(published) == ONE.version
    killed(monkeypatch, lambda: publish(published, OTHER.version, at=MONDAY))
    publish(published, THIRD.version, at=MONDAY)
    assert rollback(published, at=MONDAY).version == ONE.version


def test_a_model_from_before_versions_were_kept_can_be_gone_back_to(settings: Settings) -> None:
    model_path(settings).parent.mkdir(parents=True)
    model_path(settings).write_text(ONE.to_json(), encoding="utf-8")
    kept(settings, OTHER)
    compared(settings, ONE, OTHER)
    publish(settings, OTHER.version, at=MONDAY)
    rollback(settings, at=MONDAY)
    assert in_force(settings) == ONE.version


def test_a_model_of_an_older_engine_keeps_no_new_one_from_its_place(settings: Settings) -> None:
    model_path(settings).parent.mkdir(parents=True)
    model_path(settings).write_text('{"format": 0}', encoding="utf-8")
    put_in_force(settings, ONE, CARD, at=MONDAY)
    assert in_force(settings) == ONE.version


def test_the_history_is_only_ever_appended_to(settings: Settings) -> None:
    kept(settings, OTHER)
    put_in_force(settings, ONE, CARD, at=MONDAY)
    first = history_path(settings).read_bytes()
    compared(settings, ONE, OTHER)
    publish(settings, OTHER.version, at=MONDAY + timedelta(days=1))
    rollback(settings, at=MONDAY + timedelta(days=2))
    assert history_path(settings).read_bytes().startswith(first)
    assert [(entry.action, entry.version) for entry in history(settings)] == [
        (Action.TRAINED, ONE.version),
        (Action.PUBLISHED, OTHER.version),
        (Action.ROLLED_BACK, ONE.version),
    ]
    assert stat.S_IMODE(history_path(settings).stat().st_mode) == 0o600


def test_a_damaged_version_never_comes_into_force(settings: Settings) -> None:
    path = keep_version(settings, ONE, CARD)
    plain = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**plain, "prior": 0.4}), encoding="utf-8")
    with pytest.raises(ModelMismatch, match="changed after it was written"):
        publish(settings, ONE.version, at=MONDAY)
    path.write_text(OTHER.to_json(), encoding="utf-8")
    with pytest.raises(ModelMismatch, match="another version than its name"):
        publish(settings, ONE.version, at=MONDAY)
    assert load_model(settings) is None


@pytest.mark.parametrize("version", ["0123456789ab", "../current", "current", ""])
def test_a_version_that_is_not_kept_is_refused(settings: Settings, version: str) -> None:
    with pytest.raises(UnknownModel, match="hub model list"):
        publish(settings, version, at=MONDAY)


def test_a_damaged_history_or_comparison_is_told_by_its_file(settings: Settings) -> None:
    kept(settings, ONE, OTHER)
    publish(settings, ONE.version, at=MONDAY)
    with history_path(settings).open("a", encoding="utf-8") as file:
        file.write('{"at": "yesterday"}\n')
    with pytest.raises(DamagedHistory, match=r"history\.jsonl: line 2"):
        history(settings)
    comparison = model_path(settings).parent / "comparisons" / f"{ONE.version}-{OTHER.version}.json"
    comparison.parent.mkdir()
    comparison.write_text("[]", encoding="utf-8")
    with pytest.raises(DamagedHistory, match="compare them again"):
        publish(settings, OTHER.version, at=MONDAY)


def test_only_versions_are_listed(settings: Settings) -> None:
    kept(settings, ONE, OTHER)
    publish(settings, ONE.version, at=MONDAY)
    compared(settings, ONE, OTHER)
    assert kept_versions(settings) == sorted([ONE.version, OTHER.version])


def test_changes_are_written_one_row_a_record(settings: Settings) -> None:
    changes = compare_clusterings(
        {"roll/1": "roll/1", "list/a/2": "list/a/2"}, {"roll/1": "x", "list/a/2": "x"}
    )
    path = settings.data_dir / "changes.csv"
    write_changes(path, changes)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600, "sealed records may be among them"
    assert path.read_text(encoding="utf-8").splitlines() == [
        "change,kind,source,record_id,cluster_before,cluster_after",
        "1,joined,list,a/2,list/a/2,x",
        "1,joined,roll,1,roll/1,x",
    ]
