import type { HostService } from '../../domain/services/index.js';
import type { SoapClient } from './client.js';
import { readObjects } from './property-collector.js';
import { value } from './write-xml.js';
import { booleanAt, childrenOf, refOf, requiredText, textAt, type MoRef } from './xml-node.js';

interface Listed {
  readonly system: MoRef;
  readonly services: readonly HostService[];
}

/** The service system of a host with its list, read through the host object; nothing while the host is away. */
const readServiceSystem = (
  soap: SoapClient,
  moid: string,
  signal: AbortSignal | undefined,
): Promise<Listed | undefined> =>
  readObjects(
    soap,
    {
      objects: [{ type: 'HostSystem', value: moid }],
      properties: { HostSystem: ['configManager.serviceSystem', 'config.service'] },
    },
    ([host]) => {
      const system = refOf(host?.properties.get('configManager.serviceSystem'));
      const config = host?.properties.get('config.service');
      if (!system || !config) return undefined;
      const services = childrenOf(config, 'service').map((entry): HostService => {
        const key = requiredText(entry, 'key', 'HostService');
        // Not knowing whether it runs is not "it runs".
        const running = booleanAt(entry, 'running') ?? false;
        return { key, label: textAt(entry, 'label') ?? key, running };
      });
      return { system, services };
    },
    signal,
  );

export const readHostServices = async (
  soap: SoapClient,
  moid: string,
  signal?: AbortSignal,
): Promise<readonly HostService[] | undefined> => (await readServiceSystem(soap, moid, signal))?.services;

/** vCenter's three orders about a service of a host. They answer before the service has come up. */
const orders = {
  start: { method: 'StartService' },
  stop: { method: 'StopService' },
  restart: { method: 'RestartService' },
} as const;

/** Gives an order about a service that the host lists. @throws `not-found` when it does not list it */
export const orderService = async (
  soap: SoapClient,
  moid: string,
  key: string,
  action: keyof typeof orders,
  signal?: AbortSignal,
): Promise<void> => {
  const listed = await readServiceSystem(soap, moid, signal);
  const { method } = orders[action];
  if (!listed?.services.some((service) => service.key === key)) {
    const operation = `HostServiceSystem.${method}`;
    throw soap.fail(`${operation}: host ${moid} does not list service ${key}`, {
      kind: 'not-found',
      operation,
      errorType: 'NotFound',
    });
  }
  await soap.use({ safe: false, signal }, (session) =>
    session.invoke({ self: listed.system, method, parameters: [value('id', key)] }, () => undefined),
  );
};
