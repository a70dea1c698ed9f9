"""Several at once, each in a thread and a transaction of its own."""

from threading import Thread

from casework.access.asking import on_behalf_of
from casework.kit.db import session, writing


def at_once(app, actor, *acts):
    """{the number of the act: "done", or the name of what it raised}"""
    ended = {}

    def one(number, act):
        with app.app_context(), on_behalf_of(actor):
            try:
                with writing():
                    act()
                ended[number] = "done"
            except Exception as no:  # noqa: BLE001  whatever says no is an ending
                ended[number] = type(no).__name__
            finally:
                session.remove()

    session.remove()
    threads = [Thread(target=one, args=numbered) for numbered in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended
