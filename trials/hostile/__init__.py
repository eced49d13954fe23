"""Bad inputs and faults, one row each, against a live server in which an honest pair keeps arriving."""
