"""Tickets of vCenter for downloads from hosts."""

import ssl
import urllib.error
import urllib.request

from pyVmomi import vim, vmodl

import expect
from registry import case

Request = vim.SessionManager.HttpServiceRequestSpec
PATH = '/boot_imgdb.tgz'


def download(host, cookie):
    request = urllib.request.Request(f'https://{host.host}:{host.port}{PATH}', headers={'Cookie': cookie})
    try:
        with urllib.request.urlopen(request, context=ssl._create_unverified_context()) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, b''


@case
def a_ticket_opens_one_path_of_one_host(lab, server):
    host, other = lab.servers['prod-b-esx4'], lab.servers['prod-a-esx1']
    with server.session() as content:
        ticket = content.sessionManager.AcquireGenericServiceTicket(
            Request(method='httpGet', url=f'https://{host.host}:{host.port}{PATH}')
        )
        expect.equal(ticket.hostName, host.name, 'host of the ticket')
        status, archive = download(host, f'vmware_cgi_ticket={ticket.id}')
        expect.equal((status, archive[:2]), (200, b'\x1f\x8b'), 'status and magic number')
        expect.equal(download(other, f'vmware_cgi_ticket={ticket.id}')[0], 401, 'status of another host')
        expect.equal(download(host, 'vmware_cgi_ticket=made-up')[0], 401, 'status with another ticket')


@case
def a_ticket_for_a_host_that_is_not_managed_is_refused(lab, server):
    with server.session() as content:
        with expect.fault(vmodl.fault.InvalidArgument):
            content.sessionManager.AcquireGenericServiceTicket(
                Request(method='httpGet', url=f'https://nobody.example.com{PATH}')
            )


@case('ESXi')
def a_session_of_the_host_opens_the_image_database(lab, server):
    with server.session() as content:
        cookie = content.sessionManager._stub.cookie.split(';')[0]
        expect.equal(download(server, cookie)[0], 200, 'status')
    expect.equal(download(server, cookie)[0], 401, 'status after the logout')
