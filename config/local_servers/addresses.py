"""Where this checkout's own PostgreSQL and Valkey listen: pure functions of the checkout path, so settings need no server up."""
