"""Reminders: what is due and not done, the go of the project manager, mails, and answers.

`planning` asks the database what is due (one file for each kind of reason); `approval` shows it
and lets it go; `sending` writes the mails; `recheck` looks again just before they leave;
`answers` takes what companies say.
"""
