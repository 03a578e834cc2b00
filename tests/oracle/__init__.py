"""An oracle: every result of the registry once more, from the definition of the model.

It shares no code with the engine or with `numeric_check`: claims are taken from the public
`symbolic_mesa.derive`, and what is true is worked out here. `model` is the definition, as a
quartic form in the weights; `tokens` has moments of its own; `flows` integrates; `numbers` and
`reading` read claims. One module a theorem says what each result must be, and `judging` asks all
of them in a random setting of `settings`. What is known to be wrong is listed in `findings`.
"""
