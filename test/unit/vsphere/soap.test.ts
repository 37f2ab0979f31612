import { afterEach, describe, expect, it } from '@jest/globals';
import type { HostRef } from '../../../src/domain/model/inventory.js';
import {
  aVCenter,
  aVSphere,
  fakeServer,
  soap,
  soapFault,
  soapMethod,
  testPassword,
  withSoapLogin,
  type FakeServer,
} from '../../support/fake-vcenter.js';

const host: HostRef = { vcenter: 'vc-test', moid: 'host-21', name: 'esx-1' };

const prop = (name: string, content: string) => `<propSet><name>${name}</name>${content}</propSet>`;
const object = (type: string, moid: string, props: string) =>
  `<objects><obj type="${type}">${moid}</obj>${props}</objects>`;
const page = (objects: string, token = '') =>
  `<RetrievePropertiesExResponse xmlns="urn:vim25"><returnval>${
    token ? `<token>${token}</token>` : ''
  }${objects}</returnval></RetrievePropertiesExResponse>`;
const infos = (entries: string) =>
  page(
    object(
      'HostSystem',
      'host-21',
      prop('parent', '<val type="ClusterComputeResource">domain-c8</val>') +
        prop('vm', '<val xsi:type="ArrayOfManagedObjectReference"/>') +
        prop(
          'summary.trustAuthorityAttestationInfos',
          `<val xsi:type="ArrayOfHostTrustAuthorityAttestationInfo">${entries}</val>`,
        ),
    ),
  );
const entry = (status: string, until = '', serviceId = '') =>
  `<HostTrustAuthorityAttestationInfo><attestationStatus>${status}</attestationStatus>${
    serviceId ? `<serviceId>${serviceId}</serviceId>` : ''
  }<attestedAt>2026-05-01T09:00:00Z</attestedAt>${
    until ? `<attestedUntil>${until}</attestedUntil>` : ''
  }<messages><key>k</key><message>why</message></messages></HostTrustAuthorityAttestationInfo>`;
const task = (info: string) =>
  page(object('Task', 'task-1', prop('info', `<val xsi:type="TaskInfo">${info}</val>`)));

