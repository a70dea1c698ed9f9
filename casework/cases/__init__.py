"""The file itself: who owns it, who reaches it, what comes next, what has happened.

K1  The owner unit never changes through the coordinator. Only the owner asks another unit to take
    the case over, one that the consent covers, and that unit must say yes; until then it sees the
    reference, who asks, the programme, the step and what the consent gives it, and nothing else.
    A closed case stays where it is.
K2  The reference is random, unambiguous and says nothing about the person.
K3  An open case always has a next step with a date, or is paused, for a reason, with a day to wake
    up. On that day it stands on the desk of the coordinator and the owner and asks for a next
    step, which is also what wakes it before; resting longer is to pause it again.
K4  Visible to the owner unit's assigned officers; to the coordinator while consent covers the host;
    to others while consent covers their unit and they are assigned. Whoever stands in for an
    assigned colleague of the same unit counts as assigned, on those days and in no longer chain.
K5  Leaving a unit ends all assignments and substitutions that second; coming back brings none.
K6  Closing needs an outcome and the owner's yes; a closed case can be reopened with a reason.
"""
