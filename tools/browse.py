"""Browse: the published store in Datasette, read-only, at 127.0.0.1:8001.

Not `datasette serve`: it has uvicorn load a WebSocket library newer than the one that Rasa's server allows.
"""

import uvicorn
from datasette.app import Datasette

from knowledge import build


def main() -> None:
    datasette = Datasette(immutables=[str(build.current())])
    uvicorn.run(datasette.app(), host="127.0.0.1", port=8001, ws="none", log_level="warning")


if __name__ == "__main__":
    print("The published store is at http://127.0.0.1:8001 until you press Ctrl-C.", flush=True)
    main()
