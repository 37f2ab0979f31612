import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { SoapClient, SoapSession } from '../../../src/vsphere/soap/client.js';
import { readHostClocks } from '../../../src/vsphere/soap/host-clocks.js';
import { readXml } from '../../../src/vsphere/soap/read-xml.js';

const AT = '2026-01-10T12:00:00Z';
const objects = (hosts: number): string =>
  Array.from(
    { length: hosts },
    (_, index) => `<objects><obj type="HostSystem">host-${index}</obj>
      <propSet><name>runtime.connectionState</name><val>connected</val></propSet>
      <propSet><name>configManager.dateTimeSystem</name><val type="HostDateTimeSystem">clock-${index}</val></propSet>
    </objects>`,
  ).join('');

/** A vCenter with so many connected hosts; `onClock` is awaited whenever one is asked for its time. */
function vcenterOf(hosts: number, onClock: () => Promise<void> | void): SoapClient {
  const answer = async (method: string): Promise<string> => {
    if (method === 'RetrievePropertiesEx')
      return `<response><returnval>${objects(hosts)}</returnval></response>`;
    await onClock();
    return `<response><returnval>${AT}</returnval></response>`;
  };
  const session = {
    content: { propertyCollector: { type: 'PropertyCollector', value: 'propertyCollector' } },
    invoke: async (
      { method }: { readonly method: string },
      read: (response: ReturnType<typeof readXml>) => unknown,
    ) => read(readXml(await answer(method))),
  };
  const use: SoapClient['use'] = (_, work) => work(session as unknown as SoapSession);
  return { use } as SoapClient;
}

describe('ORD-4: clocks of hosts', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('are asked a few at once, however many there are', async () => {
    let [asked, most] = [0, 0];
    const client = vcenterOf(40, async () => {
      asked += 1;
      most = Math.max(most, asked);
      await new Promise((resolve) => setImmediate(resolve));
      asked -= 1;
    });
    const clocks = await readHostClocks(client, ['domain-c1'], 1, undefined);
    expect(clocks.size).toBe(40);
    expect([...clocks.values()].map(({ at }) => Date.parse(at))).toEqual(
      Array.from({ length: 40 }, () => Date.parse(AT)),
    );
    expect(most).toBe(6);
  });

  it('of hosts that answer slowly are given up after two minutes: those that are left are unknown', async () => {
    let nowMs = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
    let asked = 0;
    const client = vcenterOf(40, () => {
      asked += 1;
      nowMs += 30_000;
    });
    const clocks = await readHostClocks(client, ['domain-c1'], 1, undefined);
    expect(clocks.size).toBe(asked);
    // Those that were already asked when the time was up are waited for.
    expect(asked).toBeGreaterThanOrEqual(4);
    expect(asked).toBeLessThanOrEqual(4 + 6);
  });
});
