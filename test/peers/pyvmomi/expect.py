"""Expectations that say what was found."""

from contextlib import contextmanager

from pyVmomi import vmodl


def true(condition, what):
    if not condition:
        raise AssertionError(what)


def equal(found, wanted, what):
    true(found == wanted, f'{what}: found {found!r}, wanted {wanted!r}')


class Caught:
    fault = None


@contextmanager
def fault(wanted):
    """The block must end with exactly this fault; `.fault` of what it yields is the fault itself."""
    caught = Caught()
    try:
        yield caught
    except vmodl.MethodFault as found:
        if type(found) is not wanted:
            message = f'found fault {type(found).__name__}: {found.msg}, wanted {wanted.__name__}'
            raise AssertionError(message) from found
        true(found.msg, f'{wanted.__name__} comes without a message')
        caught.fault = found
        return
    raise AssertionError(f'no fault, wanted {wanted.__name__}')
