"""What the individual has a right to get from us: an extract of who has looked.

D1  The extract tells one individual who has read, changed or been refused in their case: unit and
    title, the day, which act, how often; and which consents were given to whom. It holds nothing
    about another individual, and no text.
D2  Officers of the unit that owns the case make it, and that leaves a row in the trail.

Staff are told by unit and title, not by name: that somebody read in the service of an authority is
the authority's act (GDPR article 15, as the EU court reads it in C-579/21). Whoever needs a name to
exercise a right asks the owner unit, which sees it in "Vem har sett ärendet". Refusals are told
too: nothing was read, but that somebody tried concerns the individual. Each unit answers for its
own records (E1): the extract holds the case, what led to it, and the owner's own row of the person.
"""
