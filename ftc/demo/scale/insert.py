"""INSERT ... SELECT into the table of a model, its other columns as the model leaves them."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import connection, models
from django.db.models import NOT_PROVIDED

NAMED = re.compile(r"%\((\w+)\)s")


def insert(model: type[models.Model], values: Mapping[str, str], rows: str, **wanted: Any) -> int:
    """Insert a row for each row of ``rows`` (what follows FROM); returns how many there were.

    ``values`` are SQL expressions by column. A column left out gets the model's default, so that
    a model may gain one.
    """
    columns = dict(values)
    for field in model._meta.local_concrete_fields:
        name = str(field.column)
        if name in columns or field.primary_key or field.generated:
            continue
        if field.db_default is not NOT_PROVIDED or field.null:
            continue
        columns[name] = f"%({name})s"
        wanted[name] = field.get_default()
    names = ", ".join(f'"{name}"' for name in columns)
    statement = (
        f'INSERT INTO "{model._meta.db_table}" ({names})\n'
        f"SELECT {', '.join(columns.values())}\nFROM {rows}"
    )
    return run(statement, **wanted)


def run(statement: str, **wanted: Any) -> int:
    """Execute a statement; returns how many rows it was about.

    It names its parameters; they are handed over in their order, as ``pgtrigger.ignore`` asks.
    """
    in_order = [wanted[name] for name in NAMED.findall(statement)]
    with connection.cursor() as cursor:
        cursor.execute(NAMED.sub("%s", statement), in_order)
        return cursor.rowcount
