"""Logging in and out, and what a session knows of itself."""

from pyVim import connect
from pyVmomi import vim, vmodl

import expect
from registry import case


@case('vCenter', 'ESXi')
def a_login_opens_a_session_under_the_own_name(lab, server):
    with server.session() as content:
        session = content.sessionManager.currentSession
        expect.equal(session.userName, server.accounts['service'][0], 'user of the session')
        expect.true(session.key and session.loginTime <= session.lastActiveTime, f'odd session {session}')
        expect.true('pyvmomi' in session.userAgent, f'user agent {session.userAgent}')
        expect.equal(session.ipAddress, '127.0.0.1', 'address of the client')


@case('vCenter', 'ESXi')
def a_wrong_password_is_invalid_login(lab, server):
    user, _ = server.accounts['service']
    service = server.service()
    with expect.fault(vim.fault.InvalidLogin):
        service.content.sessionManager.Login(user, 'wrong', None)
    with expect.fault(vim.fault.NotAuthenticated):
        service.CurrentTime()


@case('vCenter', 'ESXi')
def an_unknown_user_is_invalid_login(lab, server):
    with expect.fault(vim.fault.InvalidLogin):
        server.service().content.sessionManager.Login('nobody', server.accounts['service'][1], None)


@case
def a_second_login_on_one_connection_is_invalid_login(lab, server):
    with server.session() as content:
        with expect.fault(vim.fault.InvalidLogin):
            content.sessionManager.Login(*server.accounts['service'], None)


@case('vCenter', 'ESXi')
def smart_connect_logs_in_and_disconnect_logs_out(lab, server):
    service = server.login()
    expect.equal(service.content.about.apiType, 'VirtualCenter' if server.kind == 'vCenter' else 'HostAgent', 'apiType')
    cookie = service._stub.cookie
    connect.Disconnect(service)
    again = server.service()
    again._stub.cookie = cookie
    with expect.fault(vim.fault.NotAuthenticated):
        again.CurrentTime()


@case('vCenter', 'ESXi')
def another_certificate_is_refused_by_the_client(lab, server):
    transport = {**server.transport(), 'thumbprint': '00' * 32}
    try:
        connect.SmartConnect(user='nobody', pwd='nothing', **transport)
    except vim.fault.HostConnectFault as fault:
        expect.true('thumbprint' in fault.msg.lower(), fault.msg)
    else:
        raise AssertionError('the client took a certificate that is not the pinned one')


@case('vCenter', 'ESXi')
def a_session_continues_on_another_connection_with_its_cookie(lab, server):
    with server.session() as content:
        other = server.service()
        other._stub.cookie = content.sessionManager._stub.cookie
        key = other.content.sessionManager.currentSession.key
        expect.equal(key, content.sessionManager.currentSession.key, 'session key')


@case('vCenter', 'ESXi')
def without_a_session_the_content_is_given_and_nothing_else(lab, server):
    service = server.service()
    content = service.RetrieveContent()
    with expect.fault(vim.fault.NotAuthenticated) as caught:
        content.viewManager.CreateContainerView(content.rootFolder, [], True)
    expect.equal(caught.fault.object, content.viewManager, 'object of the fault')
    expect.equal(caught.fault.privilegeId, 'System.View', 'privilege of the fault')


@case('vCenter', 'ESXi')
def logout_ends_the_session_and_all_that_is_in_it(lab, server):
    service = server.login()
    content = service.RetrieveContent()
    view = content.viewManager.CreateContainerView(content.rootFolder, [], True)
    content.sessionManager.Logout()
    with expect.fault(vim.fault.NotAuthenticated):
        view.view
    content.sessionManager.Login(*server.accounts['service'], None)
    with expect.fault(vmodl.fault.ManagedObjectNotFound):
        view.view
    content.sessionManager.Logout()
