"""What several verbs do in common, and what nobody signed in does. Whoever calls has insisted."""
