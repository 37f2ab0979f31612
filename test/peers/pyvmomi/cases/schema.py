"""The lab's whole schema against the types that pyVmomi brings along. Here nothing goes over the wire."""

from pyVmomi import VmomiSupport, vmodl

import expect
from compare import FOLDED, base_of, differences, fields, lab_fields, lookup, since_type, type_name
from registry import case

ANONYMOUS = 'System.Anonymous'
EVERY_SESSION = {None, ANONYMOUS, 'System.View', 'System.Read'}

# Everybody may call these on a real server, and then sees only what is open to everybody: next to nothing. Tickets are
# for services that check the session themselves.
NEED_A_SESSION_IN_THE_LAB = {
    'PropertyCollector.RetrieveProperties': 'an unknown client has nothing to ask a collector for',
    'PropertyCollector.RetrievePropertiesEx': 'an unknown client has nothing to ask a collector for',
    'SessionManager.AcquireGenericServiceTicket': 'a ticket of the lab opens a host to its holder',
}


def method_infos(lab):
    for each in lab.schema['methods']:
        for info in lookup(each['type'])._GetMethodList():
            if info.wsdlName == each['name']:
                yield f'{each["type"]}.{each["name"]}', info


def property_info(label):
    type_, name = label.split('.')
    return next((info for info in lookup(type_)._GetPropertyList() if info.name == name), None)


def is_property(label):
    return property_info(label) is not None


def none(found):
    found = list(found)
    expect.equal(found, [], 'differences')


@case()
def types_have_the_same_bases(lab, server):
    none(
        f'{each["name"]} < {each.get("base")} in the lab, < {base_of(lookup(each["name"]))} in pyVmomi'
        for each in lab.schema['types']
        if each['name'] != FOLDED and each.get('base') != base_of(lookup(each['name']))
    )


@case()
def types_have_the_same_fields_in_the_same_order_since_the_same_version(lab, server):
    def compare():
        for each in lab.schema['types']:
            type_ = lookup(each['name'])
            yield from differences(each['name'], lab_fields(each['fields']),
                                   fields(type_._GetPropertyList(False)), since_type(type_))

    none(compare())


@case()
def types_that_clients_send_agree_on_what_may_be_left_out(lab, server):
    def compare():
        for name in lab.schema['requests']:
            declared = next(each for each in lab.schema['types'] if each['name'] == name)
            yield from differences(name, lab_fields(declared['fields'], True),
                                   fields(lookup(name)._GetPropertyList(False), True))

    expect.true(len(lab.schema['requests']) > 10, 'no request types')
    none(compare())


@case()
def methods_have_the_same_parameters_and_results(lab, server):
    def compare():
        for each in lab.schema['methods']:
            label = f'{each["type"]}.{each["name"]}'
            known = {info.wsdlName: info for info in lookup(each['type'])._GetMethodList()}
            if each['name'] not in known:
                yield f'{label}: pyVmomi has no such method'
                continue
            info = known[each['name']]
            yield from differences(label, lab_fields(each['parameters'], True), fields(info.params, True))
            if each['result'] != type_name(info.result):
                yield f'{label} gives {each["result"]} in the lab, {type_name(info.result)} in pyVmomi'

    expect.true(len(lab.schema['methods']) > 40, 'hardly a method')
    none(compare())


@case()
def methods_ask_for_the_same_privileges(lab, server):
    """pyVmomi knows the privilege of most methods; those that every session has are none for the lab."""
    none(
        f'{label} asks for {lab.schema["privileges"].get(label)} in the lab, for {info.privId} in pyVmomi'
        for label, info in method_infos(lab)
        if lab.schema['privileges'].get(label) != (None if info.privId in EVERY_SESSION else info.privId)
    )


@case()
def restricted_properties_ask_for_the_same_privileges(lab, server):
    """pyVmomi says nothing of properties that are read with a privilege on the entity."""
    properties = {label: privilege for label, privilege in lab.schema['privileges'].items() if is_property(label)}
    expect.true(properties, 'no restricted property')
    none(
        f'{label} asks for {privilege} in the lab, for {property_info(label).privId} in pyVmomi'
        for label, privilege in properties.items() if property_info(label).privId not in (None, privilege)
    )


@case()
def the_same_methods_and_properties_are_open_to_everybody(lab, server):
    wanted = {label for label, info in method_infos(lab) if info.privId == ANONYMOUS}
    for type_ in {label.split('.')[0] for label in lab.schema['open']}:
        wanted |= {f'{type_}.{info.name}' for info in lookup(type_)._GetPropertyList() if info.privId == ANONYMOUS}
    expect.equal(set(lab.schema['open']) ^ wanted, set(NEED_A_SESSION_IN_THE_LAB), 'open in one of both only')


@case()
def a_difference_would_be_found(lab, server):
    """The comparison itself: each change to a copy of one type of the lab is reported."""
    name = 'HostTrustAuthorityAttestationInfo'
    [declared] = [each for each in lab.schema['types'] if each['name'] == name]
    theirs = fields(lookup(name)._GetPropertyList(False))
    first, second, *rest = lab_fields(declared['fields'])

    def found(changed):
        return len(list(differences(name, changed, theirs, since_type(lookup(name)))))

    expect.equal(found([first, second, *rest]), 0, 'without a change')
    for what, changed in {
        'order': [second, first, *rest],
        'a missing field': [second, *rest],
        'a field too many': [first, second, *rest, ('more', 'string', '')],
        'a type': [(first[0], 'int', first[2]), second, *rest],
        'a version': [(first[0], first[1], '8.0.1.0'), second, *rest],
    }.items():
        expect.true(found(changed) > 0, f'{what} was not found')


@case()
def names_of_faults_exist(lab, server):
    none(name for name in lab.schema['faults'] if not issubclass(lookup(name), vmodl.MethodFault))
    expect.true(len(lab.schema['faults']) > 20, 'hardly a fault')


@case()
def enumerations_in_requests_have_the_same_values(lab, server):
    none(
        f'{name}: {values} in the lab, {list(lookup(name).values)} in pyVmomi'
        for name, values in lab.schema['enumerations'].items()
        if values != list(lookup(name).values)
    )


@case()
def all_other_types_that_the_lab_names_exist(lab, server):
    """Types of fields that the lab never sets, and enumerations, are names only."""
    primitives = {'string', 'boolean', 'byte', 'short', 'int', 'long', 'float', 'double', 'dateTime', 'anyURI',
                  'base64Binary', 'any', '&'}
    used = {field['type'] for each in lab.schema['types'] for field in each['fields']} - primitives

    def missing():
        for name in sorted(used):
            try:
                lookup(name)
            except KeyError:
                yield name

    none(missing())


@case()
def versions_of_the_lab_are_those_of_vim25(lab, server):
    known = {VmomiSupport.versionIdMap[each] for each in VmomiSupport.GetServiceVersions('vim25')}
    used = {field['since'] for each in lab.schema['types'] for field in each['fields'] if 'since' in field}
    expect.equal(used - known, set(), 'versions that pyVmomi does not know')
