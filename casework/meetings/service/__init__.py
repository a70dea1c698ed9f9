"""The verbs of a meeting, a file for each family. Who calls imports the file: service.booking."""
