import { expect, it } from '@jest/globals';
import { typed, value } from '../../src/vsphere/soap/write-xml.js';
import { child, textAt } from '../../src/vsphere/soap/xml-node.js';
import { eventually } from '../support/eventually.js';
import { testPassword } from '../support/fake-vcenter.js';
import { describeWithPeer } from '../support/peers.js';
import { vcsimUser, type VcsimCall } from '../support/vcsim.js';
import { vcsimBench, type Clients } from '../support/vcsim-bench.js';
import { anyValue, hostRefs, invoke, property } from '../support/vim-calls.js';

const sessionManager = { type: 'SessionManager', value: 'SessionManager' };
const namesOf = (calls: readonly VcsimCall[]): string[] => calls.map(({ method }) => method);
const loginsIn = (calls: readonly VcsimCall[]): number =>
  namesOf(calls).filter((name) => name === 'Login').length;

describeWithPeer('vcsim', 'our vim25 client and vcsim: sessions', (path) => {
  const bench = vcsimBench(path);

  const keyOf = async ({ soap }: Clients): Promise<string> =>
    textAt(await property(soap, sessionManager, 'currentSession'), 'key') ?? '';
  const keysListed = async (): Promise<string[]> => {
    const list = await property(bench.clients.soap, sessionManager, 'sessionList');
    return (list?.children ?? []).map((session) => textAt(session, 'key') ?? '');
  };
  /** Key of the session that `work` logs in. */
  const newSession = async (work: () => Promise<unknown>): Promise<string> => {
    const before = await keysListed();
    await work();
    const [key] = (await keysListed()).filter((listed) => !before.includes(listed));
    if (key === undefined) throw new Error('nobody logged in');
    return key;
  };
  const terminate = async (key: string): Promise<void> => {
    await invoke(bench.clients.soap, sessionManager, 'TerminateSession', [value('sessionId', key)]);
  };

  it('row 1: reads ServiceContent before it logs in and takes the IDs from there', async () => {
    const { soap } = bench.connect();
    let content: unknown;
    const calls = await bench.vcsim.during(async () => {
      content = await soap.use({ safe: true }, async (session) => session.content);
    });
    expect(content).toMatchObject({
      rootFolder: { type: 'Folder', value: 'group-d1' },
      propertyCollector: { type: 'PropertyCollector', value: 'propertyCollector' },
      sessionManager,
      eventManager: { type: 'EventManager', value: 'EventManager' },
    });
    expect(calls.map(({ method, hasCookie }) => [method, hasCookie])).toEqual([
      ['GET /sdk/vimServiceVersions.xml', false],
      ['RetrieveServiceContent', false],
      ['Login', false],
    ]);
  });

  it('row 2: logs in and is who it said', async () => {
    const session = await property(bench.clients.soap, sessionManager, 'currentSession');
    expect(textAt(session, 'userName')).toBe(vcsimUser);
  });

  it('row 2: a wrong password is InvalidLogin, sent once even for callers in parallel', async () => {
    const { vsphere, vcenter } = bench.connect({ password: 'not-the-password' });
    const [host] = await hostRefs(bench.clients.soap);
    const calls = await bench.vcsim.during(async () => {
      const reads = Array.from({ length: 5 }, () => vsphere.hosts.readHost(vcenter, host!));
      for (const read of await Promise.allSettled(reads)) {
        expect(read).toMatchObject({
          status: 'rejected',
          reason: { kind: 'refused', errorType: 'InvalidLogin', operation: 'SessionManager.Login' },
        });
      }
    });
    expect(loginsIn(calls)).toBe(1);
    expect(calls.at(-1)?.method).toBe('Login');
  });

  it('row 3: a second login on a live cookie is refused, so logging in again leaves the cookie out', async () => {
    const clients = bench.connect();
    const again = [value('userName', vcsimUser), value('password', testPassword)];
    await expect(invoke(clients.soap, sessionManager, 'Login', again)).rejects.toMatchObject({
      kind: 'refused',
      errorType: 'InvalidLogin',
    });
    await terminate(await keyOf(clients));
    const calls = await bench.vcsim.during(async () => {
      await expect(keyOf(clients)).resolves.not.toBe('');
    });
    expect(calls.find(({ method }) => method === 'Login')).toMatchObject({ hasCookie: false });
  });

  it('row 4: NotAuthenticated as a fault leads to one login, one repetition and the result', async () => {
    const clients = bench.connect();
    await terminate(await keyOf(clients));
    let answer: string | undefined;
    const calls = await bench.vcsim.during(async () => {
      const self = { type: 'ServiceInstance', value: 'ServiceInstance' };
      answer = child(await invoke(clients.soap, self, 'CurrentTime'), 'returnval')?.text;
    });
    expect(Date.parse(answer ?? '')).not.toBeNaN();
    expect(namesOf(calls).filter((name) => !name.startsWith('GET'))).toEqual([
      'CurrentTime',
      'RetrieveServiceContent',
      'Login',
      'CurrentTime',
    ]);
  });

  it('row 4: NotAuthenticated in a missing set, as vcsim says it for reads, does the same', async () => {
    const clients = bench.connect();
    const old = await keyOf(clients);
    await terminate(old);
    let renewed = '';
    const calls = await bench.vcsim.during(async () => {
      renewed = await keyOf(clients);
    });
    expect(renewed).not.toBe(old);
    expect(namesOf(calls).filter((name) => name === 'RetrievePropertiesEx')).toHaveLength(2);
    expect(loginsIn(calls)).toBe(1);
  });

  it('row 4: a write that meets a dead session is not repeated: nothing was done', async () => {
    const clients = bench.connect();
    const [host] = await hostRefs(clients.soap);
    const key = await newSession(() => clients.vsphere.hosts.readHost(clients.vcenter, host!));
    await terminate(key);
    const calls = await bench.vcsim.during(async () => {
      await expect(clients.vsphere.hosts.enterMaintenance(clients.vcenter, host!)).rejects.toMatchObject({
        kind: 'passing',
        errorType: 'NotAuthenticated',
      });
    });
    expect(namesOf(calls)).toEqual(['EnterMaintenanceMode_Task']);
    const after = await clients.vsphere.hosts.readHost(clients.vcenter, host!);
    expect(after.inMaintenance).toBe(false);
  });

  it('row 5: a session ended from outside makes many parallel callers log in exactly once', async () => {
    const { vsphere, vcenter, soap } = bench.connect();
    const [host] = await hostRefs(soap);
    await terminate(await newSession(() => vsphere.hosts.readHost(vcenter, host!)));
    const calls = await bench.vcsim.during(async () => {
      const reads = Array.from({ length: 12 }, () => vsphere.hosts.readHost(vcenter, host!));
      expect((await Promise.all(reads)).map(({ ref }) => ref.name)).toEqual(reads.map(() => host!.name));
    });
    expect(loginsIn(calls)).toBe(1);
  });

  it('row 5: a session that was idle too long is renewed', async () => {
    const settings = { type: 'OptionManager', value: 'VpxSettings' };
    const timeout = (text: string) =>
      invoke(bench.clients.soap, settings, 'UpdateOptions', [
        typed('changedValue', 'OptionValue', [
          value('key', 'config.vmacore.soap.sessionTimeout'),
          anyValue('value', 'xsd:string', text),
        ]),
      ]);
    // Holds for sessions made from now on.
    await timeout('100ms');
    const clients = bench.connect();
    const idle = await keyOf(clients);
    await timeout('30m');
    await eventually('the end of the idle session', async () => !(await keysListed()).includes(idle));
    const calls = await bench.vcsim.during(async () => {
      expect(await keyOf(clients)).not.toBe(idle);
    });
    expect(loginsIn(calls)).toBe(1);
  });

  it('row 6: closing logs out, and the list of sessions is as before', async () => {
    const before = await keysListed();
    const clients = bench.connect();
    const key = await keyOf(clients);
    expect(await keysListed()).toContain(key);
    const calls = await bench.vcsim.during(() => clients.close());
    expect(namesOf(calls)).toEqual(['Logout']);
    expect((await keysListed()).toSorted()).toEqual(before.toSorted());
  });
});
