"""Joint meetings: booked with room, people and time; invitations, answers, minutes, attendance.

M1  A unit that the consent does not cover cannot be invited, and the refusal says why.
    Several cases are booked in one go, one straight after the other, each as a meeting of its own:
    at one meeting of several cases the people of each would learn of the others. What belongs to
    the individual of the first, and the agenda, is of the first only. That they belong together
    is written nowhere: it is computed, for whoever reaches each of them.
M2  No room and no internal person is double-booked; touching times are fine.
M3  Invitation, mail and .ics carry no name, number or case text: a meeting code and a link.
M4  A change keeps the UID and raises SEQUENCE; a cancellation goes to everyone who ever got it.
    A series is one object in the calendar, and what has been of it is never touched.
M5  Everyone answers: kommer, kan inte or annan tid; those who have not are reminded.
M6  Every time the meeting has had is kept, with who asked for the change.
M7  Minutes, attendance and one "this we take on" per party; locked when approved.
"""
