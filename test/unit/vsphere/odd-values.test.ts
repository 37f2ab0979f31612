import { afterEach, describe, expect, it } from '@jest/globals';
import type { ClusterRef, HostRef } from '../../../src/domain/model/inventory.js';
import { instant } from '../../../src/vsphere/rest/schemas.js';
import { restOperationOf } from '../../../src/vsphere/rest/operations.js';
import {
  aVCenter,
  aVSphere,
  fakeServer,
  json,
  soap,
  withLogin,
  withSoapLogin,
  type FakeServer,
} from '../../support/fake-vcenter.js';

const cluster: ClusterRef = { vcenter: 'vc-test', moid: 'domain-c8', name: 'trusted-1' };
const host: HostRef = { vcenter: 'vc-test', moid: 'host-21', name: 'esx-1' };

describe('values that are not what they should be', () => {
  let server: FakeServer | undefined;
  const vsphere = aVSphere();
  const rest = async (answer: unknown) => {
    server = await fakeServer(withLogin((_, response) => json(response, 200, answer)));
    return aVCenter(server);
  };
  const vim = async (objects: string) => {
    const page = `<RetrievePropertiesExResponse><returnval>${objects}</returnval></RetrievePropertiesExResponse>`;
    server = await fakeServer(withSoapLogin((_, __, response) => soap(response, 200, page)));
    return aVCenter(server);
  };
  afterEach(async () => {
    await vsphere.close();
    await server?.close();
    server = undefined;
  });
  const cisTask = async (info: unknown) =>
    vsphere.tasks.readTask(await rest(info), { kind: 'cis', id: 'a:b' });
  const vimTask = async (info: string) => {
    const object = `<objects><obj type="Task">task-1</obj><propSet><name>info</name><val>${info}</val></propSet></objects>`;
    return vsphere.tasks.readTask(await vim(object), { kind: 'vim', id: 'task-1' });
  };

  it('a task of an unknown status is under way, and says so; one without a status is refused', async () => {
    await expect(cisTask({ status: 'PAUSED' })).resolves.toEqual({
      state: 'running',
      message: 'status PAUSED',
    });
    await server?.close();
    await expect(cisTask({})).rejects.toThrow('unexpected answer at /status');
    await server?.close();
    await expect(vimTask('<state>paused</state>')).resolves.toEqual({
      state: 'running',
      message: 'state paused',
    });
    await server?.close();
    await expect(vimTask('<progress>1</progress>')).rejects.toThrow('TaskInfo: state is missing');
    await server?.close();
    await expect(vimTask('<state>success</state><state>error</state>')).rejects.toThrow(
      '2 elements state instead of one',
    );
  });

  it.each([
    ['an ID that is a number', [{ cluster: 7, name: 'trusted-1' }], '/0/cluster'],
    ['an empty ID', [{ cluster: '', name: 'trusted-1' }], '/0/cluster: is no identifier'],
    ['a step upwards', [{ cluster: '..', name: 'trusted-1' }], '/0/cluster: is no identifier'],
    ['an ID beyond reason', [{ cluster: 'x'.repeat(1_001), name: 'trusted-1' }], '/0/cluster: Too big'],
    ['a name that is a list', [{ cluster: 'domain-c8', name: ['trusted-1'] }], '/0/name'],
  ])('refuses %s', async (_, clusters, reason) => {
    const read = vsphere.hosts.readClusters(await rest(clusters), ['trusted-1']);
    await expect(read).rejects.toMatchObject({ kind: 'protocol' });
    await expect(read).rejects.toThrow(reason);
  });

  it('no variable of a path leads to another path', () => {
    for (const version of ['.', '..']) {
      const path = `/appliance/update/pending/${version}`;
      expect(restOperationOf({ method: 'POST', path, query: { action: 'install' } })).toBeUndefined();
    }
    const path = '/appliance/update/pending/..8';
    expect(restOperationOf({ method: 'POST', path, query: { action: 'install' } })).toBeDefined();
  });

  it('refuses numbers as texts and texts as numbers', async () => {
    const progress = { total: '100', completed: 40 };
    await expect(cisTask({ status: 'RUNNING', progress })).rejects.toThrow(
      'unexpected answer at /progress/total',
    );
  });

  it('a listed task without an operation is not taken for somebody else’s', async () => {
    const vcenter = await rest({ 'a:b': { status: 'RUNNING' } });
    await expect(vsphere.lifecycle.findSoftwareTask(vcenter, cluster)).rejects.toThrow('/a:b/operation');
  });

  it('a listed task of an unknown status is still running', async () => {
    const vcenter = await rest({ 'a:b': { status: 'PAUSED', operation: 'check$task' } });
    await expect(vsphere.lifecycle.findSoftwareTask(vcenter, cluster)).resolves.toMatchObject({
      operation: 'check',
    });
  });

  it.each([
    '',
    '7',
    '9999',
    'May 2026',
    'yesterday',
    '2026-05-01',
    '2026-05-01T10:00:00',
    '2026-13-01T10:00:00Z',
    '2026-05-01T10:00:00Z<',
    ' 2026-05-01T10:00:00Z',
  ])('%j is no time', (text) => {
    expect(instant(text)).toBeUndefined();
  });

  it('DG-14: a report that holds until an unreadable time does not hold', async () => {
    const info = (until: string) =>
      `<objects><obj type="HostSystem">host-21</obj><propSet><name>parent</name><val type="ClusterComputeResource">domain-c8</val></propSet>
       <propSet><name>vm</name><val/></propSet>
       <propSet><name>summary.trustAuthorityAttestationInfos</name><val><HostTrustAuthorityAttestationInfo>
       <attestationStatus>attested</attestationStatus><attestedUntil>${until}</attestedUntil>
       </HostTrustAuthorityAttestationInfo></val></propSet></objects>`;
    await expect(vsphere.hosts.readAttestation(await vim(info('9999')), host)).resolves.toMatchObject({
      status: 'unknown',
    });
    await server?.close();
    await expect(
      vsphere.hosts.readAttestation(await vim(info('9999-01-01T00:00:00Z')), host),
    ).resolves.toMatchObject({ status: 'attested' });
  });

  it.each([
    ['an object without a reference', '<objects/>', 'obj is missing'],
    [
      'a property without a name',
      '<objects><obj type="HostSystem">host-21</obj><propSet><val>x</val></propSet></objects>',
      'propSet of HostSystem host-21: name is missing',
    ],
    [
      'a property without a value',
      '<objects><obj type="HostSystem">host-21</obj><propSet><name>parent</name></propSet></objects>',
      'HostSystem host-21: parent has not exactly one val',
    ],
    [
      'a property twice',
      `<objects><obj type="HostSystem">host-21</obj>${'<propSet><name>parent</name><val>x</val></propSet>'.repeat(2)}</objects>`,
      'HostSystem host-21: parent has not exactly one val',
    ],
  ])('refuses %s', async (_, objects, reason) => {
    const read = vsphere.hosts.readAttestation(await vim(objects), host);
    await expect(read).rejects.toMatchObject({
      kind: 'protocol',
      operation: 'PropertyCollector.RetrievePropertiesEx',
    });
    await expect(read).rejects.toThrow(reason);
  });
});
