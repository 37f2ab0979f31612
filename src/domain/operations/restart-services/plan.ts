import type { Finding } from '../../model/finding.js';
import type { HostRef } from '../../model/inventory.js';
import type { PlannedGate } from '../../model/plan.js';
import {
  SERVICE_REASONS,
  serviceProcedure,
  servesNobody,
  whyNotTakeOut,
  type ServiceAction,
  type ServiceReason,
} from '../../services/index.js';
import type { OperationFacts } from '../facts.js';
import type { OperationDraft, OperationRequest, OperationStep } from '../model.js';
import { readingOf, type ServicesReading } from './reading.js';
import { servicesTables } from './tables.js';
import { targetsOf, type ServiceTarget } from './targets.js';

export interface RestartServices {
  readonly parameters: {
    readonly action: ServiceAction;
    /** One of the two reasons there are; the words of the person who asks stand beside it. @rule SVC-3 */
    readonly why: ServiceReason;
    /** Names; absent = every host of the Trust Authority Cluster. */
    readonly hosts?: readonly string[];
    /** As the hosts list them; absent = all vTA services of the host. */
    readonly services?: readonly string[];
    /** Also where no other TA host is proven to serve; an approver has to agree. @rule SVC-2 */
    readonly force?: boolean;
  };
  readonly details: {
    readonly action: ServiceAction;
    readonly why: ServiceReason;
    readonly force: boolean;
    readonly targets: readonly ServiceTarget[];
  };
}

type Request = OperationRequest<'restart-services'>;

const VERBS: Readonly<Record<ServiceAction, string>> = { restart: 'restart', start: 'start', stop: 'stop' };

export const forceGate = ({ name }: HostRef): string => `last-healthy-ta-host/${name}`;

/**
 * State, start, stop and restart of vTA services: on TA hosts through vCenter, one host at a time; on trusted hosts by
 * people, who are told how. A host whose services serve nobody goes first: that may cure the health of the cluster.
 *
 * @rule SVC-2, SVC-3, SVC-4, SVC-5, INV-4, DG-2
 */
export function planRestartServices(
  facts: OperationFacts,
  { parameters }: Request,
): OperationDraft<'restart-services'> {
  const { action, why, force = false } = parameters;
  const reading = readingOf(facts);
  if (reading === undefined) return unread(facts, parameters);
  const { targets, findings } = targetsOf(facts, reading, parameters);
  const ordered = inOrder(targets, reading);
  const lasting =
    action === 'start'
      ? []
      : ordered.flatMap((target, index) => lastHealthy(target, action, reading, ordered.slice(0, index)));
  const gates: PlannedGate[] = [
    ...(action === 'start'
      ? []
      : [
          {
            id: 'begin',
            kind: 'begin',
            title: `${title(action)}: ${SERVICE_REASONS[why]}`,
            rule: 'SVC-3',
          } as const,
        ]),
    ...(force ? lasting : []).map(({ host }): PlannedGate => ({
      id: forceGate(host),
      kind: 'operation',
      title: `Take the services of ${host.name} out although it is the last healthy TA host`,
      rule: 'SVC-2',
    })),
  ];
  return {
    subject:
      ordered.length === 1 && ordered[0] ? ordered[0].host.name : facts.inventory.authority.cluster.ref.name,
    steps: ordered.map((target) => stepOf(target, action)),
    tables: servicesTables(facts, reading),
    gates,
    findings: [...findings, ...lasting.map(({ host, have }) => lastHealthyFinding(host, have, force))],
    details: { action, why, force, targets: ordered },
  };
}

const title = (action: ServiceAction): string => `${action === 'restart' ? 'Restart' : 'Stop'} services`;

/** Hosts that serve nobody first, then by name as given. */
function inOrder(targets: readonly ServiceTarget[], { health, taHosts }: ServicesReading): ServiceTarget[] {
  const isIdle = ({ host }: ServiceTarget): boolean => {
    const own = taHosts.find(({ ref }) => ref.moid === host.moid && ref.vcenter === host.vcenter);
    return own !== undefined && servesNobody(own, health);
  };
  return [...targets.filter(isIdle), ...targets.filter((target) => !isIdle(target))];
}

/** A host restarted before this one serves by then, or this one is not begun: the step looks again. */
function lastHealthy(
  { host, side, byPeople }: ServiceTarget,
  action: 'stop' | 'restart',
  { taHosts, health }: ServicesReading,
  earlier: readonly ServiceTarget[],
): { host: HostRef; have: string }[] {
  if (side !== 'authority' || byPeople || earlier.some((it) => it.side === 'authority')) return [];
  const why = whyNotTakeOut(action, host, taHosts, health);
  return why === null ? [] : [{ host, have: why.have }];
}

function lastHealthyFinding(host: HostRef, have: string, force: boolean): Finding {
  return {
    rule: 'SVC-2',
    check: 'last-healthy-ta-host',
    subject: host.name,
    severity: force ? 'warning' : 'blocker',
    message: `${host.name} is the last healthy TA host: ${have.replace(/^last healthy TA host: /, '')}.`,
    remedy: force
      ? 'It is asked for at a gate of its own: nobody attests and no key is given out while its services are away.'
      : 'Bring another TA host into service first; or ask again with force, which an approver has to agree to.',
  };
}

function stepOf({ host, side, services, byPeople }: ServiceTarget, action: ServiceAction): OperationStep {
  const { steps, services: named } = serviceProcedure(side, host, action, services);
  const what = `${VERBS[action]} ${named.join(', ')} of ${host.name}`;
  const id = `host/${host.vcenter}/${host.name}`;
  if (!byPeople)
    return { id, subject: host.name, title: what, rule: action === 'restart' ? 'SVC-3' : 'SVC-2' };
  return {
    id,
    subject: host.name,
    title: `${what}, by hand on the host itself`,
    rule: side === 'trusted' ? 'SVC-4' : 'SVC-5',
    byPeople: { procedure: steps },
  };
}

/** @rule DG-14 */
function unread(
  { inventory }: OperationFacts,
  { action, why, force = false }: Request['parameters'],
): OperationDraft<'restart-services'> {
  const subject = inventory.authority.cluster.ref.name;
  return {
    subject,
    steps: [],
    tables: [],
    gates: [],
    findings: [
      {
        rule: 'DG-14',
        check: 'unreadable',
        subject,
        severity: 'blocker',
        message: 'The services of the TA hosts were not read. What is not known is not taken for safe.',
        remedy: 'See that the Trust Authority vCenter answers; then plan again.',
      },
    ],
    details: { action, why, force, targets: [] },
  };
}
