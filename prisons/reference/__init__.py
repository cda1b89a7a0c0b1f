"""Facts a new installation starts from. Loaded once by `manage.py load_reference_data`; administrators keep them after that."""
