"""The local library: source documents of the desk, searched in full text inside its own database."""
