"""`in` with many keys, as one parameter: `key = ANY(array)`. Ten thousand keys one by one take longer to write down, and to
read, than to look up; and PostgreSQL takes no statement of more than 65,535 parameters."""

from django.core.exceptions import EmptyResultSet
from django.db.models import ForeignObject, UUIDField
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.fields.tuple_lookups import ColPairs
from django.db.models.lookups import In


class _KeysAsOneParameter:
    def as_sql(self, compiler, connection):
        if not self._are_keys():
            return super().as_sql(compiler, connection)
        keys = [key for key in dict.fromkeys(self.rhs) if key is not None]
        if not keys:
            raise EmptyResultSet
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::uuid[])", [*parameters, keys]

    def _are_keys(self) -> bool:
        """Plain keys, and not a subquery, expressions, or the several columns of another kind of key."""
        if isinstance(self.lhs, ColPairs) or not self.rhs_is_direct_value():
            return False
        field = getattr(self.lhs.output_field, "target_field", self.lhs.output_field)
        return isinstance(field, UUIDField) and not any(hasattr(key, "as_sql") for key in self.rhs)


class KeyIn(_KeysAsOneParameter, In):
    """Of a key."""


class RelatedKeyIn(_KeysAsOneParameter, RelatedIn):
    """Of a foreign key."""


def register() -> None:
    """From now on every `in` of keys is written so."""
    UUIDField.register_lookup(KeyIn)
    ForeignObject.register_lookup(RelatedKeyIn)
