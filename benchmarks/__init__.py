"""Measurements: how fast searchkit answers, and how well it ranks; see README.md."""
