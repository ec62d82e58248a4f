"""The whole desk as one file, and back: for backups, and for moving to another desk or another database.

An archive is a zip of one NDJSON file a table, written from one moment of the database while the desk goes on working,
with a manifest that has each table's number of rows and SHA-256. It is the same for SQLite and PostgreSQL.

tables    which tables there are, and what of them is secret
writing   the archive from the database
loading   the database from the archive, whole or not at all
"""

from verification.backups.loading import Loaded, load_archive
from verification.backups.writing import write_archive

__all__ = ["Loaded", "load_archive", "write_archive"]
