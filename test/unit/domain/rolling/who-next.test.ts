import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS, type RunLimits } from '../../../../src/domain/model/limits.js';
import {
  atOnce,
  reorder,
  whoNext,
  whyNotReorder,
  type RollingHost,
  type RollState,
} from '../../../../src/domain/rolling/index.js';

const host = (name: string, change: Partial<RollingHost> = {}): RollingHost => ({
  host: { vcenter: 'wl-vc', moid: `host-${name}`, name },
  boot: 'full',
  isTestHost: false,
  ...change,
});
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => host(name)) as [
  RollingHost,
  RollingHost,
  RollingHost,
  RollingHost,
];
const test = host('t', { isTestHost: true });
const quick = host('q', { boot: 'quick' });
const state = (change: Partial<RollState> = {}): RollState => ({
  cluster: 'A',
  role: 'trusted',
  vsan: false,
  waiting: [],
  inHand: [],
  parked: [],
  granted: 9,
  hold: null,
  ...change,
});
const limits = (perCluster: number): RunLimits => ({
  ...DEFAULT_LIMITS,
  concurrency: { perCluster, perVCenter: 9, global: 9 },
});
const held = {
  kind: 'failure-budget',
  subject: 'A',
  have: 'h',
  need: 'n',
  rule: 'ORD-8',
  youMay: [],
} as const;

describe('which hosts of a cluster may begin now', () => {
  it.each`
    situation                                               | change                                              | most | names         | rule
    ${'ORD-8: one after another by default'}                | ${{ waiting: [a, b, c] }}                           | ${1} | ${['a']}      | ${undefined}
    ${'ORD-8: as many as were chosen'}                      | ${{ waiting: [a, b, c] }}                           | ${2} | ${['a', 'b']} | ${undefined}
    ${'ORD-8: no more than what is left'}                   | ${{ waiting: [b, c, d], inHand: [a] }}              | ${2} | ${['b']}      | ${undefined}
    ${'ORD-8: none beyond the limit'}                       | ${{ waiting: [c], inHand: [a, b] }}                 | ${2} | ${[]}         | ${'ORD-8'}
    ${'ORD-8: none while a lowered limit is exceeded'}      | ${{ waiting: [c], inHand: [a, b] }}                 | ${1} | ${[]}         | ${'ORD-8'}
    ${'ORD-8: no more than the run grants'}                 | ${{ waiting: [a, b, c], granted: 2 }}               | ${3} | ${['a', 'b']} | ${undefined}
    ${'ORD-8: none when nothing is granted'}                | ${{ waiting: [a], granted: 0 }}                     | ${3} | ${[]}         | ${'ORD-8'}
    ${'a parked host takes no slot'}                        | ${{ waiting: [b], parked: [a] }}                    | ${1} | ${['b']}      | ${undefined}
    ${'a parked host that goes on takes one again'}         | ${{ waiting: [c], inHand: [a, b] }}                 | ${1} | ${[]}         | ${'ORD-8'}
    ${'ORD-8: none while failures hold the cluster'}        | ${{ waiting: [a], hold: held }}                     | ${3} | ${[]}         | ${'ORD-8'}
    ${'IMG-2: the test host alone'}                         | ${{ waiting: [test, a, b] }}                        | ${3} | ${['t']}      | ${undefined}
    ${'IMG-2: nobody beside the test host'}                 | ${{ waiting: [a, b], inHand: [test] }}              | ${3} | ${[]}         | ${'IMG-2'}
    ${'IMG-2: nobody while the test host is parked'}        | ${{ waiting: [a, b], parked: [test] }}              | ${3} | ${[]}         | ${'IMG-2'}
    ${'INV-4: one Trust Authority host, whatever is asked'} | ${{ role: 'authority', waiting: [a, b] }}           | ${3} | ${['a']}      | ${undefined}
    ${'INV-4: none beside a Trust Authority host'}          | ${{ role: 'authority', waiting: [b], inHand: [a] }} | ${3} | ${[]}         | ${'INV-4'}
    ${'INV-4: none while a Trust Authority host is parked'} | ${{ role: 'authority', waiting: [b], parked: [a] }} | ${3} | ${[]}         | ${'INV-4'}
    ${'2.14: one host of a vSAN cluster'}                   | ${{ vsan: true, waiting: [a, b] }}                  | ${3} | ${['a']}      | ${undefined}
    ${'2.14: one where nobody knows whether it is vSAN'}    | ${{ vsan: undefined, waiting: [a, b] }}             | ${3} | ${['a']}      | ${undefined}
    ${'QB-5: hosts of another boot wait'}                   | ${{ waiting: [quick], inHand: [a] }}                | ${3} | ${[]}         | ${'QB-5'}
    ${'QB-5: also for a parked one, which may go on'}       | ${{ waiting: [quick], parked: [a] }}                | ${3} | ${[]}         | ${'QB-5'}
    ${'QB-5: kinds of boot do not begin together'}          | ${{ waiting: [a, quick, b] }}                       | ${3} | ${['a']}      | ${undefined}
    ${'nobody waits'}                                       | ${{ inHand: [a] }}                                  | ${3} | ${[]}         | ${undefined}
  `('$situation', (row: object) => {
    const { change, most, names, rule } = row as {
      change: Partial<RollState>;
      most: number;
      names: string[];
      rule: string | undefined;
    };
    const next = whoNext(state(change), limits(most));
    expect(next.begin.map((one) => one.host.name)).toEqual(names);
    expect(next.why?.rule).toBe(rule);
  });
});

