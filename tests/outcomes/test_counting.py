"""O2: a case registered by mistake never counts."""

from casework.outcomes.rules import counts


def test_o2_felregistrering_never_counts():
    assert not counts("felregistrering")
    assert counts("arbete")
    assert counts(None)
