"""D8 stands on the atoms: few enough to ask often, and none of an attacker's means lost."""

from random import Random

from casework.disclosure.areas import COHORT, area_of, people_in
from casework.disclosure.atoms import Atoms

UNIVERSE = {
    "a": tuple("pqr"),
    "b": tuple("mn"),
    "c": tuple("uv"),
    "d": tuple("12"),
    COHORT: ("h1",),
}


def area(**members):
    return area_of({name: tuple(bases) for name, bases in members.items()}, UNIVERSE)


def test_a_chain_of_tables_needs_no_product_of_all():
    atoms = Atoms(UNIVERSE, [area(a="p", b="m"), area(b="m", c="u"), area(c="u", d="1")])
    assert sorted(atoms.cliques) == [("a", "b"), ("b", "c"), ("c", "d")]
    assert atoms.size == 12
    assert len(atoms.links()) == 4


def test_categories_no_number_tells_apart_are_one():
    assert Atoms(UNIVERSE, [area(a="pq")]).size == 2
    assert Atoms(UNIVERSE, [area(a="pqr")]).size == 1
    assert Atoms(UNIVERSE, [area(a="p"), area(a="q")]).size == 3


def test_a_ring_of_tables_is_triangulated():
    ring = [area(a="p", b="m"), area(b="m", c="u"), area(c="u", d="1"), area(d="1", a="p")]
    assert sorted(len(clique) for clique in Atoms(UNIVERSE, ring).cliques) == [3, 3]


def test_people_counted_by_atoms_are_people_counted_by_hand():
    areas = [area(a="p", b="m"), area(a="qr"), area(b="n", c="v"), area(), area(c="u", d="2")]
    atoms, dice = Atoms(UNIVERSE, areas), Random(3)
    records = [{n: dice.choice(bases) for n, bases in UNIVERSE.items()} for _ in range(50)]
    columns = [set(atoms.record(record).tolist()) for record in records]
    for counted in areas:
        inside = set(atoms.columns(counted).tolist())
        assert sum(bool(inside & own) for own in columns) == people_in(counted, records)
    for one, other in atoms.links():
        sides = [sum(bool(set(side.tolist()) & own) for own in columns) for side in (one, other)]
        assert sides[0] == sides[1]
