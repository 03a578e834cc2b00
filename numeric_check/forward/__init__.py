"""Forward passes as papers write them, one module a paper: what pins the statement of a model.

An engine and an interpreter of one statement agree on a wrong index in it; these do not. Each has
``prediction(weights, sequence, time)`` for any weights and any sequence.
"""
