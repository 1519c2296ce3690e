"""The problem codes of the commands that work with git."""

from footpath.base import register_codes

CODES = register_codes(
    "cli",
    {
        "no-git": "The command reads or sets up a git repository, and git is not installed, or the folder lies in no repository.",
        "git-failed": "Git refused what Footpath asked of it; its own words are in the message.",
        "unknown-revision": "Git knows no such revision, or the atlas was not there in it. Write a commit, a branch, a tag, HEAD~3, or A..B.",
    },
)
