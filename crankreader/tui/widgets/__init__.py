"""The panes, one a file. They take model objects, post messages, and never know one another."""
