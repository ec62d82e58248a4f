"""Django's SQLite, whose writers of one process wait in a queue (`base.py`). Named in the setting DATABASES."""
