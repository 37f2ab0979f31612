import { describe, expect, it } from '@jest/globals';
import type { Exchange } from '../../../../src/lab/exchange/exchange.js';
import type { FaultSpec } from '../../../../src/lab/faults/rule.js';
import { LabBench } from '../../../support/lab-world.js';

const ask = (operation: string, server = 'wl-vc', ...subjects: string[]): Exchange => ({
  operation,
  server,
  subjects,
});
const apply = (host: string) =>
  ask('POST /api/esx/settings/clusters/domain-c8/software?action=apply', 'wl-vc', host, 'Prod');

/** Kinds that struck, in order. */
function struck(specs: FaultSpec[], exchanges: Exchange[], seed = 1): (string | undefined)[] {
  const { world } = new LabBench({ seed });
  for (const spec of specs) world.faults.add(spec);
  return exchanges.map((exchange) => world.faults.onExchange(exchange)?.kind);
}

describe('fault rules', () => {
  it('match by pattern and server, skip first and fire so many times', () => {
    const read = ask('GET /api/cis/tasks/1');
    expect(
      struck(
        [{ kind: 'http-503', operation: 'GET /api/*', target: 'wl-vc', skip: 1, count: 2 }],
        [ask('GET /api/cis/tasks/1', 'ta-vc'), ask('POST /api/session'), read, read, read, read],
      ),
    ).toEqual([undefined, undefined, undefined, 'http-503', 'http-503', undefined]);
  });

  it('match by the host that a request is about, and by its cluster', () => {
    const rule: FaultSpec = { kind: 'reset-before-effect', operation: '*?action=apply', host: 'esx-2' };
    expect(struck([rule], [apply('esx-1'), apply('esx-2'), apply('esx-2')])).toEqual([
      undefined,
      'reset-before-effect',
      undefined,
    ]);
    expect(struck([{ ...rule, host: 'Prod' }], [apply('esx-1')])).toEqual(['reset-before-effect']);
  });

  it('see every match, whichever strikes in the end', () => {
    const third: FaultSpec = { kind: 'fail-task', operation: '*?action=apply', skip: 2, count: 1 };
    const always: FaultSpec = { kind: 'slow', operation: 'GET *', count: 0 };
    const first: FaultSpec = { kind: 'http-500', operation: 'POST *' };
    const exchanges = [apply('esx-1'), apply('esx-2'), apply('esx-3'), ask('GET /api/vcenter/host')];
    expect(struck([first, always, third], exchanges)).toEqual(['http-500', undefined, 'fail-task', 'slow']);
  });

  it('are listed with how often they fired, and told in the journal', () => {
    const { world } = new LabBench();
    world.faults.add({ kind: 'http-500', operation: 'GET *', count: 2 });
    for (let i = 0; i < 3; i += 1) world.faults.onExchange(ask('GET /api/vcenter/host'));
    expect(world.faults.list()).toMatchObject([{ id: 'fault-1', kind: 'http-500', fired: 2 }]);
    const told = world.journal.entries.filter(({ effect }) => effect === 'fault.fired');
    expect(told).toMatchObject([
      { subject: 'GET /api/vcenter/host', detail: { fault: 'http-500', rule: 'fault-1' } },
      { subject: 'GET /api/vcenter/host' },
    ]);
  });

  describe('with a rate', () => {
    const rule: FaultSpec = { kind: 'http-503', operation: '*?action=apply', rate: 0.5, count: 0 };
    const many = (host: string, count = 40): Exchange[] => Array.from({ length: count }, () => apply(host));
    const marks = (kinds: (string | undefined)[]): string => kinds.map((kind) => (kind ? 'x' : '.')).join('');

    it('fire about so often, the same for the same seed and otherwise for another', () => {
      const one = marks(struck([rule], many('esx-1', 400)));
      expect(one.replaceAll('.', '').length).toBeGreaterThan(160);
      expect(one.replaceAll('.', '').length).toBeLessThan(240);
      expect(marks(struck([rule], many('esx-1', 400)))).toBe(one);
      expect(marks(struck([rule], many('esx-1', 400), 2))).not.toBe(one);
    });

    it('do not move the faults of a host when there is one host more, or one rule more', () => {
      const alone = marks(struck([rule], many('esx-1')));
      const mixed = many('esx-1').flatMap((exchange) => [exchange, apply('esx-2'), apply('esx-2')]);
      const kinds = struck([rule, { kind: 'slow', operation: 'GET *', rate: 0.5 }], mixed);
      expect(marks(kinds.filter((_, i) => i % 3 === 0))).toBe(alone);
    });

    it('strike as the operation is named, not as its IDs are', () => {
      const named = (task: string): Exchange => ({
        ...ask(`GET /api/cis/tasks/${task}`),
        name: 'GET /api/cis/tasks/{task}',
      });
      const reads = (prefix: string) => Array.from({ length: 40 }, (_, i) => named(`${prefix}${i}`));
      const tasks: FaultSpec = { ...rule, operation: 'GET /api/cis/tasks/*' };
      expect(marks(struck([tasks], reads('a')))).toBe(marks(struck([tasks], reads('b'))));
    });
  });

  it('of hosts skip matches, too', () => {
    const { world } = new LabBench();
    world.faults.add({ kind: 'attests-late', target: 'esx-2', skip: 1 });
    const boots = (): void => {
      for (const name of ['esx-1', 'esx-2']) {
        const lab = [...(world.vcenters.get('wl-vc')?.hosts.values() ?? [])].find((it) => it.name === name);
        if (lab) world.reboot(lab, { user: { name: 'x' } } as never, true);
      }
      world.clock.step(3_600);
    };
    boots();
    expect(world.faults.list()[0]?.fired).toBe(0);
    boots();
    expect(world.faults.list()[0]?.fired).toBe(1);
  });

  it('whose time is over are listed as healed', () => {
    const { world } = new LabBench();
    const rule = world.faults.add({ kind: 'clock-skew', target: 'wl-vc', skew: -90, seconds: 60 });
    expect(world.faults.skewOf('wl-vc')).toBe(-90_000);
    expect(world.faults.skewOf('ta-vc')).toBe(0);
    world.clock.step(61);
    expect(world.faults.skewOf('wl-vc')).toBe(0);
    expect(world.faults.list()).toMatchObject([{ id: rule.id, healed: true }]);
    expect(world.faults.remove(rule.id)).toBe(true);
    expect(world.faults.list()).toEqual([]);
    const told = world.journal.entries.filter(({ effect }) => effect === 'fault.healed');
    expect(told).toMatchObject([{ subject: 'wl-vc', detail: { fault: 'clock-skew', fired: 1 } }]);
  });
});
