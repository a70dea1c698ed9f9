"""What comes to the service's own address: a mailbox that is read, and letters that came back."""
