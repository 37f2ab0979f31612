import type { AgainstArchive } from '../activities/configuration-items.js';
import type { SecretNames } from '../domain/archive/change.js';
import type { ItemToApply } from '../domain/archive/compare.js';
import { describeItem } from '../domain/archive/item.js';
import { onAuthority } from './activity-proxies.js';
import type { RunContext } from './context.js';
import type { Step } from './step.js';
import type { Unit } from './unit.js';

type Secrets = Readonly<Record<string, SecretNames>>;

/**
 * One archived item into the Trust Authority Cluster. A secret that is not there parks it: the message says which
 * credential is needed where, and the step is tried again.
 *
 * @rule REC-3, BAK-3, DG-18
 */
export async function applyItem(
  unit: Unit,
  { authority, timeScale }: RunContext,
  on: AgainstArchive,
  apply: ItemToApply,
  secrets: Secrets,
): Promise<void> {
  const { does, awaits } = onAuthority(authority.queue, timeScale);
  const what = describeItem(apply.item);
  await unit.work(
    applying(what),
    { what, rule: 'REC-3', call: () => does.applyConfigurationItem({ ...on, apply, secrets }) },
    (started, patience) => awaits.awaitConfigurationItem({ ...on, ...started, item: apply.item, patience }),
  );
}

/** Waits until every archived item is the same and `OK` on every TA host. @rule INV-5, REC-3, DG-14 */
export async function untilRestored(
  unit: Unit,
  { authority, timeScale }: RunContext,
  on: AgainstArchive,
): Promise<void> {
  const { awaits } = onAuthority(authority.queue, timeScale);
  await unit.settle(settling(on.cluster.name), (patience) => awaits.awaitConfiguration({ ...on, patience }));
}

const applying = (what: string): Step => ({
  name: 'configuration-item',
  kind: 'imageImport',
  waiting: {
    kind: 'image-import',
    subject: what,
    have: 'being applied to the Trust Authority Cluster',
    need: 'read back as it is in the archive',
    rule: 'REC-3',
    youMay: [],
  },
});

const settling = (cluster: string): Step => ({
  name: 'configuration',
  kind: 'imageImport',
  waiting: {
    kind: 'image-import',
    subject: cluster,
    have: 'the restored configuration settles',
    need: 'every item the same and OK on every TA host',
    rule: 'INV-5',
    youMay: [],
  },
});
