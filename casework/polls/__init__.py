"""Tidsfrågor: up to eight times are asked about before anything is booked.

The times are held until the answers should be in and a working day more; then they lapse.

M1  Only those whom the consent covers, today and on every proposed day, are asked.
    More time to answer asks the consent again (C1): those it no longer covers leave the question.
    A picked time is booked with all that the booking form takes, as it was asked for (E4).
M2  A proposed time is free when it is asked about, and held for everybody asked until it lapses.
M3  Letters and link pages carry no name, number or case text: a code, times, places and a link.
M5  Everyone answers for every time until the last day is over, and never after; those who have not
    are reminded once, the day before the last.
M8  A letter that waits is never sent to somebody whom the consent no longer covers; a consent that
    is taken back closes the question, or takes the unit's people out of it.
"""
