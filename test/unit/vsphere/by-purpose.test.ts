import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { VSphereError, type FaultKind } from '../../../src/ports/errors.js';
import { createRestByPurpose } from '../../../src/vsphere/rest/by-purpose.js';
import type { RestClient, RestRequest } from '../../../src/vsphere/rest/client.js';

const TI = '/vcenter/trusted-infrastructure';
const failure = (kind: FaultKind) =>
  new VSphereError(kind, { kind, operation: 'GET /api/x', server: 'vc-1' });

/** A client that notes what it is asked, and answers as told. */
function client(name: string, seen: string[], answer: (request: RestRequest) => unknown): RestClient {
  const note = (request: RestRequest): unknown => {
    seen.push(`${name} ${request.method} ${request.path}`);
    return answer(request);
  };
  return {
    call: async (request) => request.schema.parse(note(request)),
    send: async (request) => void note(request),
    startTask: async (request) => ({ kind: 'cis', id: String(note(request)) }),
    server: name,
    fail: () => failure('invalid'),
    close: async () => void seen.push(`${name} closed`),
  };
}
function both(own: (request: RestRequest) => unknown = () => 'own', trust: typeof own = () => 'trust') {
  const seen: string[] = [];
  return { seen, rest: createRestByPurpose(client('own', seen, own), client('trust', seen, trust)) };
}
const throws = (kind: FaultKind) => () => {
  throw failure(kind);
};
const get = (path: string) => ({ method: 'GET', path, schema: z.string() }) as const;

describe('ORD-2: two logins of one vCenter', () => {
  it.each([
    [`${TI}/principal`, 'trust'],
    [`${TI}/trust-authority-clusters/c/kms/providers`, 'trust'],
    [`${TI}/hosts/host-1/hardware/tpm`, 'own'],
    ['/esx/settings/clusters/c/software', 'own'],
    ['/vcenter/trusted-infrastructures', 'own'],
  ])('%s is asked with the login for it', async (path, login) => {
    const { rest } = both();
    expect(await rest.call(get(path))).toBe(login);
  });

  it('changes and tasks go the same way', async () => {
    const { rest, seen } = both();
    await rest.startTask({ method: 'PATCH', path: `${TI}/trusted-clusters/c/services-applied-config` });
    await rest.startTask({ method: 'POST', path: '/esx/settings/clusters/c/software' });
    await rest.send({ method: 'DELETE', path: `${TI}/kms/services/s` });
    expect(seen.map((line) => line.split(' ')[0])).toEqual(['trust', 'own', 'trust']);
  });

  it('lists of tasks are those of both', async () => {
    const { rest } = both(
      () => ({ a: '1' }),
      () => ({ b: '2' }),
    );
    const request = { method: 'POST', path: '/cis/tasks', schema: z.record(z.string(), z.string()) } as const;
    expect(await rest.call(request)).toEqual({ a: '1', b: '2' });
  });

  it('DG-14: a list that one of them cannot give is no list', async () => {
    const { rest } = both(() => ({}), throws('refused'));
    const request = { method: 'POST', path: '/cis/tasks', schema: z.record(z.string(), z.string()) } as const;
    await expect(rest.call(request)).rejects.toMatchObject({ kind: 'refused' });
  });

  it.each<FaultKind>(['not-found', 'refused'])(
    'a task that the first shows as %s is asked of the other',
    async (kind) => {
      expect(await both(throws(kind)).rest.call(get('/cis/tasks/t'))).toBe('trust');
      const gone = both(throws(kind), throws('not-found')).rest;
      await expect(gone.call(get('/cis/tasks/t'))).rejects.toMatchObject({ kind: 'not-found' });
    },
  );

  it('a vCenter that is away is not asked twice', async () => {
    const { rest, seen } = both(throws('passing'));
    await expect(rest.call(get('/cis/tasks/t'))).rejects.toMatchObject({ kind: 'passing' });
    expect(seen).toEqual(['own GET /cis/tasks/t']);
  });

  it('both are closed', async () => {
    const { rest, seen } = both();
    await rest.close();
    expect(seen).toEqual(['own closed', 'trust closed']);
  });
});
