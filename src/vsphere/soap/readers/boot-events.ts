import { weighBoot } from '../../../domain/attestation/index.js';
import type { BootEvidence } from '../../../domain/model/inventory.js';
import { AnswerRefused } from '../../connection/answer-refused.js';
import { instant } from '../../rest/schemas.js';
import { childrenOf, requiredText, textAt, type XmlNode } from '../xml-node.js';

/** A host's own word about why it restarted. */
export interface BootEvent {
  readonly id: string;
  readonly at: string;
  /** Moid of the host. */
  readonly host: string;
}

const quick = 'esx.audit.host.quickboot.reason.';
const full = 'esx.audit.host.reboot.reason.';
/** Both families, as of 8.0; 7.0 has three of each. */
const reasons = ['available', 'management', 'subsystem', 'timestamp', 'unavailable', 'user'];
export const bootEventIds: readonly string[] = [quick, full].flatMap((family) =>
  reasons.map((reason) => `${family}${reason}`),
);

/** A host's clock and vCenter's may differ by this much; the event may also be a little older than `bootTime`. */
export const beforeBootMs = 5 * 60_000;
/** The event arrives when the host's agent is up, minutes after the kernel. */
const afterBootMs = 60 * 60_000;

/** An event that cannot be placed, or is of no kind, could be the one that matters: then none of them is evidence. */
const readBootEvent = (node: XmlNode): BootEvent => {
  const at = instant(textAt(node, 'createdTime'));
  if (!at) throw new AnswerRefused('returnval: createdTime is no time');
  const host = textAt(node, 'host.host') ?? requiredText(node, 'objectId', 'returnval');
  return { id: requiredText(node, 'eventTypeId', 'returnval'), at, host };
};

export const readBootEvents = (response: XmlNode): BootEvent[] =>
  childrenOf(response, 'returnval').map(readBootEvent);

const laterBoot = (bootTime: string, later: readonly BootEvent[]): BootEvidence | undefined => {
  const [last] = later.toSorted((a, b) => b.at.localeCompare(a.at));
  if (!last) return undefined;
  return last.id.startsWith(quick)
    ? { type: 'quick', source: 'event', bootTime, event: last.id }
    : { type: 'unknown', source: 'none', bootTime };
};

/**
 * How the host booted last. No vim25 property says so, only events near `bootTime` do; none of them, or both kinds,
 * leaves it unknown, which counts as Quick Boot (vta-operations 2.12, DG-14). Events of a later boot say that the boot
 * time does not tell of it, as may be with a Quick Boot (vsphere-rest 6.2): then those near the boot time prove nothing.
 *
 * @param events - of this host, in any order
 */
export const bootEvidence = (bootTime: string, events: readonly BootEvent[]): BootEvidence => {
  const boot = Date.parse(bootTime);
  const later = laterBoot(
    bootTime,
    events.filter(({ at }) => Date.parse(at) - boot > afterBootMs),
  );
  if (later) return later;
  const near = events.filter(({ at }) => {
    const distance = Date.parse(at) - boot;
    return distance >= -beforeBootMs && distance <= afterBootMs;
  });
  const signs = [
    { type: 'quick' as const, event: near.find(({ id }) => id.startsWith(quick)) },
    { type: 'full' as const, event: near.find(({ id }) => id.startsWith(full)) },
  ].flatMap(({ type, event }) => (event ? [{ source: 'event' as const, type, text: event.id }] : []));
  return weighBoot(bootTime, signs);
};
