"""Every form that changes something, by the name of its address: the files beside this one, each with FORMS of a noun.

tests/test_sent_twice.py sends each of them.
"""

import importlib
import pkgutil

FORMS = {}
for _file in pkgutil.iter_modules(__path__):
    FORMS |= getattr(importlib.import_module(f"{__name__}.{_file.name}"), "FORMS", {})
