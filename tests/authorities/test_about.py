import pytest


@pytest.mark.parametrize("slug", ["tillganglighet", "personuppgifter", "tjansten"])
def test_the_pages_about_the_service_are_open(app, slug):
    answer = app.test_client().get(f"/om/{slug}")
    assert answer.status_code == 200
    assert "öppen för alla" in answer.get_data(as_text=True)


@pytest.mark.parametrize("slug", ["annat", "..", "tillganglighet.html"])
def test_there_are_no_others(app, slug):
    assert app.test_client().get(f"/om/{slug}").status_code == 404
