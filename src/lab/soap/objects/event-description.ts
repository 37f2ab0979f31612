const category = (key: string, label: string) => ({ key, label, summary: label });

/** Event classes that vim25 knows by name here: category, and the text with the fields it is filled from. */
const classes: readonly (readonly [key: string, category: string, text: string])[] = [
  ['EnteringMaintenanceModeEvent', 'info', 'Host {host.name} is entering maintenance mode'],
  ['EnteredMaintenanceModeEvent', 'info', 'Host {host.name} has entered maintenance mode'],
  ['ExitMaintenanceModeEvent', 'info', 'Host {host.name} has exited maintenance mode'],
  ['HostConnectionLostEvent', 'error', 'Host {host.name} is not responding'],
  ['HostConnectedEvent', 'info', 'Host {host.name} is connected'],
  ['HostDisconnectedEvent', 'info', 'Host {host.name} was disconnected'],
  ['HostReconnectionFailedEvent', 'error', 'Cannot reconnect host {host.name}'],
];

/** `EventDescription`, without the events that are known by their ID only. */
export const eventDescription = () => ({
  category: [
    category('info', 'Information'),
    category('warning', 'Warning'),
    category('error', 'Error'),
    category('user', 'User'),
  ],
  eventInfo: classes.map(([key, of, text]) => ({
    key,
    description: text.replaceAll(/ ?\{host\.name\}/g, ''),
    category: of,
    formatOnDatacenter: text,
    formatOnComputeResource: text,
    formatOnHost: text.replaceAll(/ ?\{host\.name\}/g, ''),
    formatOnVm: '',
    fullFormat: text,
  })),
});
