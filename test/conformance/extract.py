"""Reads the contract of the Automation API out of VMware's Python bindings and prints it as JSON.

    python test/conformance/extract.py > test/conformance/facts/vsphere-8.0.3.0.json

Packages: requirements.txt beside this file. The same packages always give the same text. Each binding describes its
operations twice: as data types (names are wire names) and as REST metadata (method, template, variables). Two things are
not data and are read from the text of the bindings: the result of a task operation, which only the method knows, and
since when something exists, which only the documentation says.

The notation of types stands in extract_types.py.
"""

import importlib
import importlib.metadata
import inspect
import json
import pkgutil
import re
import sys

import com.vmware
from com.vmware.vapi.std.errors_client import Error, Unauthenticated
from vmware.vapi.bindings import type as bindings
from vmware.vapi.bindings.skeleton import ApiInterfaceSkeleton
from vmware.vapi.bindings.stub import ApiInterfaceStub, VapiInterface
from vmware.vapi.provider.aggregator import AggregatorProvider

# The folder of the tests stays as it is.
sys.dont_write_bytecode = True

from extract_scope import LEFT_OUT, MOVED, OLD, TREES, within
from extract_types import Types, resolved, since_in, since_of_parameters, without_optional

PACKAGES = ('vmware-vcenter', 'vmware-vapi-runtime', 'vmware-vapi-common-client')


def stubs():
    """Every service with the description that its stub is built with: (service class, name, operations, metadata)."""
    found = []
    def remember(self, iface_name, config, operations, rest_metadata, is_vapi_rest):
        module = sys.modules[type(self).__module__]
        service = getattr(module, type(self).__name__[1:-len('Stub')])
        found.append((service, iface_name, operations, rest_metadata))
    ApiInterfaceStub.__init__ = remember
    for info in pkgutil.walk_packages(com.vmware.__path__, 'com.vmware.'):
        if not info.name.endswith('_client'):
            continue
        module = importlib.import_module(info.name)
        for value in vars(module).values():
            if inspect.isclass(value) and value.__module__ == info.name and issubclass(value, ApiInterfaceStub):
                value(None)
    return sorted(found, key=lambda stub: stub[1])


def wire_error(name):
    return name.rsplit('.', 1)[1].upper()


def result_type(service, method):
    """Type of the result of a task operation: the third argument that its method gives to `Task`."""
    module = sys.modules[service.__module__]
    seen = []
    instance = object.__new__(service)
    instance._config = None
    instance._invoke = lambda *_args: 'task'
    module.Task = lambda _id, _service, kind: seen.append(kind)
    module.Tasks = lambda _config: None
    function = getattr(service, method)
    function(instance, *[None for _ in list(inspect.signature(function).parameters)[1:]])
    return seen[0]


def rest_form(service, name, metadata):
    """Method, path below `/api` and action."""
    path, _, query = metadata._url_template.partition('?')
    action = metadata._dispatch_parameters.get('action') or (query.partition('=')[2] or None)
    if f'{service}.{name}' in MOVED:
        return MOVED[f'{service}.{name}']
    if within(service, OLD) and metadata.http_method == 'POST' and action is None and name != 'create':
        # `/x/{id}/verb` of /rest, or a verb that shares its path with others, is `/x/{id}?action=verb`.
        verb = name.replace('_', '-')
        return ('POST', path.removesuffix(f'/{verb}'), verb)
    return (metadata.http_method, path, action)


