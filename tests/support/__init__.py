"""What tests of several folders share: invented statements, judges, plain references."""
