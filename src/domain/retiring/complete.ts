import { by } from '../compare.js';
import type { Finding } from '../model/finding.js';
import { blocker } from './blocker.js';
import type { RetiringFacts } from './model.js';

/**
 * What keeps the evidence from being whole: parts that could not be read, and users of the Trust Authority Cluster that
 * the estate file does not know. Each blocks every removal.
 *
 * @rule DG-10, DG-15, INV-5
 */
export function completenessBlockers(facts: RetiringFacts): Finding[] {
  return [...unread(facts), ...strangers(facts), ...taHostsAway(facts)];
}

function unread({ estate, inventory, beyond }: RetiringFacts): Finding[] {
  const { unreadable, trusted } = inventory;
  const told = new Set(unreadable.map(({ subject }) => subject));
  const isRead = (name: string): boolean =>
    trusted.some(({ vcenter }) => vcenter.name === name) && beyond.some(({ vcenter }) => vcenter === name);
  const silent = estate.trusted
    .map(({ vcenter }) => vcenter.name)
    .filter((name) => !told.has(name) && !isRead(name))
    .map((subject) => ({ subject, reason: 'it was not read' }));
  return [...unreadable, ...silent].toSorted(by(({ subject }) => subject)).map(({ subject, reason }) =>
    blocker('DG-10', 'inventory-unreadable', subject, {
      message: `${subject} could not be read (${reason}): its hosts may need any version.`,
      remedy: `Bring ${subject} back within reach, then ask again.`,
    }),
  );
}

/** Whoever the cluster accepts may have hosts that attest; only vCenters that were read can be judged. */
function strangers({ inventory }: RetiringFacts): Finding[] {
  const issuers = new Set(inventory.trusted.map(({ link }) => link.principalIssuer));
  return inventory.authority.facts.principals
    .filter(({ issuer }) => !issuers.has(issuer))
    .toSorted(by(({ id }) => id))
    .map(({ id, issuer }) =>
      blocker('DG-10', 'unknown-trusted-vcenter', id, {
        message: `The Trust Authority Cluster also accepts the principal ${id} of ${issuer || 'an unknown issuer'}, which no trusted vCenter of the estate has presented.`,
        remedy:
          'Add its vCenter to the estate file, or remove the principal from the Trust Authority Cluster when nothing uses it.',
      }),
    );
}

/** A removal reaches only Trust Authority hosts that are connected; the others would differ from then on. */
function taHostsAway({ inventory }: RetiringFacts): Finding[] {
  return inventory.authority.cluster.hosts
    .filter(({ connection }) => connection !== 'connected')
    .map(({ ref, connection }) =>
      blocker('INV-5', 'ta-host-away', ref.name, {
        message: `Trust Authority host ${ref.name} is ${connection}: the version would stay on it alone.`,
        remedy: `Connect ${ref.name} again, then ask again.`,
      }),
    );
}