describe('calls to vim25', () => {
  let server: FakeServer | undefined;
  const vsphere = aVSphere();
  const start = async (handler: Parameters<typeof withSoapLogin>[0]) => {
    server = await fakeServer(withSoapLogin(handler));
    return aVCenter(server);
  };
  const sent = (method: string) => server?.seen.filter((request) => soapMethod(request) === method) ?? [];
  afterEach(async () => {
    await vsphere.close();
    await server?.close();
    server = undefined;
  });

  it('speaks the newest common version, with the cookie as received', async () => {
    const vcenter = await start((_, __, response) => soap(response, 200, infos(entry('attested'))));
    await vsphere.hosts.readAttestation(vcenter, host);
    const [request] = sent('RetrievePropertiesEx');
    expect(request?.headers.soapaction).toBe('"urn:vim25/8.0.2.0"');
    expect(request?.headers.cookie).toBe('vmware_soap_session="cookie-1"');
  });

  it.each`
    situation                        | entries                                                                   | status
    ${'valid by the server’s clock'} | ${entry('attested', '2026-05-01T10:00:01Z', 's1')}                        | ${'attested'}
    ${'one of several services'}     | ${entry('notAttested') + entry('attested', '2026-05-01T11:00:00Z', 's2')} | ${'attested'}
    ${'report has run out'}          | ${entry('attested', '2026-05-01T09:59:59Z', 's1')}                        | ${'unknown'}
    ${'report without an end'}       | ${entry('attested')}                                                      | ${'attested'}
    ${'refused, without an end'}     | ${entry('notAttested')}                                                   | ${'notAttested'}
    ${'refused by every service'}    | ${entry('notAttested') + entry('notAttested')}                            | ${'notAttested'}
    ${'one service cannot tell'}     | ${entry('notAttested') + entry('unknown')}                                | ${'unknown'}
    ${'no entry at all'}             | ${''}                                                                     | ${'unknown'}
    ${'a status of the future'}      | ${entry('pending')}                                                       | ${'unknown'}
  `('DG-14: attestation, $situation: $status', async ({ entries, status }) => {
    const vcenter = await start((_, __, response) => soap(response, 200, infos(String(entries))));
    await expect(vsphere.hosts.readAttestation(vcenter, host)).resolves.toMatchObject({ status });
  });

  it('logs in once more for all callers when the session has ended', async () => {
    let live = 'cookie-1';
    const vcenter = await start((_, request, response) =>
      request.headers.cookie?.includes(live)
        ? soap(response, 200, infos(entry('attested', '2027-01-01T00:00:00Z')))
        : soapFault(response, 'NotAuthenticated'),
    );
    const readAll = () =>
      Promise.all(Array.from({ length: 6 }, () => vsphere.hosts.readAttestation(vcenter, host)));
    await readAll();
    expect(sent('Login')).toHaveLength(1);
    live = 'cookie-2';
    await readAll();
    expect(sent('Login')).toHaveLength(2);
  });

  it('also sees a dead session in missing properties', async () => {
    const missing =
      '<missingSet><path>name</path><fault xsi:type="LocalizedMethodFault"><fault xsi:type="NotAuthenticated"/></fault></missingSet>';
    const vcenter = await start((_, request, response) =>
      soap(
        response,
        200,
        request.headers.cookie?.includes('cookie-2')
          ? infos(entry('attested', '2027-01-01T00:00:00Z'))
          : page(object('HostSystem', 'host-21', missing)),
      ),
    );
    await expect(vsphere.hosts.readAttestation(vcenter, host)).resolves.toMatchObject({ status: 'attested' });
  });

  it('does not repeat a write that met a dead session', async () => {
    const vcenter = await start((_, __, response) => soapFault(response, 'NotAuthenticated'));
    await expect(vsphere.hosts.enterMaintenance(vcenter, host)).rejects.toMatchObject({ kind: 'passing' });
    expect(sent('EnterMaintenanceMode_Task')).toHaveLength(1);
  });

  it('a write whose answer is lost has an unknown outcome and is sent once', async () => {
    const vcenter = await start((_, __, response) => void response.socket?.destroy());
    await expect(vsphere.hosts.enterMaintenance(vcenter, host)).rejects.toMatchObject({
      kind: 'unknown-outcome',
      operation: 'HostSystem.EnterMaintenanceMode_Task',
    });
    expect(sent('EnterMaintenanceMode_Task')).toHaveLength(1);
  });

  it.each`
    fault                      | kind
    ${'InvalidState'}          | ${'state'}
    ${'NoPermission'}          | ${'refused'}
    ${'ManagedObjectNotFound'} | ${'not-found'}
    ${'MethodNotFound'}        | ${'invalid'}
    ${'Timedout'}              | ${'passing'}
    ${'SomethingNew'}          | ${'state'}
  `('names the fault $fault and calls it $kind', async ({ fault, kind }) => {
    const vcenter = await start((_, __, response) => soapFault(response, String(fault), 'because'));
    await expect(vsphere.hosts.exitMaintenance(vcenter, host)).rejects.toMatchObject({
      kind,
      errorType: fault,
    });
  });

  it('says that a login was refused, without the password', async () => {
    server = await fakeServer((request, response, count) => {
      const answer = withSoapLogin((_, __, other) => soapFault(other, 'InvalidLogin'));
      if (soapMethod(request) === 'Login') return soapFault(response, 'InvalidLogin', `no ${testPassword}`);
      return answer(request, response, count);
    });
    const error: unknown = await vsphere.hosts
      .readAttestation(aVCenter(server), host)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ kind: 'refused', errorType: 'InvalidLogin' });
    expect(`${String(error)}${(error as Error).stack ?? ''}`).not.toContain(testPassword);
  });

  it.each`
    answer                                                          | status | kind
    ${'<html>hello'}                                                | ${200} | ${'protocol'}
    ${'{"not":"xml"}'}                                              | ${200} | ${'protocol'}
    ${'<!DOCTYPE x [<!ENTITY a "b">]><Envelope><Body/></Envelope>'} | ${200} | ${'protocol'}
    ${'<html>bad gateway</html>'}                                   | ${502} | ${'passing'}
  `('$status $answer is $kind', async ({ answer, status, kind }) => {
    const vcenter = await start((_, __, response) => {
      response.statusCode = Number(status);
      response.end(String(answer));
    });
    await expect(vsphere.hosts.readAttestation(vcenter, host)).rejects.toMatchObject({ kind });
  });

  it('reads every page', async () => {
    const vcenter = await start((method, __, response) => {
      if (method === 'RetrievePropertiesEx') return soap(response, 200, page('', '7'));
      const last = infos(entry('attested', '2027-01-01T00:00:00Z'));
      return soap(response, 200, last.replaceAll('RetrievePropertiesEx', 'ContinueRetrievePropertiesEx'));
    });
    await expect(vsphere.hosts.readAttestation(vcenter, host)).resolves.toMatchObject({ status: 'attested' });
    expect(sent('ContinueRetrievePropertiesEx')[0]?.body).toContain('<token>7</token>');
  });

  it.each`
    info                                                                                                                               | reading
    ${'<state>queued</state>'}                                                                                                         | ${{ state: 'running' }}
    ${'<state>running</state><progress>42</progress>'}                                                                                 | ${{ state: 'running', progress: 42 }}
    ${'<state>success</state><completeTime>2026-05-01T10:00:00.5Z</completeTime>'}                                                     | ${{ state: 'succeeded', endedAt: '2026-05-01T10:00:00.500Z' }}
    ${'<error><fault xsi:type="RequestCanceled"/><localizedMessage>canceled by a user</localizedMessage></error><state>error</state>'} | ${{ state: 'failed', error: 'canceled by a user', errorType: 'RequestCanceled' }}
  `('reads a task as $reading.state', async ({ info, reading }) => {
    const vcenter = await start((_, __, response) => soap(response, 200, task(info as string)));
    await expect(vsphere.tasks.readTask(vcenter, { kind: 'vim', id: 'task-1' })).resolves.toEqual(reading);
  });

  it('a task that vCenter has forgotten is gone, whether left out or faulted', async () => {
    let isFault = false;
    const vcenter = await start((_, __, response) =>
      isFault ? soapFault(response, 'ManagedObjectNotFound') : soap(response, 200, page('')),
    );
    const read = () => vsphere.tasks.readTask(vcenter, { kind: 'vim', id: 'task-1' });
    await expect(read()).resolves.toEqual({ state: 'gone' });
    isFault = true;
    await expect(read()).resolves.toEqual({ state: 'gone' });
  });

  it('finds the running maintenance task of a host by what it does', async () => {
    const one = (id: string, description: string, state: string) =>
      object(
        'Task',
        id,
        prop('info', `<val><descriptionId>${description}</descriptionId><state>${state}</state></val>`),
      );
    const vcenter = await start((_, __, response) =>
      soap(
        response,
        200,
        page(
          one('task-1', 'HostSystem.enterMaintenanceMode', 'error') +
            one('task-2', 'HostSystem.exitMaintenanceMode', 'running') +
            one('task-3', 'HostSystem.enterMaintenanceMode', 'running'),
        ),
      ),
    );
    await expect(vsphere.hosts.findMaintenanceTask(vcenter, host, 'enter')).resolves.toEqual({
      kind: 'vim',
      id: 'task-3',
    });
  });
});
