"""People's own calendars: when they are busy elsewhere, and nothing of what with.

F1  Only busy intervals are kept, for today and the sixty days after; never a title, a place, a
    person or an identifier.
F2  An own calendar makes a time unsuggested, never forbidden. Where too few suit everybody, times
    follow that one person's own calendar is in the way of, and are marked as such.
F3  Everybody keeps their own calendar alone; all others see busy or free, and by F2 that a marked
    time is busy in it. The calendars of those who have left or moved count no more.
F4  A calendar is fetched only over https, from the hosts that the installation names, at addresses
    open to the whole world, two megabytes and ten seconds at most, and never in a booking.
F5  A calendar is read by a process of its own with little time and memory. What cannot be read is
    refused with a sentence, and what was read before stays.
F6  The address of a calendar is a key: sealed, never logged, never shown whole again.
"""
