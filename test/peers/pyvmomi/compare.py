"""The lab's words for types and fields, and pyVmomi's, made comparable."""

from pyVmomi import VmomiSupport
from pyVmomi.VmomiSupport import F_OPTIONAL, ManagedObject

from strict import wsdl_name, wsdl_type

# Bases that the lab does not write down: they have no fields of their own.
ROOTS = {'DynamicData', 'DataObject', 'ManagedObject', 'object'}

# pyVmomi folds `LocalizedMethodFault` and the fault in it into one object, in types as in values; on the wire it is
# what the lab says. `MethodFault.msg` is where it keeps the message then, and is no field of the schema.
FOLDED = 'LocalizedMethodFault'
NOT_ON_THE_WIRE = {'MethodFault.msg'}


def lookup(name):
    try:
        return wsdl_type(name)
    except KeyError:
        return VmomiSupport.GuessWsdlType(name)


def type_name(type_):
    """As the lab writes it down."""
    if issubclass(type_, list):
        return f'{type_name(type_.Item)}[]'
    if issubclass(type_, ManagedObject):
        return '&'
    if type_ in (type, VmomiSupport.ManagedMethod, VmomiSupport.PropertyPath):
        return 'string'
    if type_ is type(None):
        return 'void'
    return {object: 'any', VmomiSupport.binary: 'base64Binary'}.get(type_) or wsdl_name(type_)


def since(info):
    """Version after 6.0 that brought a field, or the empty text: older ones are known to every client of the lab."""
    version = VmomiSupport.versionIdMap[info.version]
    numbers = [int(part) for part in version.split('.') if part.isdigit()]
    return version if numbers > [6, 0] else ''


def fields(infos, with_optional=False):
    return [
        (info.name, type_name(info.type), since(info), *([bool(info.flags & F_OPTIONAL)] if with_optional else []))
        for info in infos
    ]


def lab_fields(declared, with_optional=False):
    return [
        (
            field['name'],
            field['type'] + ('[]' if field['isArray'] else ''),
            field.get('since', ''),
            *([field.get('isOptional', False)] if with_optional else []),
        )
        for field in declared
    ]


def same_type(mine, theirs):
    return mine == theirs or mine.removesuffix('[]') == FOLDED and theirs.removesuffix('[]') == 'MethodFault'


def differences(label, mine, theirs, container_since=''):
    """What is different between two lists of fields, in order. A type's own version is the least of its fields."""
    names = [each[0] for each in mine]
    their_names = [each[0] for each in theirs if f'{label}.{each[0]}' not in NOT_ON_THE_WIRE]
    if names != their_names:
        yield f'{label}: the lab has {names}, pyVmomi has {their_names}'
        return
    by_name = {each[0]: each for each in theirs}
    for name, type_, version, *rest in mine:
        _, their_type, their_version, *their_rest = by_name[name]
        if not same_type(type_, their_type):
            yield f'{label}.{name} is {type_} in the lab, {their_type} in pyVmomi'
        if version != their_version and not (version == '' and their_version == container_since):
            yield f'{label}.{name} is since {version or "ever"} in the lab, {their_version or "ever"} in pyVmomi'
        if rest != their_rest:
            yield f'{label}.{name} may be left out: {rest} in the lab, {their_rest} in pyVmomi'


def base_of(type_):
    base = type_.__bases__[0].__dict__.get('_wsdlName', 'object')
    return None if base in ROOTS else base


def since_type(type_):
    return since(VmomiSupport.Object(version=type_._version))
