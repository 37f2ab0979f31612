import { afterEach, describe, expect, it } from '@jest/globals';
import {
  aVCenter,
  aVSphere,
  fakeServer,
  json,
  soap,
  soapFault,
  withSoapLogin,
  type FakeServer,
  type Seen,
} from '../../../support/fake-vcenter.js';

const idsOf = ({ body }: Seen): string[] =>
  [...body.matchAll(/<obj type="Task">([^<]+)</g)].map(([, id]) => id!);
const infoOf = (id: string): string =>
  `<objects><obj type="Task">${id}</obj><propSet><name>info</name><val xsi:type="TaskInfo"><state>running</state><description><message>${id} goes on</message></description></val></propSet></objects>`;
const answerOf = (ids: readonly string[]): string =>
  `<RetrievePropertiesExResponse xmlns="urn:vim25"><returnval>${ids.map(infoOf).join('')}</returnval></RetrievePropertiesExResponse>`;

describe('tasks that many ask for', () => {
  let server: FakeServer | undefined;
  const vsphere = aVSphere();
  afterEach(async () => {
    await vsphere.close();
    await server?.close();
  });
  const ids = Array.from({ length: 8 }, (_, index) => `task-${index + 1}`);
  const readAll = (vcenter: ReturnType<typeof aVCenter>) =>
    Promise.allSettled(ids.map((id) => vsphere.tasks.readTask(vcenter, { kind: 'vim', id })));

  it('one that the server faults the whole call for is gone; the others are read', async () => {
    server = await fakeServer(
      withSoapLogin((_, request, response) => {
        const asked = idsOf(request);
        if (asked.includes('task-6')) return soapFault(response, 'ManagedObjectNotFound');
        return soap(response, 200, answerOf(asked));
      }),
    );
    const read = await readAll(aVCenter(server));
    expect(read).toEqual(
      ids.map((id) => ({
        status: 'fulfilled',
        value: id === 'task-6' ? { state: 'gone' } : { state: 'running', message: `${id} goes on` },
      })),
    );
  });

  it('one whose reading makes no sense is that asker’s error', async () => {
    server = await fakeServer(
      withSoapLogin((_, request, response) =>
        soap(
          response,
          200,
          answerOf(idsOf(request)).replace(/<state>running<\/state>(?=.{0,50}task-3 )/, ''),
        ),
      ),
    );
    const read = await readAll(aVCenter(server));
    expect(read.map(({ status }) => status)).toEqual(
      ids.map((id) => (id === 'task-3' ? 'rejected' : 'fulfilled')),
    );
    expect(read[2]).toMatchObject({ reason: { kind: 'protocol' } });
  });

  it('a server that is away is asked once, and all hear the same', async () => {
    let calls = 0;
    server = await fakeServer(
      withSoapLogin((_, __, response) => {
        calls += 1;
        response.writeHead(502).end();
      }),
    );
    const read = await readAll(aVCenter(server));
    expect(read).toEqual(
      ids.map(() => expect.objectContaining({ reason: expect.objectContaining({ kind: 'passing' }) })),
    );
    expect(calls).toBe(1);
  });

  it('a refused login is not tried again for each of them', async () => {
    let logins = 0;
    const others = withSoapLogin(() => undefined);
    server = await fakeServer((request, response, count) => {
      if (!request.body.includes('<Login ')) return others(request, response, count);
      logins += 1;
      return soapFault(response, 'InvalidLogin');
    });
    const read = await readAll(aVCenter(server));
    for (const each of read) expect(each).toMatchObject({ reason: { kind: 'refused' } });
    expect(logins).toBe(1);
  });

  it('one of the Automation API that the list leaves out is asked for by itself before it counts as gone', async () => {
    const service = ':com.vmware.esx.settings.clusters.software';
    server = await fakeServer(({ method, path }, response) => {
      if (path === '/api/session') return json(response, 201, 'token');
      if (path.startsWith('/api/cis/tasks?action=list')) {
        return json(response, 200, { [`a${service}`]: { status: 'RUNNING' } });
      }
      if (method === 'GET' && decodeURIComponent(path).endsWith(`/b${service}`)) {
        return json(response, 200, { status: 'SUCCEEDED', result: 7 });
      }
      return json(response, 404, { error_type: 'NOT_FOUND', messages: [] });
    });
    const vcenter = aVCenter(server);
    const read = await Promise.all(
      ['a', 'b', 'c'].map((id) => vsphere.tasks.readTask(vcenter, { kind: 'cis', id: `${id}${service}` })),
    );
    expect(read).toEqual([{ state: 'running' }, { state: 'succeeded', result: 7 }, { state: 'gone' }]);
    const lists = server.seen.filter(({ path }) => path.includes('action=list'));
    expect(lists.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { filter_spec: { tasks: ['a', 'b', 'c'].map((id) => `${id}${service}`) } },
    ]);
  });
});
