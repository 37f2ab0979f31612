"""Sessions that end by themselves or by others."""

from pyVim.connect import VimSessionOrientedStub
from pyVmomi import vim, vmodl

import expect
from registry import case

IDLE_SECONDS = 1_800


@case('vCenter', 'ESXi')
def a_session_that_is_idle_too_long_is_gone_and_a_new_login_works(lab, server):
    with lab.paused() as step:
        service = server.login()
        step(IDLE_SECONDS)
        service.CurrentTime()
        step(IDLE_SECONDS)
        service.CurrentTime()
        step(IDLE_SECONDS + 1)
        with expect.fault(vim.fault.NotAuthenticated):
            service.CurrentTime()
    service.content.sessionManager.Login(*server.accounts['service'], None)
    service.CurrentTime()
    service.content.sessionManager.Logout()


@case('vCenter', 'ESXi')
def a_client_that_renews_its_session_goes_on(lab, server):
    user, password = server.accounts['service']
    login = VimSessionOrientedStub.makeUserLoginMethod(user, password)
    stub = VimSessionOrientedStub(server.stub(server.version), login, retryDelay=0.01, retryCount=2)
    service = vim.ServiceInstance('ServiceInstance', stub)
    first = service.content.sessionManager.currentSession.key
    lab.skip(IDLE_SECONDS + 60)
    service.CurrentTime()
    second = service.content.sessionManager.currentSession.key
    expect.true(first != second, 'the session is still the first one')
    service.content.sessionManager.Logout()


@case
def session_is_active_tells_whether_a_session_exists(lab, server):
    with server.session('administrator') as content:
        manager = content.sessionManager
        mine = manager.currentSession
        expect.equal(manager.SessionIsActive(mine.key, mine.userName), True, 'own session')
        expect.equal(manager.SessionIsActive(mine.key, 'somebody'), False, 'own session under another name')
        expect.equal(manager.SessionIsActive('52000000', mine.userName), False, 'no session')


@case('ESXi')
def session_is_active_is_not_implemented(lab, server):
    with server.session() as content:
        mine = content.sessionManager.currentSession
        with expect.fault(vmodl.fault.NotImplemented):
            content.sessionManager.SessionIsActive(mine.key, mine.userName)


@case('vCenter', 'ESXi')
def a_second_session_ends_the_first_one(lab, server):
    victim = server.login()
    key = victim.content.sessionManager.currentSession.key
    with server.session('administrator') as content:
        manager = content.sessionManager
        expect.true(key in [each.key for each in manager.sessionList], 'the session is not in the list')
        manager.TerminateSession([key])
        expect.true(key not in [each.key for each in manager.sessionList], 'the session is still in the list')
        with expect.fault(vim.fault.NotFound):
            manager.TerminateSession([key])
        with expect.fault(vmodl.fault.InvalidArgument):
            manager.TerminateSession([manager.currentSession.key])
    with expect.fault(vim.fault.NotAuthenticated):
        victim.CurrentTime()


@case
def ending_sessions_needs_a_privilege(lab, server):
    with server.session() as content:
        with expect.fault(vim.fault.NoPermission) as caught:
            content.sessionManager.TerminateSession([content.sessionManager.currentSession.key])
        expect.equal(caught.fault.privilegeId, 'Sessions.TerminateSession', 'missing privilege')
        expect.equal(caught.fault.object, content.sessionManager, 'object of the fault')
        with expect.fault(vim.fault.NoPermission):
            content.sessionManager.sessionList
