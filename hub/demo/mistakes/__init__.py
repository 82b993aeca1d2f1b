"""What goes wrong between a person's papers and a register, how often, and how each mistake looks."""
