#!/usr/bin/env python3
"""A program that sends mail, and its test: python3 example.py, with bin/mailserver in MAILSERVER."""
import json, os, smtplib, subprocess, urllib.request
from email.message import EmailMessage


def order(smtp_port, customer):
    """What is tested: a shop that confirms an order."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "shop@shop.example", customer, "Your order"
    message.set_content("Thank you! Your code is 482913: https://shop.example/order/1")
    with smtplib.SMTP("127.0.0.1", smtp_port) as smtp:
        smtp.send_message(message)


command = os.environ.get("MAILSERVER", "bin/mailserver")
with subprocess.Popen([command, "test"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
    try:
        ports = json.loads(server.stdout.readline())
        order(ports["smtp"], "bob@customer.example")
        mailbox = ports["http"] + "/api/v1/mailboxes/bob@customer.example"
        found = json.load(urllib.request.urlopen(mailbox + "/await?subject=order&timeout=10s"))
        message = json.load(urllib.request.urlopen(mailbox + "/messages/" + found["messages"][0]["id"]))
        assert message["codes"] == ["482913"], message
        assert message["links"] == ["https://shop.example/order/1"], message
        print("ok")
    finally:
        server.stdin.close()  # ends the server, and its home is gone
