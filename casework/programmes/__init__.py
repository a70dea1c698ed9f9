"""Insatser: whom a programme is for, its ladder, and the local codes.

All of it is data, so that a programme for another group needs no code. Codes have validity dates
(O3): an old case keeps the code it was given, a new one is offered only what is valid.
"""
