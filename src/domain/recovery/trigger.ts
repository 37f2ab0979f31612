import { by } from '../compare.js';
import type { Finding } from '../model/finding.js';
import type { AuthorityFacts, EsxHost, HostRef } from '../model/inventory.js';
import type { EsxVersion } from '../model/version.js';
import { isInService, stateOf, whyNotEqualEverywhere } from '../safety/index.js';

/** The last upgrade of a Trust Authority host that a run has begun, from the records. */
export interface RecordedUpgrade {
  readonly runId: string;
  readonly host: HostRef;
  readonly cluster: { readonly vcenter: string; readonly moid: string; readonly name: string };
  readonly from: EsxVersion;
  readonly target: EsxVersion;
  /** `parked` = the run has given it up: its task failed, or its hard limit is over. */
  readonly phase: string;
  readonly problem?: string;
}

export interface TriggerFacts {
  /** Name of the host that is to be recovered. */
  readonly host: string;
  readonly taHosts: readonly EsxHost[];
  readonly authority: AuthorityFacts;
  readonly upgrade?: RecordedUpgrade | undefined;
  /** An earlier recovery has added it again, on the version to be restored: what is left of that may be done. */
  readonly isAddedAgain?: boolean;
}

/**
 * Why a host must not be recovered: the procedure tears a host out of its cluster, and is for one whose upgrade did not
 * succeed, with the others healthy. Empty = it may.
 *
 * @rule REC-0, INV-4
 */
export function whyNotRecover(facts: TriggerFacts): readonly Finding[] {
  const { host, taHosts, upgrade } = facts;
  const member = taHosts.find(({ ref }) => ref.name === host);
  if (member === undefined && upgrade === undefined) return [notATaHost(facts)];
  return [...whyNotWithoutIt(facts), ...whyNotFailed(facts, member)];
}

function whyNotWithoutIt({ host, taHosts }: TriggerFacts): Finding[] {
  const others = taHosts.filter(({ ref }) => ref.name !== host);
  const out = others.filter((other) => !isInService(other));
  if (others.length > 0 && out.length === 0) return [];
  const who = out
    .toSorted(by(({ ref }) => ref.name))
    .map((other) => stateOf(other))
    .join('; ');
  return [
    {
      rule: 'INV-4',
      check: 'last-healthy-ta-host',
      subject: host,
      severity: 'blocker',
      message:
        others.length === 0
          ? `${host} is the only Trust Authority host: without it nothing attests and no key is given out.`
          : `Another Trust Authority host is out of service: ${who}.`,
      remedy: 'Bring every other Trust Authority host into service first.',
    },
  ];
}

/** @rule REC-0 */
function whyNotFailed(
  { host, authority, upgrade, isAddedAgain = false }: TriggerFacts,
  member: EsxHost | undefined,
): Finding[] {
  if (upgrade?.phase === 'done') return [succeeded(host, upgrade)];
  if (member === undefined || member.connection !== 'connected') {
    const isUnderWay = upgrade !== undefined && !ENDED.includes(upgrade.phase);
    return member !== undefined && isUnderWay ? [notGivenUp(host, upgrade)] : [];
  }
  const { attestationService, keyProviderService } = authority;
  const isHealthy =
    attestationService === 'OK' && keyProviderService === 'OK' && whyNotEqualEverywhere(authority) === null;
  if (!isHealthy || isAddedAgain || upgrade?.phase === 'parked') return [];
  return [
    {
      rule: 'REC-0',
      check: 'ta-host-healthy',
      subject: host,
      severity: 'blocker',
      message: `${host} is connected on ${member.installed ?? 'an unknown version'}, and the vTA configuration and services of its cluster are OK: nothing of it has failed.`,
      remedy:
        'Leave it in its cluster. A host whose upgrade stopped is retried or verified by its run (vta host show).',
    },
  ];
}

/** Phases in which a run has no hand on the host any more. */
const ENDED: readonly string[] = ['parked', 'skipped', 'done'];

function succeeded(host: string, { runId, target }: RecordedUpgrade): Finding {
  return {
    rule: 'REC-0',
    check: 'upgrade-succeeded',
    subject: host,
    severity: 'blocker',
    message: `The last upgrade of ${host}, by run ${runId}, succeeded: the procedure is for one that did not.`,
    remedy: `Repair ${host} on ${target}. If it has to go back all the same, give the version with --to.`,
  };
}

function notGivenUp(host: string, { runId, phase }: RecordedUpgrade): Finding {
  return {
    rule: 'REC-0',
    check: 'upgrade-not-given-up',
    subject: host,
    severity: 'blocker',
    message: `Run ${runId} has left ${host} ${phase}, before its hard limit: it may come back by itself.`,
    remedy: 'Wait until its run parks it, or give its version with --to when nobody upgrades it any more.',
  };
}

function notATaHost({ host, taHosts }: TriggerFacts): Finding {
  const known = taHosts.map(({ ref }) => ref.name).toSorted();
  return {
    rule: 'REC-1',
    check: 'not-a-ta-host',
    subject: host,
    severity: 'blocker',
    message: `${host} is no Trust Authority host; these are: ${known.join(', ')}.`,
    remedy:
      'Name a host of the Trust Authority Cluster. A trusted host is upgraded again or repaired in its cluster.',
  };
}
