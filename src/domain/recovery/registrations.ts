import type { ClusterRef } from '../model/inventory.js';

export type ServiceKind = 'attestation' | 'kms';

/** Where a service of a Trust Authority host is reached, and by which authorities it is recognised. */
interface ServiceConnection {
  readonly kind: ServiceKind;
  readonly hostname: string;
  readonly port: number;
  readonly group: string;
  /** Identifier of the Trust Authority Cluster on the trusted side; no moid. */
  readonly authorityCluster: string;
  /** Certificate chain, PEM. */
  readonly trustedCa: readonly string[];
}

/** As the Trust Authority gives it out. */
export type OfferedService = ServiceConnection;

/** As a trusted vCenter has registered it. */
export interface RegisteredService extends ServiceConnection {
  readonly id: string;
}

/** A trusted cluster uses a registered service. */
export interface BoundService {
  readonly kind: ServiceKind;
  readonly id: string;
  readonly cluster: ClusterRef;
}

export interface RegisteredServices {
  readonly services: readonly RegisteredService[];
  /** The clusters that were asked about, with what each is bound to. */
  readonly bindings: readonly { readonly cluster: ClusterRef; readonly services: readonly string[] }[];
}

/** One change of what a trusted vCenter knows. */
export type RegistrationStep =
  | { readonly do: 'unbind' | 'bind'; readonly bound: BoundService }
  | { readonly do: 'unregister'; readonly service: RegisteredService }
  | { readonly do: 'register'; readonly service: OfferedService };

/**
 * The next change that brings the registration of an offered service up to date, judged by what is registered now; null =
 * it is. A registration cannot be changed, so that an outdated one is taken from the clusters, removed and made anew; the
 * services of the other Trust Authority hosts stay as they are.
 *
 * A cluster is to be bound to the service when it uses another one of the same kind and Trust Authority Cluster.
 *
 * @rule REC-4
 */
export function nextRegistrationStep(
  offered: OfferedService,
  { services, bindings }: RegisteredServices,
): RegistrationStep | null {
  const { kind } = offered;
  const own = services.filter((service) => isSameAddress(service, offered));
  const outdated = own.find((service) => !isAsOffered(service, offered));
  if (outdated) {
    const user = bindings.find((binding) => binding.services.includes(outdated.id));
    if (user) return { do: 'unbind', bound: { kind, id: outdated.id, cluster: user.cluster } };
    return { do: 'unregister', service: outdated };
  }
  const [current] = own;
  if (!current) return { do: 'register', service: offered };
  const siblings = new Set(
    services
      .filter((service) => service.kind === kind && service.authorityCluster === offered.authorityCluster)
      .map(({ id }) => id),
  );
  const lacking = bindings.find(
    (binding) => binding.services.some((id) => siblings.has(id)) && !binding.services.includes(current.id),
  );
  return lacking ? { do: 'bind', bound: { kind, id: current.id, cluster: lacking.cluster } } : null;
}

function isSameAddress(a: ServiceConnection, b: ServiceConnection): boolean {
  return a.kind === b.kind && a.hostname.toLowerCase() === b.hostname.toLowerCase() && a.port === b.port;
}

function isAsOffered(a: ServiceConnection, b: ServiceConnection): boolean {
  return a.group === b.group && a.authorityCluster === b.authorityCluster && chain(a) === chain(b);
}

/** With or without PEM armour and line breaks it is the same certificate. */
const chain = ({ trustedCa }: ServiceConnection): string =>
  trustedCa.map((certificate) => certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '')).join();
