"""The screens, one a file: each is the switchboard of its panes."""
