"""How things are after release: which reading is due, whether a start lasts. Pure functions; `selectors/outcomes.py` reads for lists."""
