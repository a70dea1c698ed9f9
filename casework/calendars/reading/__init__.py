"""F1, F5: the bytes of a calendar become busy intervals, or a refusal with a sentence.

Nothing in this folder imports anything of ours outside it: the child process that reads a calendar
(`child.py`) starts it as a package of its own, so that no key, model or connection is near.
"""