describe('the order of hosts that wait', () => {
  it('the named ones first, the others behind them as they were', () => {
    expect(reorder([a, b, c, d], ['d', 'b'])).toEqual([d, b, a, c]);
  });

  it('IMG-2: never before a test host, and hosts that have begun are no matter', () => {
    expect(reorder([test, a, b], ['b', 'gone'])).toEqual([test, b, a]);
  });

  it.each`
    order         | why
    ${['b', 'a']} | ${null}
    ${['x']}      | ${"Cluster A has no host 'x' to upgrade. Its hosts: t, a, b, c."}
    ${['c']}      | ${'c has already begun; only hosts that wait can be ordered.'}
    ${['t']}      | ${'t is the test host of A; it always goes first (IMG-2).'}
    ${['a', 'a']} | ${'a is named twice in the order of A.'}
  `('$order: $why', (row: object) => {
    const { order, why } = row as { order: string[]; why: string | null };
    expect(whyNotReorder('A', [test, a, b, c], [test, a, b], order)).toBe(why);
  });
});

describe('whatever happens', () => {
  /** A reproducible source of numbers below 1. */
  const random = (seed: number) => (): number => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return seed / 4_294_967_296;
  };

  it.each(Array.from({ length: 200 }, (_, seed) => seed + 1))(
    'seed %i: limits, order and rules hold',
    (seed) => {
      const next = random(seed);
      const below = (most: number): number => Math.floor(next() * most);
      const role = next() < 0.25 ? 'authority' : 'trusted';
      const vsan = next() < 0.2;
      const all = Array.from({ length: 2 + below(12) }, (_, index) =>
        host(`h${index}`, {
          isTestHost: role === 'trusted' && index === 0,
          boot: index > 0 && next() < 0.3 ? 'quick' : 'full',
        }),
      );
      let waiting = [...all];
      let inHand: RollingHost[] = [];
      let parked: RollingHost[] = [];
      const begun: string[] = [];
      let perCluster = 1 + below(4);
      let granted = below(4);
      const take = (from: RollingHost[]): RollingHost => from[below(from.length)] as RollingHost;
      const without = (from: readonly RollingHost[], one: RollingHost) =>
        from.filter((other) => other !== one);

      for (
        let turn = 0;
        turn < 400 && (waiting.length > 0 || inHand.length > 0 || parked.length > 0);
        turn++
      ) {
        const now = state({ role, vsan, waiting, inHand, parked, granted });
        const { begin, why } = whoNext(now, limits(perCluster));
        expect(begin.length > 0 || waiting.length === 0).toBe(why === null);
        if (begin.length > 0) {
          const most = atOnce(now, limits(perCluster));
          expect(begin).toEqual(waiting.slice(0, begin.length));
          expect(inHand.length + begin.length).toBeLessThanOrEqual(most);
          expect(most).toBeLessThanOrEqual(Math.min(perCluster, granted));
          const together = [...inHand, ...parked, ...begin];
          expect(new Set(together.map(({ boot }) => boot)).size).toBe(1);
          if (together.some(({ isTestHost }) => isTestHost)) expect(together).toHaveLength(1);
          if (role === 'authority') expect(together).toHaveLength(1);
          if (vsan) expect(inHand.length + begin.length).toBe(1);
          for (const one of begin) expect(begun).not.toContain(one.host.name);
          begun.push(...begin.map((one) => one.host.name));
          inHand.push(...begin);
          waiting = waiting.slice(begin.length);
        }
        switch (below(6)) {
          case 0:
            perCluster = 1 + below(4);
            break;
          case 1:
            granted = below(4);
            break;
          case 2:
            if (inHand.length > 0) {
              const one = take(inHand);
              inHand = without(inHand, one);
              parked = [...parked, one];
            }
            break;
          case 3:
            if (parked.length > 0) {
              const one = take(parked);
              parked = without(parked, one);
              inHand = [...inHand, one];
            }
            break;
          case 4:
            waiting = reorder(
              waiting,
              waiting.map((one) => one.host.name).toSorted(() => next() - 0.5),
            );
            break;
          default:
            if (inHand.length > 0) inHand = without(inHand, take(inHand));
        }
      }
      expect(new Set(begun).size).toBe(begun.length);
      if (role === 'trusted') expect(begun[0]).toBe('h0');
    },
  );
});
