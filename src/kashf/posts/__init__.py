"""Platform exports → posts."""

from kashf.posts.draft import draft_mapping
from kashf.posts.importing import FileReport, ImportReport, import_files, import_frame
from kashf.posts.sampling import sniff

__all__ = [
    "FileReport",
    "ImportReport",
    "draft_mapping",
    "import_files",
    "import_frame",
    "sniff",
]
