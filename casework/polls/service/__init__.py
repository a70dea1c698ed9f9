"""The verbs: asking, answering, and deciding. Each insists, checks, changes and records."""
