"""JSON Lines: one object a line.

Lives here: lines to records. Does not live here: what a record means (`records`).
"""

from __future__ import annotations

import json
from pathlib import Path

from searchkit.importers.items import Found, Refused
from searchkit.importers.options import Options
from searchkit.importers.records import Columns, item_of
from searchkit.importers.sources import lines_of

MAX_LINE = 16 * 1024 * 1024
"""Bytes."""


def read(source: str, options: Options) -> Found:
    """The statements of a file, one by one.

    Raises:
        InvalidInput: there is no such file, or a column that no statement could have.
    """
    path = Path(source)
    columns = Columns([], options.columns, source, complete=False)
    for number, line in lines_of(path, MAX_LINE, options.progress):
        where = f"{source}:{number}"
        if line is None:
            yield Refused(where, f"the line is longer than {MAX_LINE // 2**20} MiB")
            continue
        try:
            text = line.decode(options.encoding)
            if not text.strip():
                continue
            record = json.loads(text)
        except UnicodeDecodeError:
            yield Refused(where, f"the line is not {options.encoding} (see --encoding)")
        except RecursionError:
            yield Refused(where, "the line is no JSON: nested too deeply")
        except json.JSONDecodeError as error:
            yield Refused(where, f"the line is no JSON: {error.msg}")
        except ValueError:
            yield Refused(where, "the line holds a number with too many digits")
        else:
            if isinstance(record, dict):
                yield item_of(record, columns, options, path.name, where)
            else:
                yield Refused(where, "the line is no JSON object")
