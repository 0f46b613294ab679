"""Private courses share compiled statements, never data."""

from pathlib import Path

from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Table,
    create_engine,
    insert,
    inspect,
    select,
)

from autograder.gradebook.statements import _COMPILED, DRIVER

MARKS = Table("marks", MetaData(), Column("points", Integer))


def points_in(path: Path) -> list[int]:
    engine = create_engine(f"{DRIVER}:///{path}")
    with engine.connect() as connection:
        points = list(connection.scalars(select(MARKS.c.points)))
    engine.dispose()
    return points


def test_a_second_engine_compiles_nothing_and_reads_its_own_file(
    tmp_path: Path,
) -> None:
    for name, points in (("one.db", 1), ("two.db", 2)):
        engine = create_engine(f"{DRIVER}:///{tmp_path / name}")
        MARKS.create(engine)
        with engine.begin() as connection:
            connection.execute(insert(MARKS).values(points=points))
        engine.dispose()
    assert points_in(tmp_path / "one.db") == [1]
    known = len(_COMPILED)

    assert points_in(tmp_path / "two.db") == [2]

    assert len(_COMPILED) == known


def test_a_table_made_after_the_first_look_is_found(tmp_path: Path) -> None:
    engine = create_engine(f"{DRIVER}:///{tmp_path / 'one.db'}")
    later = Table("later", MetaData(), Column("points", Integer))
    with engine.begin() as connection:
        MARKS.create(connection)
        before = inspect(connection).has_table("later")
        later.create(connection)

        assert not before
        assert inspect(connection).has_table("later")
        assert inspect(connection).has_table("marks")
    engine.dispose()
