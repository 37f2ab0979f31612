"""Names the cases.

`@case` on a function of `cases/*.py` makes it one against a vCenter, `@case('vCenter', 'ESXi')` one per kind of server,
and `@case()` one that needs no server.
"""

registered = {}


def case(*kinds):
    if len(kinds) == 1 and callable(kinds[0]):
        return case('vCenter')(kinds[0])

    def register(function):
        module = function.__module__.split('.')[-1]
        title = f'{module}: {function.__name__.replace("_", " ")}'
        for kind in kinds or [None]:
            name = f'{title} ({kind})' if kind else title
            if name in registered:
                raise ValueError(f'two cases are called {name}')
            registered[name] = (function, kind)
        return function

    return register
