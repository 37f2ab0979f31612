"""The lab as the cases see it: servers to log in to, and the control API that breaks things and lets time pass."""

import json
import ssl
import urllib.error
import urllib.request
from contextlib import contextmanager

from pyVim import connect
from pyVmomi import SoapStubAdapter, vim
from pyVmomi.VmomiSupport import IsChildVersion, versionMap

# A call that takes longer than this has got no answer.
CALL_SECONDS = 30


class Server:
    """A vCenter or an ESXi host. Its certificate is pinned: pyVmomi compares the thumbprint on every connection."""

    def __init__(self, facts, version):
        self.version = version
        self.name = facts['name']
        self.kind = facts['kind']
        self.host, port = facts['address'].split(':')
        self.port = int(port)
        self.thumbprint = facts['thumbprint']
        self.accounts = facts['accounts']
        self.hosts = facts.get('hosts', [])

    def transport(self):
        # No authority signed the certificate; the thumbprint is what is checked.
        return {
            'host': self.host,
            'port': self.port,
            'thumbprint': self.thumbprint,
            'sslContext': ssl._create_unverified_context(),
            'httpConnectionTimeout': CALL_SECONDS,
        }

    def stub(self, version):
        return SoapStubAdapter(version=versionMap[f'vim25/{version}'], **self.transport())

    def knows(self, version):
        """Whether its release has what this API version brought."""
        return IsChildVersion(versionMap[f'vim25/{self.version}'], versionMap[f'vim25/{version}'])

    def service(self, version=None):
        """Without a session."""
        return vim.ServiceInstance('ServiceInstance', self.stub(version or self.version))

    def login(self, account='service', version=None):
        user, password = self.accounts[account]
        if version is None:
            return connect.SmartConnect(user=user, pwd=password, **self.transport())
        service = self.service(version)
        service.content.sessionManager.Login(user, password, None)
        return service

    @contextmanager
    def session(self, account='service', version=None):
        """The service content of a session that is logged out afterwards, if it still exists."""
        service = self.login(account, version)
        try:
            yield service.RetrieveContent()
        finally:
            try:
                service.content.sessionManager.Logout()
            except vim.fault.NotAuthenticated:
                pass
            service._stub.DropConnections()


class Lab:
    def __init__(self, facts):
        self.control = facts['control']
        self.servers = {server['name']: Server(server, facts['version']) for server in facts['servers']}
        self.schema = facts['schema']
        self.esxi = facts['esxi']
        self.subjects = facts['subjects']

    def of_kind(self, kind):
        """The server that cases for this kind run against: the trusted vCenter, or a host of it."""
        return self.servers[self.subjects[kind]]

    def post(self, path, body):
        request = urllib.request.Request(
            self.control + path,
            data=json.dumps(body).encode(),
            headers={'content-type': 'application/json'},
        )
        with urllib.request.urlopen(request, timeout=CALL_SECONDS) as answer:
            return json.load(answer)

    @contextmanager
    def paused(self):
        """Lab time stands still, but for the seconds that what the block gets lets pass."""
        self.post('/lab/clock', {'action': 'pause'})
        try:
            yield lambda seconds: self.post('/lab/clock', {'action': 'step', 'seconds': seconds})
        finally:
            self.post('/lab/clock', {'action': 'resume'})

    def skip(self, seconds):
        """Lets lab time pass at once."""
        with self.paused() as step:
            step(seconds)

    @contextmanager
    def broken(self, **rule):
        """A fault of the lab that lasts as long as the block."""
        identifier = self.post('/lab/faults', rule)['id']
        try:
            yield
        finally:
            request = urllib.request.Request(f'{self.control}/lab/faults/{identifier}', method='DELETE')
            try:
                urllib.request.urlopen(request, timeout=CALL_SECONDS).close()
            except urllib.error.HTTPError as error:
                if error.code != 404:
                    raise


def named(content, type_, name):
    """The one object of a type that has a name, found by a container view."""
    view = content.viewManager.CreateContainerView(content.rootFolder, [type_], True)
    try:
        return next(found for found in view.view if found.name == name)
    finally:
        view.DestroyView()


def first(content, type_):
    view = content.viewManager.CreateContainerView(content.rootFolder, [type_], True)
    try:
        return view.view[0]
    finally:
        view.DestroyView()


def busiest(content):
    """The host with the most virtual machines: it takes several steps to empty it."""
    view = content.viewManager.CreateContainerView(content.rootFolder, [vim.HostSystem], True)
    try:
        return max(view.view, key=lambda host: len(host.vm))
    finally:
        view.DestroyView()
