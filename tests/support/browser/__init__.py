"""The people of the browser tests, what they do, and how a page should look."""
