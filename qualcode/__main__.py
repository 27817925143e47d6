"""Where the program begins: `qualcode` and `python -m qualcode`."""

import gc
import sys


def main() -> None:
    """Run the command line and end the process; Ctrl-C while the program is still being loaded is no traceback."""
    gc.set_threshold(100_000)  # what a command reads stays until it ends; looking through it again and again is waste
    try:
        from qualcode.cli import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("qualcode: interrupted\n")
        code = 130
    gc.freeze()  # nor once more at the end
    sys.exit(code)


if __name__ == "__main__":
    main()
