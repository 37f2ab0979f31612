"""Runs the cases against a lab.

    run.py --list                names of all cases, one a line
    run.py [NAME ...] < lab.json all cases, or those named; one line of JSON per case: {name, ok, detail, seconds}

lab.json: {control, servers: [{name, kind, address, thumbprint, accounts: {account: [user, password]}}], schema,
           version, esxi, subjects: {kind: name}}: API version of the servers, ESXi version of the host among the
           subjects, and the servers that cases run against
"""

import importlib
import json
import pkgutil
import sys
import time
import traceback

sys.dont_write_bytecode = True  # nothing is left in the repository

import cases
import strict
from registry import registered


def load():
    for module in sorted(each.name for each in pkgutil.iter_modules(cases.__path__)):
        importlib.import_module(f'cases.{module}')


def run(name, lab):
    function, kind = registered[name]
    strict.violations.clear()
    start = time.monotonic()
    detail = ''
    try:
        function(lab, kind and lab.of_kind(kind))
        if strict.violations:
            raise AssertionError('; '.join(sorted(set(strict.violations))))
    except Exception:
        detail = traceback.format_exc()
    return {'name': name, 'ok': detail == '', 'detail': detail, 'seconds': round(time.monotonic() - start, 3)}


def main(arguments):
    load()
    if arguments == ['--list']:
        print('\n'.join(registered))
        return
    from lab import Lab

    lab = Lab(json.load(sys.stdin))
    strict.install()
    for name in arguments or registered:
        print(json.dumps(run(name, lab)), flush=True)


if __name__ == '__main__':
    main(sys.argv[1:])
