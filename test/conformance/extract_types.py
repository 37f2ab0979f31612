"""Data types of the bindings, written down in the notation of the facts, and since when something exists.

Notation, as short as possible: `str id secret int double bool dt uri bin any error void`, `[X]` list, `set<X>`,
`map<X>` with strings as keys, `map<K,X>` with others, `X?` may be unset; any other name is a structure or an enumeration
of the same file.
"""

import ast
import inspect
import re
import sys

from vmware.vapi.bindings import type as bindings
from vmware.vapi.lib.converter import Converter

# Everything is at least this old, and is not marked.
BASE = (7, 0, 0)


def since_in(text):
    """The release that a piece of documentation names, `8.0.1`; nothing when it names none or one of the base."""
    match = re.search(r'added\s+in\s+vSphere\s+API\s+([\d.]+\d)', text or '')
    if not match:
        return None
    version = tuple(int(part) for part in match.group(1).split('.'))[:3]
    return '.'.join(str(part) for part in version) if version > BASE else None


def since_of_parameters(doc):
    """Python name -> release, of the parameters that a docstring documents."""
    parts = re.split(r':(?:param|type|rtype|return|raise)\s*:?\s*', doc or '')
    heads = re.findall(r':(param|type|rtype|return|raise)\s*:?\s*', doc or '')
    found = {}
    for head, part in zip(heads, parts[1:]):
        name, _, text = part.partition(':')
        since = since_in(text)
        if head == 'param' and since:
            found[name.strip()] = since
    return found


class ClassTexts:
    """Documentation that stands behind the constants of an enumeration: only the source has it."""

    def __init__(self):
        self._modules = {}

    def since_of_constants(self, cls):
        if cls.__module__ not in self._modules:
            self._modules[cls.__module__] = ast.parse(inspect.getsource(sys.modules[cls.__module__]))
        body = self._modules[cls.__module__].body
        # An Enum class hides its own qualified name behind the one that the source gives.
        for part in cls.__qualname__.split('.'):
            node = next((node for node in body if isinstance(node, ast.ClassDef) and node.name == part), None)
            if node is None:
                return {}
            body = node.body
        found = {}
        for node, after in zip(body, body[1:]):
            if isinstance(node, ast.Assign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                since = since_in(str(after.value.value))
                if since:
                    found[node.targets[0].id] = since
        return found


class Types:
    """Writes types down and collects the structures and enumerations that they name."""

    PLAIN = (
        (bindings.VoidType, 'void'), (bindings.IntegerType, 'int'), (bindings.DoubleType, 'double'),
        (bindings.StringType, 'str'), (bindings.SecretType, 'secret'), (bindings.BooleanType, 'bool'),
        (bindings.BlobType, 'bin'), (bindings.OpaqueType, 'any'), (bindings.DynamicStructType, 'any'),
        (bindings.AnyErrorType, 'error'), (bindings.DateTimeType, 'dt'), (bindings.URIType, 'uri'),
        (bindings.IdType, 'id'),
    )

    def __init__(self):
        self.structures = {}
        self.enums = {}
        self._texts = ClassTexts()

    def write(self, kind):
        kind = resolved(kind)
        for cls, word in self.PLAIN:
            if isinstance(kind, cls):
                return word
        if isinstance(kind, bindings.OptionalType):
            return f'{self.write(kind.element_type)}?'
        if isinstance(kind, bindings.ListType):
            return f'[{self.write(kind.element_type)}]'
        if isinstance(kind, bindings.SetType):
            return f'set<{self.write(kind.element_type)}>'
        if isinstance(kind, bindings.MapType):
            key, value = self.write(kind.key_type), self.write(kind.value_type)
            return f'map<{value}>' if key in ('str', 'id') else f'map<{key},{value}>'
        if isinstance(kind, bindings.EnumType):
            return self._enum(kind)
        if isinstance(kind, bindings.StructType):
            return self._structure(kind)
        raise TypeError(f'no notation for {kind}')

    def _enum(self, kind):
        if kind.name not in self.enums:
            values = sorted(kind.binding_class.get_values(), key=str)
            entry = {'values': [str(value) for value in values]}
            since = self._texts.since_of_constants(kind.binding_class)
            if since:
                entry['since'] = since
            self.enums[kind.name] = entry
        return kind.name

    def _structure(self, kind):
        if kind.name not in self.structures:
            entry = self.structures[kind.name] = {}  # before its fields: structures may contain themselves
            fields = {name: kind.get_field(name) for name in kind.get_field_names()}
            entry['fields'] = {name: self.write(field) for name, field in fields.items()}
            documented = since_of_parameters(kind.binding_class.__init__.__doc__)
            since = {name: documented[python] for name in fields
                     if (python := Converter.canonical_to_pep(name)) in documented}
            if since:
                entry['since'] = since
            unions = [{'on': validator._discriminant_name,
                       'cases': {case: dict(members) for case, members in validator._case_map.items()}}
                      for validator in getattr(kind.binding_class, '_validator_list', [])
                      if hasattr(validator, '_case_map')]
            if unions:
                entry['unions'] = unions
        return kind.name


def resolved(kind):
    return kind.resolved_type if isinstance(kind, bindings.ReferenceType) else kind


def without_optional(kind):
    kind = resolved(kind)
    return resolved(kind.element_type) if isinstance(kind, bindings.OptionalType) else kind
