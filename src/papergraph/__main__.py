"""``python -m papergraph``."""

from papergraph.cli import main

if __name__ == "__main__":
    main(prog_name="papergraph")
