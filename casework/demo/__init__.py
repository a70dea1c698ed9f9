"""The made-up people and the default installation that `casework demo` shows.

Every individual here is invented; personal numbers come from Skatteverket's published test series.
"""
