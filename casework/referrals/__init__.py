"""Remisser: drafted, sent, amended, answered.

R1  A draft belongs to the author's unit and vanishes after 90 days.
R2  Sent only when complete, with a consent that covers the sender, the host and one more authority.
R3  A sent referral is a snapshot; a change is an amendment with old, new and reason.
R4  The answer is: antas, kompletteras, väntar, hänvisas or avslås, each with what it needs; the
    first is due within the programme's number of working days.
R5  The sender may withdraw it until it is answered.
R6  The target group check is shown and advisory: a human decides.
R7  Accepting opens the case with the sender's unit as owner.
R8  A sender is never told that the person is known elsewhere.
"""
