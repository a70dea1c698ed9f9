"""The file itself: who owns it, who reaches it, what comes next, what has happened.

K1  The owner unit never changes through the coordinator.
K2  The reference is random, unambiguous and says nothing about the person.
K3  An open case always has a next step with a date, or is paused with a day to wake up.
K4  Visible to the owner unit's assigned officers; to the coordinator while consent covers the host;
    to others while consent covers their unit and they are assigned.
K6  Closing needs an outcome and the owner's yes; a closed case can be reopened with a reason.
"""
