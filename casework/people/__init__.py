"""The individuals, and who may speak for them.

E1  A person record belongs to the unit that entered it; the same individual may have several, and
    nothing gives one away.
E2  Name, personnummer and contact are sealed; search by personnummer goes through a keyed index.
E3  Skyddade personuppgifter: no name, number or contact is ever kept; marked later, they are erased
    at once.
E4  Interpreter, access needs and representative follow the person, not the case.
"""
