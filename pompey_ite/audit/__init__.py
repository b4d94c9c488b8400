"""What `manage.py audit` looks at: dependencies, code, secrets, the list of components."""
