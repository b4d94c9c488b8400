"""What `manage.py audit` looks at: packages, code, secrets, components, and a running demo."""
