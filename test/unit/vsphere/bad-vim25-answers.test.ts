import { afterEach, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import type { HostRef } from '../../../src/domain/model/inventory.js';
import {
  cutBody,
  cutChunks,
  endless,
  envelope,
  longAsSaid,
  MIB,
  ok,
  redirect,
  type Answer,
} from '../../support/bad-answers.js';
import {
  aVCenter,
  aVSphere,
  fakeServer,
  soap,
  soapMethod,
  withSoapLogin,
  type FakeServer,
} from '../../support/fake-vcenter.js';

const host: HostRef = { vcenter: 'vc-test', moid: 'host-21', name: 'esx-1' };

describe('bad answers of vim25', () => {
  let server: FakeServer | undefined;
  const vsphere = aVSphere();
  const start = async (answer: Answer) => {
    server = await fakeServer(withSoapLogin((_, __, response) => answer(response)));
    return aVCenter(server);
  };
  afterEach(async () => {
    await vsphere.close();
    await server?.close();
    server = undefined;
  });

  /** Both a read and a write meet the answer: the read is refused with a reason, the write's outcome is unknown. */
  const soapMeets = async (answer: Answer, kind: string, reason: string) => {
    const vcenter = await start(answer);
    const read = vsphere.hosts.readAttestation(vcenter, host);
    await expect(read).rejects.toMatchObject({
      kind,
      operation: 'PropertyCollector.RetrievePropertiesEx',
    });
    await expect(read).rejects.toThrow(reason);
    const write = vsphere.hosts.enterMaintenance(vcenter, host);
    await expect(write).rejects.toMatchObject({
      kind: 'unknown-outcome',
      operation: 'HostSystem.EnterMaintenanceMode_Task',
    });
    expect(
      server?.seen.filter((request) => soapMethod(request) === 'EnterMaintenanceMode_Task'),
    ).toHaveLength(1);
  };

  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + envelope('<x>&b;</x>');
  it.each<[string, Answer, string]>([
    ['no XML', ok('hello'), 'the answer is not XML'],
    ['a web page', ok('<html><body>Log in</body></html>'), 'no SOAP envelope'],
    ['JSON', ok('{"a":1}'), 'the answer is not XML'],
    ['a cut document of the stated length', ok(envelope('<a>').slice(0, 40)), 'the answer is not XML'],
    ['an empty body', ok(''), 'the answer is not XML'],
    ['two documents', ok(envelope('') + envelope('')), 'the answer'],
    ['an answer to something else', ok(envelope('<LogoutResponse/>')), 'is no RetrievePropertiesExResponse'],
    ['bytes that are no UTF-8', ok(Buffer.from([0x3c, 0xff])), 'the answer is not UTF-8'],
    ['an entity bomb', ok(bomb), 'document type definitions are not accepted'],
    [
      'an external entity',
      ok(`<!DOCTYPE x SYSTEM "file:///etc/passwd">${envelope('<x/>')}`),
      'document type definitions are not accepted',
    ],
    ['a prototype', ok(envelope('<__proto__>1</__proto__>')), '__proto__'],
    ['1,000 levels', ok(envelope('<a>'.repeat(1_000) + '</a>'.repeat(1_000))), 'nested tags exceeded'],
    ['two bodies', ok('<Envelope><Body/><Body/></Envelope>'), '2 elements Body instead of one'],
    ['a compressed body', ok(gzipSync(envelope('<x/>')), { 'content-encoding': 'gzip' }), 'is compressed'],
    ['9 MiB, as announced', longAsSaid(9 * MIB), 'longer than 8388608 bytes'],
    ['no end', endless, 'longer than 8388608 bytes'],
    [
      'a fault without a detail',
      (response) =>
        soap(
          response,
          500,
          '<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>oh</faultstring></soapenv:Fault>',
        ),
      'a fault without a type: oh',
    ],
    [
      'a fault without anything',
      (response) => soap(response, 500, '<soapenv:Fault/>'),
      'a fault without a type',
    ],
  ])('%s', (_, answer, reason) => soapMeets(answer, 'protocol', reason));

  it.each<[string, Answer]>([
    ['shorter than announced', cutBody],
    ['in chunks, the last one missing', cutChunks],
  ])('%s: a read may be tried again', (_, answer) => soapMeets(answer, 'passing', 'answer lost'));

  it.each([
    ['no returnval', '<EnterMaintenanceMode_TaskResponse/>'],
    [
      'something other than a task',
      '<EnterMaintenanceMode_TaskResponse><returnval type="HostSystem">host-1</returnval></EnterMaintenanceMode_TaskResponse>',
    ],
  ])('a write answered with %s has an unknown outcome', async (_, body) => {
    const vcenter = await start(ok(envelope(body)));
    await expect(vsphere.hosts.enterMaintenance(vcenter, host)).rejects.toMatchObject({
      kind: 'unknown-outcome',
    });
  });

  it.each([301, 302, 303, 307, 308])('%d to elsewhere is not followed', (status) =>
    soapMeets(redirect(status), 'protocol', 'a redirect to https://elsewhere.example, not followed'),
  );

  it.each([
    ['no cookie', {}],
    ['a cookie with a line break or a space', { 'set-cookie': 'vmware_soap_session=a b; Path=/' }],
    ['a cookie that never ends', { 'set-cookie': `vmware_soap_session=${'x'.repeat(2_000)}` }],
    ['an empty cookie', { 'set-cookie': 'vmware_soap_session=""; Path=/' }],
    ['a cookie of another name', { 'set-cookie': 'xvmware_soap_session=abc' }],
  ])('a vim25 login with %s is refused', async (_, headers) => {
    server = await fakeServer((request, response, count) =>
      soapMethod(request) === 'Login'
        ? soap(response, 200, '<LoginResponse xmlns="urn:vim25"><returnval/></LoginResponse>', headers)
        : withSoapLogin(() => undefined)(request, response, count),
    );
    await expect(vsphere.hosts.readAttestation(aVCenter(server), host)).rejects.toMatchObject({
      kind: 'protocol',
      operation: 'SessionManager.Login',
    });
  });
});
