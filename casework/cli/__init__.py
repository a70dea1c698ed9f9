"""The commands a person types. Settings come from config.py; each file adds its commands."""

from casework.cli import daily, operating, post, trail
from casework.cli.door import KEYS, installation, main, settings

__all__ = ["KEYS", "daily", "installation", "main", "operating", "post", "settings", "trail"]
