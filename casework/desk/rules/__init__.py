"""Pure rules of what the desk and the case page say."""
