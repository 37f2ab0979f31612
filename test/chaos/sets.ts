import type { HostProgress } from '../../src/cli/client/types.js';
import type { JournalEntry } from '../../src/lab/world/model.js';
import type { EffectName } from './effects.js';
import type { Struck } from './injector.js';

/** What became of the effects of a run, in words for people; each list is empty in a perfect run but `adopted`. */
export interface EffectSets {
  /** Claimed by the product, and not in the journal. */
  readonly lost: readonly string[];
  /** Ordered again although nothing had made it necessary. */
  readonly repeated: readonly string[];
  readonly unexpected: readonly string[];
  /** Ordered by somebody who never learned of it, and taken over instead of ordered again. */
  readonly adopted: readonly string[];
}

const byProduct = ({ login }: JournalEntry): boolean => login.startsWith('svc-conductor');

/**
 * Sets of effects from the journal.
 *
 * @param hosts - as the product shows them
 * @param unexpected - what the referee found unexpected
 * @param repeated - what the referee found repeated
 */
export function effectSets(
  journal: readonly JournalEntry[],
  hosts: readonly HostProgress[],
  struck: readonly Struck[],
  told: { readonly repeated: readonly string[]; readonly unexpected: readonly string[] },
): EffectSets {
  return {
    lost: hosts.filter(({ phase }) => phase === 'done').flatMap((host) => lostOf(journal, host)),
    repeated: [...told.repeated, ...repeatedOrders(journal)],
    unexpected: told.unexpected,
    adopted: struck
      .filter((one) => wasAdopted(journal, one))
      .map(({ strike, subject }) => `${strike.id} ${subject}`),
  };
}

/** A host that is shown as done has been booted on its version, in the journal. */
function lostOf(journal: readonly JournalEntry[], { host, installedAfter }: HostProgress): string[] {
  const of = (effect: string, fits: (line: JournalEntry) => boolean = () => true): boolean =>
    journal.some((line) => line.effect === effect && line.subject === host.name && fits(line));
  const missing = [
    of('host.booted', ({ detail }) => detail['installed'] === installedAfter)
      ? []
      : [`boot on ${installedAfter}`],
    of('host.maintenance.entered') ? [] : ['maintenance mode'],
    of('host.maintenance.exited') ? [] : ['end of maintenance mode'],
  ];
  return missing.flat().map((what) => `${host.name}: shown as done, without ${what} in the journal`);
}

interface Need {
  readonly order: string;
  /** After one of these the order may be given again. */
  readonly renewedBy: readonly string[];
  /** Distinguishes needs of one subject; undefined = the entry is none of this kind. */
  readonly key: (line: JournalEntry) => string | undefined;
}

const NEEDS: readonly Need[] = [
  {
    order: 'host.maintenance.requested',
    renewedBy: ['host.maintenance.failed', 'host.maintenance.exited', 'host.maintenance.entered'],
    key: ({ subject, detail }) => `${subject} ${String(detail['direction'])}`,
  },
  {
    order: 'image.import.requested',
    renewedBy: [],
    key: ({ detail }) => String(detail['version']),
  },
  {
    order: 'cluster.image.committed',
    renewedBy: [],
    key: ({ subject, detail }) => `${subject} ${String(detail['baseImage'])}`,
  },
  {
    order: 'vcenter.backup.started',
    renewedBy: ['vcenter.backup.ended', 'vcenter.api.down'],
    key: ({ subject }) => subject,
  },
  {
    order: 'vcenter.stage.started',
    renewedBy: ['vcenter.stage.ended', 'vcenter.api.down'],
    key: ({ subject }) => subject,
  },
];

/** Orders of the product that were given twice with nothing between them that would have called for it. */
export function repeatedOrders(journal: readonly JournalEntry[]): string[] {
  const repeated: string[] = [];
  for (const { order, renewedBy, key } of NEEDS) {
    const open = new Map<string, JournalEntry>();
    for (const line of journal) {
      if (renewedBy.includes(line.effect)) {
        for (const [name, { subject }] of open) if (subject === line.subject) open.delete(name);
      }
      if (line.effect !== order || !byProduct(line)) continue;
      const name = key(line);
      if (name === undefined) continue;
      const first = open.get(name);
      if (first !== undefined) repeated.push(`${line.seq} ${order} ${name}: ordered already at ${first.seq}`);
      open.set(name, line);
    }
  }
  return repeated;
}

/** Journal effect by which a struck order is recognised. */
const ORDER_OF: Partial<Record<EffectName, string>> = {
  backup: 'vcenter.backup.started',
  stage: 'vcenter.stage.started',
  install: 'vcenter.install.started',
  commit: 'cluster.image.committed',
  policy: 'cluster.policy.written',
  evacuate: 'host.maintenance.requested',
  apply: 'cluster.apply.requested',
  import: 'image.import.requested',
  exit: 'host.maintenance.requested',
};

const FORGETS = new Set(['kill-worker', 'restart-vcenter', 'connection']);

function wasAdopted(journal: readonly JournalEntry[], { strike, seq, subject }: Struck): boolean {
  const order = ORDER_OF[strike.effect];
  if (
    order === undefined ||
    strike.point === 'before' ||
    (strike.kind === 'connection' && strike.point === 'after')
  )
    return false;
  if (!FORGETS.has(strike.kind) && strike.point !== 'lost-answer') return false;
  const about = (line: JournalEntry): boolean =>
    line.effect === order &&
    (line.subject === subject || JSON.stringify(line.detail).includes(`"${subject}"`));
  const begun = journal.some((line) => line.seq <= seq && line.seq > seq - NEAR && about(line));
  const again = journal.some((line) => line.seq > seq && about(line) && sameDirection(strike.effect, line));
  return begun && !again;
}

/** The entry of a caught order is the newest of the journal or close before it. */
const NEAR = 10;

const sameDirection = (effect: EffectName, { detail }: JournalEntry): boolean =>
  detail['direction'] === undefined || detail['direction'] === (effect === 'exit' ? 'exit' : 'enter');
