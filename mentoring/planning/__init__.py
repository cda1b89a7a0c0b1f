"""How somebody says things are, their plan, and when it is looked at again: rules as pure functions, and reads."""
