import type { LabEvent } from '../../world/model.js';
import type { Arguments } from '../arguments.js';
import { required } from '../arguments.js';
import type { Call, Site } from '../context.js';
import { bind } from '../managed-object.js';
import type { ManagedType } from '../managed-object.js';
import { isDeclared } from '../schema/index.js';
import { moref, reference, typed } from '../value.js';
import type { Typed } from '../value.js';
import { eventDescription } from './event-description.js';
import { historyCollector } from './history-collector.js';
import { eventFilter } from './history-filter.js';

/** Severity of an event that is known by its ID only. */
function severityOf(typeId: string): string {
  if (/Fail|Locked|CertificatesChange|NotConfigured|Decommission/.test(typeId)) return 'error';
  return /Unset|Unhealthy|NotAvailable/.test(typeId) ? 'warning' : 'info';
}

/** An event of its own class where the schema has one, else an `EventEx` with the ID. */
export function eventOf({ key, at, typeId, message, host, user }: LabEvent, site: Site): Typed {
  const ref = host && site.hostRef(host);
  const common = {
    key,
    chainId: key,
    createdTime: at,
    userName: user,
    datacenter: {
      name: site.datacenter.name,
      datacenter: moref('Datacenter', site.datacenter.moid),
    },
    ...(host && ref
      ? {
          computeResource: {
            name: site.computeResource?.name ?? host.cluster.name,
            computeResource: site.hostParent(host),
          },
          host: { name: host.name, host: ref },
        }
      : {}),
    fullFormattedMessage: message,
  };
  if (isDeclared(typeId)) return typed(typeId, common);
  return typed('EventEx', {
    ...common,
    eventTypeId: /^[A-Z]\w*Event$/.test(typeId) ? `vim.event.${typeId}` : typeId,
    severity: severityOf(typeId),
    message: '',
    arguments: [],
    ...(host && ref ? { objectId: ref.value, objectType: ref.type, objectName: host.name } : {}),
  });
}

/** What only a vCenter notes: attestation, keys, and whether it reaches a host. */
const ofVCenterOnly = /^(com\.vmware\.vc\.|Host\w*Connect)/;

const eventsOf = (site: Site): readonly LabEvent[] =>
  site.kind === 'VirtualCenter'
    ? site.vcenter.events
    : site.vcenter.events.filter(
        ({ host, typeId }) => host !== undefined && site.hosts.includes(host) && !ofVCenterOnly.test(typeId),
      );

/** Events that a filter matches, oldest first; with `maxCount` the newest so many. */
function queryEvents(site: Site, filter: Arguments): Typed[] {
  const matches = eventFilter(filter, site);
  const maxCount = filter.int('maxCount') ?? 0;
  const found = eventsOf(site).filter(matches);
  return (maxCount > 0 ? found.slice(-maxCount) : found).map((event) => eventOf(event, site));
}

const eventHistory = historyCollector<Typed>('EventHistoryCollector', 'Event', 'Events');

const filterOf = ({ args }: Call): Arguments => required(args.object('filter'), 'filter');

export const eventManager: ManagedType<Site> = {
  name: 'EventManager',
  properties: {
    description: eventDescription,
    latestEvent(site) {
      const latest = eventsOf(site).at(-1);
      return latest && eventOf(latest, site);
    },
    maxCollector: () => 32,
  },
  methods: {
    QueryEvents: { run: (site, call) => typed('Event[]', queryEvents(site, filterOf(call))) },
    CreateCollectorForEvents: {
      run(_, call) {
        const { site, objects } = call;
        const filter = filterOf(call);
        eventFilter(filter, site); // refuses a bad filter now rather than at the first read
        const moid = objects.newMoid();
        const read = () => queryEvents(site, filter);
        const sent = filter.value('EventFilterSpec');
        objects.managed.set(
          moid,
          bind(eventHistory, moid, { read, filter: sent, position: 0, pageSize: 10 }),
        );
        return reference(moref('EventHistoryCollector', moid));
      },
    },
  },
};
