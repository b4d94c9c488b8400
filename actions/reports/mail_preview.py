"""A mail shown in the browser as a mail reader shows it."""

from base64 import b64encode

from pompey_ite.outbox.rendering import Draft


def as_page(draft: Draft) -> str:
    """Return the HTML of a mail, its inner pictures as data: addresses."""
    page = draft.html
    for attachment in draft.attachments:
        if attachment.content_id:
            content = b64encode(attachment.content).decode()
            address = f"data:{attachment.content_type};base64,{content}"
            page = page.replace(f"cid:{attachment.content_id}", address)
    return page
