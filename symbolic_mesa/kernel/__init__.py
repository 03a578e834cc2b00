"""A proof kernel's word on a derivation: claims as definitions and lemmas of Coq, and coqc."""
