"""Tests of how names, numbers and formulas are printed."""
