"""Wall 2 by itself, round tables of its own: what it adds to a SELECT, and whom it refuses."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import (
    ForeignKey,
    column,
    create_engine,
    event,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    aliased,
    mapped_column,
    relationship,
)

from casework.access import Actor, Role, wall
from casework.access.asking import House, on_behalf_of
from casework.kit import clock

DAY = date(2026, 3, 2)
ME, UNIT, PLACE = (UUID(int=n) for n in (7, 8, 9))
ACTOR = Actor(ME, UNIT, PLACE, Role.OFFICER, "Anna")
STRANGER = Actor(*(UUID(int=n) for n in (17, 18, 19)), Role.OFFICER, "Bo")


class Base(DeclarativeBase):
    id: Mapped[int] = mapped_column(primary_key=True)


class Letter(Base):
    __tablename__ = "letters"
    user_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    authority_id: Mapped[UUID | None]
    day: Mapped[date | None]
    pages: Mapped[list["Page"]] = relationship(lazy="select", viewonly=True)
    notes: Mapped[list["Note"]] = relationship(lazy="select", viewonly=True)


class Page(Base):
    __tablename__ = "pages"
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id))
    unit_id: Mapped[UUID | None]
    kind: Mapped[str]


class Note(Base):
    __tablename__ = "notes"
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id))
    kind: Mapped[str]


class Stamp(Base):
    __tablename__ = "stamps"


def reaches(actor, on):
    ids = [getattr(Letter, name) == getattr(actor, name) for name in ("user_id", "unit_id")]
    return or_(*ids, Letter.authority_id == actor.authority_id, Letter.day == on)


def plain(model):
    return lambda actor, on: or_(model.kind == "plain", (Letter.day == on) & (actor is not None))


ROWS = (
    *(Letter(id=1, user_id=ME), Letter(id=2, unit_id=UNIT), Letter(id=3, authority_id=PLACE)),
    *(Letter(id=4, day=DAY), Letter(id=5, day=DAY - timedelta(days=1)), Stamp(id=1)),
    *(Page(id=10 + n, letter_id=n, kind="plain") for n in range(1, 6)),
    *(Page(id=20 + n, letter_id=n, kind="secret") for n in range(1, 6)),
    *(Page(id=30 + n, letter_id=n, kind="secret", unit_id=UNIT) for n in range(1, 6)),
    *(Note(id=10 + n, letter_id=n, kind="plain") for n in range(1, 6)),
    *(Note(id=20 + n, letter_id=n, kind="secret") for n in range(1, 6)),
)
ENGINE = create_engine("sqlite://")


@pytest.fixture(scope="module", autouse=True)
def _rows():
    Base.metadata.create_all(ENGINE)
    with Session(ENGINE) as session:
        session.add_all(ROWS)
        session.commit()


@pytest.fixture(autouse=True)
def _walls(monkeypatch):
    monkeypatch.setattr(wall, "_guards", {})
    monkeypatch.setattr(wall, "_made", {})
    wall.guard(Letter, reaches)
    wall.guard_children(Page.letter_id, plain(Page))
    wall.guard_children(Note.letter_id, plain(Note))
    with time_machine.travel(clock.moment(DAY, time(12)), tick=False):
        yield


@pytest.fixture
def session(_walls):
    with Session(ENGINE) as one:
        event.listen(one, "do_orm_execute", wall._stand_in_the_way)
        yield one


@pytest.fixture
def found(session):
    def found(statement, who=ACTOR):
        with on_behalf_of(who):
            return sorted(session.scalars(statement))

    return found


@pytest.fixture
def said():
    """The statements that were sent."""
    texts = []

    def hears(_connection, _cursor, text, *_):
        texts.append(text)

    event.listen(ENGINE, "before_cursor_execute", hears)
    yield texts
    event.remove(ENGINE, "before_cursor_execute", hears)


def test_a_row_is_reached_by_each_id_of_the_actor_and_by_the_day(found):
    assert found(select(Letter.id)) == [1, 2, 3, 4]
    for name, left in (("user_id", [2, 3, 4]), ("unit_id", [1, 3, 4]), ("authority_id", [1, 2, 4])):
        assert found(select(Letter.id), replace(ACTOR, **{name: UUID(int=99)})) == left
    assert found(select(Letter.id), STRANGER) == [4]
    assert found(select(Letter.id)) == [1, 2, 3, 4], "each time anew"
    assert found(select(Letter.id), House("a test")) == [1, 2, 3, 4, 5]


def test_an_alias_is_narrowed_too(found):
    other = aliased(Letter)
    assert found(select(other.id)) == [1, 2, 3, 4]
    assert found(select(aliased(Page).id), STRANGER) == [14, 24, 34]


def test_children_follow_their_parent_and_what_narrows_it_but_not_what_the_unit_wrote(found):
    mine = [11, 12, 13, 14, 24, 31, 32, 33, 34]
    assert found(select(Page.id)) == mine
    assert found(select(Page.id), STRANGER) == [14, 24, 34]
    assert found(select(Note.id)) == [11, 12, 13, 14, 24]
    assert found(select(Page.id).join(Letter)) == mine
    wall.guard_children(Page.letter_id)
    wall._made.clear()
    assert len(found(select(Page.id))) == 12
    assert found(select(Page.id), STRANGER) == [14, 24, 34]


def test_nobody_gets_nothing_and_is_told_of_what(session):
    asked = select(Page.id).where(Page.letter_id == Letter.id)
    with on_behalf_of(None), pytest.raises(wall.NobodyAsks) as refused:
        session.execute(asked)
    assert str(refused.value) == "nobody is known to ask for letters, pages"


def test_what_is_not_guarded_or_says_why_is_open_to_nobody(session, found):
    assert found(select(Stamp.id), None) == [1]
    beyond = select(Letter.id).execution_options(**wall.beyond("a test looks further"))
    for who in (None, STRANGER):
        assert found(beyond, who) == [1, 2, 3, 4, 5]
    assert wall.beyond("a test") == {"beyond the wall": "a test"}
    with on_behalf_of(None):
        session.execute(update(Letter).where(Letter.id == 9).values(day=DAY))


def test_a_row_that_was_loaded_is_brought_up_to_date(session):
    with on_behalf_of(ACTOR):
        letter = session.get_one(Letter, 1)
    session.expire(letter)
    with on_behalf_of(None):
        assert letter.user_id == ME


def test_a_lazy_load_is_narrowed_once(session, said):
    with on_behalf_of(ACTOR):
        letter = session.scalars(select(Letter).join(Page).where(Page.id == 12)).one()
        said.clear()
        assert {page.id for page in letter.pages} == {12, 32}
        assert [note.id for note in letter.notes] == [12]
    assert [text.count("EXISTS") for text in said] == [1, 1]


def test_each_sort_of_actor_is_asked_for_once(said, found):
    with on_behalf_of(ACTOR):
        found(select(Letter.id))
        found(select(Letter.id), STRANGER)
        assert len(wall._made) == 1
        found(select(Letter.id), replace(ACTOR, role=Role.CONTACT))
        assert len(wall._made) == 2
        assert wall._criteria(Letter.__table__, ACTOR) is wall._criteria(
            Letter.__table__, replace(STRANGER, name="Cecilia")
        )
    assert len(set(said)) == 1, "nothing of who asks stands in the text"


def sources(statement):
    return {table.name for table in wall._sources(statement)}


def test_the_tables_that_values_are_taken_from():
    inside = select(Letter.id).where(exists().where(Page.letter_id == Letter.id))
    for statement, tables in (
        (select(Letter.id, Page.kind), {"letters", "pages"}),
        (select(func.count()).select_from(Note), {"notes"}),
        (select(func.max(Letter.day)), {"letters"}),
        (select(Letter.id).join(Page), {"letters", "pages"}),
        (select(Letter.id).where(Letter.id == Note.letter_id), {"letters", "notes"}),
        (select(Letter.id).where(Letter.id.in_(select(Page.letter_id))), {"letters"}),
        (inside, {"letters"}),
        (select(select(Page.id).scalar_subquery()), {"pages"}),
        (select(select(Note.id).subquery().c.id), {"notes"}),
        (select(Letter.id).union(select(Stamp.id)), {"letters", "stamps"}),
        (select(literal_column("1"), column("x")), set()),
    ):
        assert sources(statement) == tables, str(statement)


def test_the_names_of_the_guarded():
    assert wall.guarded() == frozenset({"letters", "pages", "notes"})


def test_a_later_value_is_a_new_parameter_each_time():
    later = wall._ASKING["unit_id"]
    with on_behalf_of(ACTOR):
        both = select(Letter.id).where((Letter.unit_id == later) & (Page.unit_id == later))
        values = both.compile().construct_params()
    assert list(values.values()) == [UNIT, UNIT]
