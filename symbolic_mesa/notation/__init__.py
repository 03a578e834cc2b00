"""How formulas are written: arranged for reading, printed, their symbols explained."""
