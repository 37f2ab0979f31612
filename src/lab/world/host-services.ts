import type { LabWorld } from './api.js';
import type { Attestation } from './attestation.js';
import type { WorldContext } from './context.js';
import { faults, refuse } from './errors.js';
import type { LabHost, LabSession } from './model.js';
import { isListed, isUp } from './queries.js';

export type HostServices = Pick<LabWorld, 'setService' | 'restartServiceByHand'>;

/**
 * Services of hosts: a service that is started or restarted runs some seconds later. While a vTA service of a Trust
 * Authority host does not run, attestation or keys through that host fail.
 */
export function createHostServices(ctx: WorldContext, attestation: Attestation): HostServices {
  const { timing, assumptions } = ctx.topology;
  /** Starts under way, so that a second order does not bring a service up twice. */
  const starting = new Map<LabHost, Map<string, () => void>>();
  /** Starts that wait for a fault to be healed, by rule ID. */
  const hanging = new Map<string, (() => void)[]>();

  const askSoon = (host: LabHost): void =>
    attestation.retrySoon((trusted, authority) => authority === host || trusted === host);

  const comeUp = (host: LabHost, key: string): void => {
    const service = host.services.get(key);
    if (!service || service.running) return;
    service.running = true;
    ctx.note(host, 'host.service', { service: key, running: true });
    askSoon(host);
  };
  const cancelStart = (host: LabHost, key: string): void => {
    starting.get(host)?.get(key)?.();
    starting.get(host)?.delete(key);
  };
  const bringUp = (host: LabHost, key: string): void => {
    cancelStart(host, key);
    const rule = ctx.faults.strike('service-hangs', host);
    if (rule) {
      hanging.set(rule.id, [...(hanging.get(rule.id) ?? []), () => comeUp(host, key)]);
      return;
    }
    const timers = starting.get(host) ?? new Map<string, () => void>();
    starting.set(host, timers);
    const seconds = ctx.duration(timing.serviceStartSeconds, `service/${key}`, host.name);
    timers.set(
      key,
      ctx.clock.after(seconds, () => comeUp(host, key)),
    );
  };
  ctx.faults.onHealed('service-hangs', ({ id }) => {
    const waiting = hanging.get(id) ?? [];
    hanging.delete(id);
    for (const up of waiting) up();
  });

  const act = (
    host: LabHost,
    by: Pick<LabSession, 'user'>,
    key: string,
    action: 'start' | 'stop' | 'restart',
  ): void => {
    const service = host.services.get(key);
    if (!service) refuse(faults.notFound(`Service ${key} was not found on host ${host.name}.`));
    if (action === 'stop' && !service.running) refuse(faults.notAllowed(`Service ${key} is not running.`));
    if (action === 'stop') cancelStart(host, key);
    if (action !== 'start' && service.running) {
      service.running = false;
      host.ailing.delete(key);
      ctx.note(host, 'host.service', { service: key, running: false, action }, by);
    } else {
      ctx.note(host, 'host.service', { service: key, running: service.running, action }, by);
    }
    if (action !== 'stop' && !service.running) bringUp(host, key);
  };

  return {
    setService(host, session, key, action) {
      if (!isListed(assumptions, key))
        refuse(faults.notFound(`Service ${key} was not found on host ${host.name}.`));
      if (!isUp(host)) refuse(faults.hostNotConnected(`Host ${host.name} is not connected.`));
      act(host, session, key, action);
    },
    restartServiceByHand: (host, session, key) => act(host, session, key, 'restart'),
  };
}
