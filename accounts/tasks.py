from celery import shared_task

from accounts.services.passwords import send_password_links


@shared_task(name="accounts.send_password_links")
def send_links():
    """Sends the links for choosing a password that were asked for."""
    send_password_links()
