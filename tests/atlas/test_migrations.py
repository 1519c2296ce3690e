"""Versions of the format: the machine with invented migrations, and what must hold of the real ones (D127 to D132)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import pytest

from footpath.atlas import FORMAT_VERSION, SetField, commit, load
from footpath.atlas import migrations as room
from footpath.atlas.migrations import (
    MIGRATIONS,
    Lost,
    Migration,
    Stepped,
    Texts,
    migrate,
    migrate_folder,
    migrated_up,
    taken_entry,
    versions_of,
    with_entry,
    with_key_renamed,
)
from footpath.atlas.yamltext import Mapping, parse_yaml, to_data
from footpath.atlas.yamltext import Sequence as SequenceNode
from footpath.atlas.yamltext.splice import Edit
from footpath.base import BadInputError

CASES = Path(__file__).parent.parent / "cases"

# ---------------------------------------------------------------- invented migrations


def _renamed(old: str, new: str):  # type: ignore[no-untyped-def]  # a step of a migration
    """Rename a key of every stage."""

    def step(texts: Texts) -> Stepped:
        changed = dict(texts)
        for file in texts:
            if file.startswith("journeys/"):
                tree = parse_yaml(texts[file]).tree
                stages = tree.get("stages") if isinstance(tree, Mapping) else None
                count = len(stages.items) if isinstance(stages, SequenceNode) else 0
                changed[file] = with_key_renamed(
                    texts[file], file, [("stages", number) for number in range(count)], old, new
                )
        return Stepped(changed)

    return step


def _split(texts: Texts) -> Stepped:
    """Split `owner: web / Ana` of a journey into department and person."""
    changed = dict(texts)
    for file, text in texts.items():
        data = to_data(parse_yaml(text).tree)  # type: ignore[arg-type]
        if file.startswith("journeys/") and " / " in str(data.get("owner", "")):
            department, _, person = data["owner"].partition(" / ")
            edit = Edit(parse_yaml(text), file)
            edit.put((), "owner", {"department": department, "person": person})
            changed[file] = edit.done()[0].text
    return Stepped(changed)


def _joined(texts: Texts) -> Stepped:
    """Join them again; a third part has no place there."""
    changed = dict(texts)
    lost = []
    for file, text in texts.items():
        owner = to_data(parse_yaml(text).tree).get("owner")  # type: ignore[arg-type]
        if isinstance(owner, dict):
            edit = Edit(parse_yaml(text), file)
            edit.put((), "owner", f"{owner['department']} / {owner['person']}")
            changed[file] = edit.done()[0].text
            lost += [Lost(file, ("owner", key), f"`{key}` has no place") for key in owner if key == "phone"]
    return Stepped(changed, tuple(lost))


def _moved_out(texts: Texts) -> Stepped:
    """Move the list of touchpoints from atlas.yaml to a file of its own."""
    if "atlas.yaml" not in texts:
        return Stepped(texts)
    text, lines = taken_entry(texts["atlas.yaml"], "atlas.yaml", "touchpoints")
    return Stepped({**texts, "atlas.yaml": text, **({"touchpoints.yaml": lines} if lines else {})})


def _moved_back(texts: Texts) -> Stepped:
    if "atlas.yaml" not in texts:
        return Stepped(texts)
    rest = {file: text for file, text in texts.items() if file != "touchpoints.yaml"}
    lines = texts.get("touchpoints.yaml", "")
    return Stepped({**rest, "atlas.yaml": with_entry(texts["atlas.yaml"], lines)})


TABLE = (
    Migration(2, "stages name their aim", _renamed("goal", "aim"), _renamed("aim", "goal")),
    Migration(3, "owners have a department", _split, _joined),
    Migration(4, "touchpoints in a file of their own", _moved_out, _moved_back),
)
OLD = {
    "atlas.yaml": "# the shop\nfootpath: 1  # first\ntitle: Shop\n\n# where we meet\ntouchpoints: # all\n  # first\n  - {id: page, title: Page}\n",
    "journeys/gift.yaml": (
        "footpath: 1\ntitle: Gift\nowner: web / Ana   # since May\nstages:\n  # begin\n  - title: S\n"
        "    goal: Find it  # fast\n  - {title: T, goal: 'Keep it'} # in braces\n"
    ),
    "personas/nadia.yaml": "name: Nadia # no version here\n",
}
NEW = {
    "atlas.yaml": "# the shop\nfootpath: 4  # first\ntitle: Shop\n\n",
    "journeys/gift.yaml": (
        "footpath: 4\ntitle: Gift\nowner: {department: web, person: Ana}   # since May\nstages:\n  # begin\n"
        "  - title: S\n    aim: Find it  # fast\n  - {title: T, aim: 'Keep it'} # in braces\n"
    ),
    "personas/nadia.yaml": "name: Nadia # no version here\n",
    "touchpoints.yaml": "# where we meet\ntouchpoints: # all\n  # first\n  - {id: page, title: Page}\n",
}


def test_d127_up_and_down_again_gives_the_same_bytes() -> None:
    up = migrate(OLD, 4, TABLE)
    assert dict(up.texts) == NEW
    assert up.changed == {"atlas.yaml", "journeys/gift.yaml", "touchpoints.yaml"}
    down = migrate(up.texts, 1, TABLE)
    assert dict(down.texts) == OLD
    assert down.lost == ()
    assert dict(migrate(OLD, 1, TABLE).texts) == OLD


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_d127_every_version_between_can_be_asked_for(version: int) -> None:
    there = migrate(OLD, version, TABLE)
    assert set(versions_of(there.texts).values()) == {version}
    assert dict(migrate(there.texts, 1, TABLE).texts) == OLD
    assert dict(migrate(there.texts, 4, TABLE).texts) == NEW


def test_d128_what_the_older_version_cannot_hold_is_named() -> None:
    richer = {**NEW, "journeys/gift.yaml": NEW["journeys/gift.yaml"].replace("Ana}", "Ana, phone: 17}")}
    down = migrate(richer, 1, TABLE)
    assert [str(each) for each in down.lost] == ["journeys/gift.yaml owner/phone: `phone` has no place"]


def test_d129_each_file_is_migrated_from_its_own_version() -> None:
    half = {**NEW, "journeys/gift.yaml": OLD["journeys/gift.yaml"]}
    assert dict(migrate(half, 4, TABLE).texts) == NEW
    assert versions_of(half)["personas/nadia.yaml"] == 4


def test_d129_an_atlas_that_names_no_version_is_of_the_first_and_names_it_afterwards() -> None:
    bare = {**OLD, "atlas.yaml": OLD["atlas.yaml"].replace("footpath: 1  # first\n", "")}
    assert migrate(bare, 2, TABLE).texts["atlas.yaml"].startswith("# the shop\nfootpath: 2\ntitle: Shop\n")


@pytest.mark.parametrize(
    "text", ["{footpath: 1, title: X}\n", "\ufefffootpath: 1\r\ntitle: X\r\n", "---\nfootpath: 1\ntitle: X"]
)
def test_d129_versions_are_found_however_they_are_written(text: str) -> None:
    up = migrate({"atlas.yaml": text}, 4, TABLE)
    assert versions_of(up.texts) == {"atlas.yaml": 4}
    assert dict(migrate(up.texts, 1, TABLE).texts) == {"atlas.yaml": text}


def test_d130_an_unknown_version_is_refused() -> None:
    with pytest.raises(
        BadInputError, match=r"knows the versions 1 to 4 of the format: '5' \[format-version\]"
    ):
        migrate(OLD, 5, TABLE)
    newer = {**OLD, "journeys/gift.yaml": "footpath: 9\ntitle: X\n"}
    with pytest.raises(BadInputError, match="version 9 of the format, and this Footpath reads up to 4"):
        migrate(newer, 4, TABLE)
    assert migrated_up({"atlas.yaml": "footpath: 9\ntitle: X\n"}, TABLE)["atlas.yaml"].startswith(
        "footpath: 9"
    )


def test_d130_a_text_that_is_no_yaml_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    folder = _write(tmp_path / "shop", {**OLD, "journeys/gift.yaml": "footpath: 1\ntitle: [\n"})
    with pytest.raises(BadInputError):
        migrate_folder(folder, 4, table=TABLE)
    assert (folder / "atlas.yaml").read_text("utf-8") == OLD["atlas.yaml"]


def _write(folder: Path, texts: Texts) -> Path:
    for file, text in texts.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(text.encode("utf-8"))
    return folder


def _read(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8")
        for path in sorted(folder.rglob("*.yaml"))
    }


def test_d131_a_folder_is_migrated_as_a_whole_and_back(tmp_path: Path) -> None:
    folder = _write(tmp_path / "shop", OLD)
    assert migrate_folder(folder, 4, dry_run=True, table=TABLE).changed
    assert _read(folder) == dict(sorted(OLD.items()))
    migrate_folder(folder, 4, table=TABLE)
    assert _read(folder) == dict(sorted(NEW.items()))
    migrate_folder(folder, 1, table=TABLE)
    assert _read(folder) == dict(sorted(OLD.items()))


@pytest.mark.parametrize("fails_at", range(1, 5))
def test_d131_a_migration_that_was_killed_is_ended_by_the_next_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    committing = import_module("footpath.atlas.commit")
    folder = _write(tmp_path / "shop", OLD)
    real, calls = committing.write_whole, [0]

    def dying(path: Path, data: bytes | str) -> None:
        calls[0] += 1
        if calls[0] == fails_at:
            raise KeyboardInterrupt
        real(path, data)

    monkeypatch.setattr(committing, "write_whole", dying)
    with pytest.raises(KeyboardInterrupt):
        migrate_folder(folder, 4, table=TABLE)
    monkeypatch.setattr(committing, "write_whole", real)
    migrate_folder(folder, 4, table=TABLE)
    assert _read(folder) == dict(sorted(NEW.items()))
    assert not (folder / ".footpath" / "commit.json").exists()


# ---------------------------------------------------------------- the real ones


def cases_missing(table: Sequence[Migration], folder: Path) -> list[str]:
    """Return what is missing or wrong with the cases of migrations: each has texts before and after, both ways."""
    wrong = []
    for migration in table:
        before, after = (_read(folder / str(migration.version) / name) for name in ("before", "after"))
        if not before or not after:
            wrong.append(f"migration {migration.version} has no case in {folder}/{migration.version}")
            continue
        own = [migration]
        if dict(_one(before, own, migration.version)) != after:
            wrong.append(f"migration {migration.version}: up is not what its case says")
        if dict(_one(after, own, migration.version - 1)) != before:
            wrong.append(f"migration {migration.version}: down is not what its case says")
    return wrong


def _one(texts: Texts, table: Sequence[Migration], to: int) -> Texts:
    return dict(sorted(migrate(texts, to, table).texts.items()))


def test_d132_every_migration_has_a_case_in_both_directions() -> None:
    assert cases_missing(MIGRATIONS, CASES / "migrations") == []
    assert [migration.version for migration in MIGRATIONS] == list(range(2, FORMAT_VERSION + 1))


def test_d132_a_migration_without_a_case_fails(tmp_path: Path) -> None:
    assert cases_missing(TABLE[:1], tmp_path) == [f"migration 2 has no case in {tmp_path}/2"]
    steps = migrate(OLD, 2, TABLE).texts
    _write(tmp_path / "2" / "before", OLD)
    _write(tmp_path / "2" / "after", steps)
    assert cases_missing(TABLE[:1], tmp_path) == []
    (tmp_path / "2" / "after" / "personas" / "nadia.yaml").write_text("name: Other\n", "utf-8")
    assert len(cases_missing(TABLE[:1], tmp_path)) == 2


RELEASED = sorted(int(path.name) for path in (CASES / "versions").iterdir())


def test_d132_an_atlas_of_every_version_is_kept() -> None:
    assert list(range(1, FORMAT_VERSION + 1)) == RELEASED


@pytest.mark.parametrize("version", RELEASED)
def test_d132_an_atlas_of_every_version_loads_without_a_problem(version: int, tmp_path: Path) -> None:
    folder = tmp_path / "atlas"
    shutil.copytree(CASES / "versions" / str(version), folder)
    loaded = load(folder)
    assert [problem.render() for problem in loaded.problems] == []
    assert len(loaded.atlas.journeys) == 2
    assert len(loaded.atlas.measures) == 1
    done = migrate_folder(folder, FORMAT_VERSION)
    assert done.lost == ()
    assert load(folder).problems == ()


def test_the_atlas_of_the_first_version_uses_every_key_of_its_time() -> None:
    """What it does not use is not kept loading; the list says what it leaves out on purpose."""
    folder = CASES / "versions" / "1"
    text = "\n".join(path.read_text("utf-8") for path in folder.rglob("*.yaml"))
    for key in (
        "hands",
        "views",
        "notes",
        "horizon",
        "begins",
        "ends",
        "glossary",
        "departments",
        "locales",
        "kano",
        "sliders",
        "promises",
    ):
        assert re.search(rf"^\s*(- )?{key}:|[{{ ]{key}:", text, re.MULTILINE), key


def test_an_older_atlas_is_read_as_the_newest_and_changed_only_after_it_was_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert migrated_up(OLD) is OLD
    folder = _write(
        tmp_path / "shop", {"atlas.yaml": "name: Shop\nfootpath: 1\n", "personas/nadia.yaml": "name: N\n"}
    )

    def up(texts: Texts) -> Stepped:
        return Stepped(
            {
                **texts,
                "atlas.yaml": with_key_renamed(texts["atlas.yaml"], "atlas.yaml", [()], "name", "title"),
            }
        )

    monkeypatch.setattr(room, "MIGRATIONS", (Migration(2, "an atlas has a title", up, up),))
    for module in ("loader", "migrations", "libraries"):
        monkeypatch.setattr(f"footpath.atlas.{module}.FORMAT_VERSION", 2, raising=False)
    loaded = load(folder)
    assert (loaded.atlas.title, loaded.problems) == ("Shop", ())
    assert (folder / "atlas.yaml").read_text("utf-8") == "name: Shop\nfootpath: 1\n"
    change = SetField("persona", "nadia", "age", "30")
    with pytest.raises(BadInputError, match="must be raised before it is changed"):
        commit(folder, loaded, [change])
    assert migrate_folder(folder, 2).changed == {"atlas.yaml"}
    assert commit(folder, load(folder), [change]).atlas.personas[0].age == "30"