def operation(types, service_class, service, operation_id, definition, metadata):
    name, _, task = operation_id.partition('$')
    python_name = next((python for python, wire in operation_ids(service_class).items() if wire == operation_id), name)
    method_doc = inspect.getdoc(getattr(service_class, python_name))
    http_method, path, action = rest_form(service, name, metadata)
    entry = {'id': f'{service}.{name}', 'method': http_method, 'path': path}
    if action:
        entry['action'] = action
    if task:
        entry['task'] = True
    if within(service, OLD):
        entry['old'] = True
    since = since_in(re.split(r'\n:(?:type|param|rtype|raise)', method_doc)[0])
    if since:
        entry['since'] = since

    inputs = definition['input_type']
    arguments = {argument: inputs.get_field(argument) for argument in inputs.get_field_names()}
    for argument in metadata._path_variables:
        del arguments[argument]
    query = {wire: types.write(arguments.pop(argument)) for argument, wire in metadata._query_parameters.items()}
    if metadata.request_body_parameter:
        entry['body'] = types.write(arguments.pop(metadata.request_body_parameter))
    # What the metadata leaves open is settled by the rule of the published REST documentation.
    if http_method in ('GET', 'DELETE'):
        for argument, kind in arguments.items():
            query.update(spread(types, argument, kind))
    elif len(arguments) == 1 and isinstance(without_optional(*arguments.values()), bindings.StructType):
        entry['body'] = types.write(*arguments.values())
    elif arguments:
        entry['body'] = {argument: types.write(kind) for argument, kind in arguments.items()}
    if query:
        entry['query'] = query
    documented = {name: since for name, since in since_of_parameters(method_doc).items() if name in arguments}
    if documented:
        entry['argumentsSince'] = documented

    entry['result'] = types.write(result_type(service_class, python_name) if task else definition['output_type'])
    entry['errors'] = sorted(wire_error(error) for error in definition['errors'])
    return entry


def operation_ids(service_class):
    """Python name -> wire name, of the operations whose names differ."""
    instance = object.__new__(service_class)
    before = VapiInterface.__init__
    VapiInterface.__init__ = lambda *_args: None
    try:
        service_class.__init__(instance, None)
    finally:
        VapiInterface.__init__ = before
    return instance._VAPI_OPERATION_IDS


def spread(types, argument, kind):
    """Query parameters of one argument: a structure is spread into its fields."""
    inner = without_optional(kind)
    if not isinstance(inner, bindings.StructType):
        return {argument: types.write(kind)}
    is_optional = isinstance(resolved(kind), bindings.OptionalType)
    fields = {name: types.write(inner.get_field(name)) for name in inner.get_field_names()}
    return {name: f'{text}?' if is_optional and not text.endswith('?') else text for name, text in fields.items()}


def facts():
    types = Types()
    operations = []
    for service_class, service, definitions, metadata in stubs():
        if not within(service, TREES) or within(service, LEFT_OUT):
            continue
        for operation_id, definition in definitions.items():
            form = metadata[operation_id.partition('$')[0]]
            operations.append(operation(types, service_class, service, operation_id, definition, form))
    for error in (Error, Unauthenticated):
        types.write(error.get_binding_type())
    anywhere = (ApiInterfaceSkeleton._error_defs_to_augment + ApiInterfaceSkeleton._unchecked_error_defs
                + AggregatorProvider._augmented_errors)
    return {
        'about': {
            'sources': {package: importlib.metadata.version(package) for package in PACKAGES},
            'made': 'by test/conformance/extract.py; not edited by hand',
            'notes': [
                'task: the operation exists only with vmw-task=true; its answer is a task, whose result is "result".',
                'old: the bindings have the template of /rest; method, path and action of /api follow from it by rule.',
                'com.vmware.cis.session is old as well: how to log in (Basic) and status 201 are from documentation.',
                'body, query: arguments that the bindings place nowhere are placed by the rule of the documentation.',
                'since: in the documentation of the bindings; what is not marked is as old as 7.0.0.',
            ],
        },
        'errorsAnywhere': sorted({wire_error(definition.name) for definition in anywhere}),
        'operations': sorted(operations, key=lambda entry: (entry['id'], entry.get('task', False))),
        'structures': types.structures,
        'enums': types.enums,
    }


def text_of(value):
    """JSON with an entry a line, so that changes can be read."""
    def line(entry):
        return json.dumps(entry, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
    def block(entry):
        if isinstance(entry, list):
            return '[\n' + ',\n'.join(line(each) for each in entry) + '\n]'
        return '{\n' + ',\n'.join(f'{line(key)}:{line(entry[key])}' for key in sorted(entry)) + '\n}'
    return '{\n' + ',\n'.join(f'{line(key)}:{block(entry)}' for key, entry in value.items()) + '\n}\n'


if __name__ == '__main__':
    sys.stdout.reconfigure(encoding='utf-8', newline='\n')
    sys.stdout.write(text_of(facts()))
