import type { Zone } from '../../model/estate.js';
import type { Finding } from '../../model/finding.js';
import type { EsxHost, HostRef } from '../../model/inventory.js';
import { serviceNames, type HostService } from '../../services/index.js';
import type { OperationFacts } from '../facts.js';
import type { RestartServices } from './plan.js';
import type { ServicesReading } from './reading.js';

/** One host whose services are meant. */
export interface ServiceTarget {
  readonly host: HostRef;
  /** By the inventory, never by the name. @rule SVC-4 */
  readonly side: Zone;
  /** As the host lists them; names of the side where it lists none. */
  readonly services: readonly string[];
  /** vCenter is not asked: a person does it on the host itself. */
  readonly byPeople: boolean;
}

type Parameters = RestartServices['parameters'];
type Targets = { readonly targets: readonly ServiceTarget[]; readonly findings: readonly Finding[] };

/**
 * The hosts that are meant with their services; what is not there, or cannot be done, is a finding.
 *
 * @rule SVC-2, SVC-4
 */
export function targetsOf(facts: OperationFacts, reading: ServicesReading, parameters: Parameters): Targets {
  const { inventory } = facts;
  const all: readonly EsxHost[] = [
    ...inventory.authority.cluster.hosts,
    ...inventory.trusted.flatMap(({ clusters }) => clusters.flatMap(({ hosts }) => hosts)),
  ];
  const names = parameters.hosts ?? inventory.authority.cluster.hosts.map(({ ref }) => ref.name);
  const parts = names.map((name): Targets => {
    const found = all.filter(({ ref }) => ref.name === name);
    const [host] = found;
    if (host === undefined || found.length > 1) return refused(name, noSuchHost(name, found, all));
    return host.role === 'trusted' ? onTrusted(host, parameters) : onAuthority(host, reading, parameters);
  });
  const targets = parts.flatMap((part) => part.targets);
  const findings = parts.flatMap((part) => part.findings);
  const isOne = parameters.action === 'restart' || (parameters.hosts?.length ?? 0) === 1;
  return { targets, findings: isOne ? findings : [...findings, oneHost(parameters.action)] };
}

const refused = (subject: string, [message, remedy, rule = 'SVC-2']: readonly string[]): Targets => ({
  targets: [],
  findings: [
    {
      rule,
      check: 'services-target',
      subject,
      severity: 'blocker',
      message: message ?? '',
      remedy: remedy ?? '',
    },
  ],
});

function oneHost(action: string): Finding {
  return {
    rule: 'SVC-2',
    check: 'one-host',
    subject: action,
    severity: 'blocker',
    message: `Services are ${action === 'stop' ? 'stopped' : 'started'} on one host at a time; name it.`,
    remedy: 'Name exactly one host.',
  };
}

function noSuchHost(name: string, found: readonly EsxHost[], all: readonly EsxHost[]): readonly string[] {
  return found.length > 1
    ? [
        `${name} is the name of several hosts of this estate.`,
        'Rename one of them; it cannot be told which is meant.',
      ]
    : [
        `${name} is no host of this estate.`,
        `Name one of: ${all
          .map(({ ref }) => ref.name)
          .toSorted()
          .join(', ')}.`,
      ];
}

function unknownServices(side: Zone, { services = [] }: Parameters, listed: readonly string[]): string[] {
  return services.filter((name) => ![...listed, ...serviceNames(side)].includes(name));
}

/** @rule SVC-4 */
function onTrusted(host: EsxHost, parameters: Parameters): Targets {
  const { name } = host.ref;
  const unknown = unknownServices('trusted', parameters, []);
  if (unknown.length > 0) {
    return refused(name, [
      `${unknown.join(', ')} is no vTA service of a trusted host.`,
      `Name some of: ${serviceNames('trusted').join(', ')}.`,
    ]);
  }
  // The client is what is usually meant; the helpers only when they are named.
  const services = parameters.services ?? ['kmxa'];
  return { targets: [{ host: host.ref, side: 'trusted', services, byPeople: true }], findings: [] };
}

function onAuthority(host: EsxHost, { taHosts }: ServicesReading, parameters: Parameters): Targets {
  const { ref } = host;
  if (host.connection !== 'connected') {
    return refused(ref.name, [
      `${ref.name} is ${host.connection}: its services cannot be read.`,
      'Connect the host first, or leave it out.',
    ]);
  }
  const listed: readonly HostService[] = taHosts.find((it) => it.ref.moid === ref.moid)?.services ?? [];
  const keys = listed.map(({ key }) => key);
  const unknown = unknownServices('authority', parameters, keys);
  if (unknown.length > 0) {
    return refused(ref.name, [
      `${unknown.join(', ')} is no vTA service of a TA host.`,
      `Name some of: ${serviceNames('authority').join(', ')}.`,
    ]);
  }
  const wanted = parameters.services ?? (keys.length > 0 ? keys : serviceNames('authority'));
  // Which services a host lists differs (vta-operations 2.3): what it does not list, people do.
  const byPeople = wanted.some((name) => !keys.includes(name));
  const chosen = wanted.filter((name) => isNeeded(listed, name, parameters.action));
  if (!byPeople && chosen.length === 0) {
    return {
      targets: [],
      findings: [
        {
          rule: 'SVC-2',
          check: 'services-as-wanted',
          subject: ref.name,
          severity: 'info',
          message: `The services of ${ref.name} are ${parameters.action === 'start' ? 'running' : 'stopped'} already.`,
          remedy: 'Nothing to do.',
        },
      ],
    };
  }
  return {
    targets: [{ host: ref, side: 'authority', services: byPeople ? wanted : chosen, byPeople }],
    findings: [],
  };
}

function isNeeded(listed: readonly HostService[], name: string, action: Parameters['action']): boolean {
  const running = listed.find(({ key }) => key === name)?.running;
  return action === 'restart' || running === undefined || running === (action === 'stop');
}
