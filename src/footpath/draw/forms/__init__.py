"""The forms: each one file that turns content into a scene."""
