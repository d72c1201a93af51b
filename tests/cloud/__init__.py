"""An AWS in memory that answers as the documentation says, for the calls that a release makes.

It honours every condition (If-Match and If-None-Match on put, copy and delete, RevisionId on the
alias), keeps its own clock, and lets a test stand between each call and its effect: see `gate`.
"""
