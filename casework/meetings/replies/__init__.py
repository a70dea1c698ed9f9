"""M5: answers by e-mail: an iTIP REPLY counts only when it fits what was asked; it sets PARTSTAT.

Whoever can read the mailbox's own letters could write one: DKIM is the mail server's to check, so a
reply is never worth more than the link in the same letter.
"""
