"""Who has been in the cases, and who looks at that: the owner's officers and the log reviewers.

T1  The owner unit's assigned officers see everybody who read, changed or was refused in their case:
    who, when, which act and on what ground. Acts, never texts and never kinds of information (C5).
T2  A reviewer reads the log of the cases that their own authority owns: references, never names of
    individuals. Nobody else reads it.
T3  For each month that has ended a sample is drawn from that log with a secret made in the same
    moment: nobody knows it beforehand, anybody can repeat it afterwards. Every unit that left a row
    is in it, and refusals are given a third of it as far as there are any.
T4  A month is signed off when every row of its sample has been looked at, and is locked from then
    on. What needs looking into becomes a review task. Not signed off 15 days after the month's end
    is late.
T5  Rules over the trail raise review tasks: many cases in an hour, one's own surname, outside
    working hours, many refusals, a protected identity, repeated searches. The same thing is raised
    once. A task keeps its reason, whose rows they are and which rows: never an individual's name.
T6  A task goes to the authority that employs whom it is about, with every row, and to each
    authority that owns a case among them (it answers for the data), with its own rows only. Both
    see references of cases that they own; other rows are a number. Each assesses for itself.

Not decided here: what an authority does with what a task found. The reviewer writes where it went.
"""
