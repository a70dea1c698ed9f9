"""The verbs of the room, a file per family."""
