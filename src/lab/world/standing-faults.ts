import type { LabFaultRule } from '../faults/rule.js';
import type { WorldContext } from './context.js';
import type { LabHost, LabTaConfig, LabVCenter } from './model.js';
import { authorityHosts } from './queries.js';

/** Faults that change something when they begin and put it back when they are healed. */
export function createStandingFaults(ctx: WorldContext): void {
  /** How to put back what a rule has changed, by rule ID. */
  const undo = new Map<string, () => void>();
  const standing = (
    kind: LabFaultRule['kind'],
    begin: (rule: LabFaultRule) => (() => void) | undefined,
  ): void => {
    ctx.faults.onStruck(kind, (rule) => {
      const back = begin(rule);
      if (back) undo.set(rule.id, back);
      ctx.changed();
    });
    ctx.faults.onHealed(kind, ({ id }) => {
      undo.get(id)?.();
      undo.delete(id);
      ctx.changed();
    });
  };

  standing('change-certificate', ({ target }) => {
    const server = serverNamed(ctx, target);
    if (!server) return undefined;
    const before = server.certificates;
    server.certificates += 1;
    return () => {
      server.certificates = before;
    };
  });
  standing('ta-host-drift', ({ target, setting = 'tpm-settings' }) => {
    const ta = authorityHosts(ctx).find(({ name }) => name === target)?.ta;
    return ta && drifted(ta, setting);
  });
  standing('service-unhealthy', ({ target, service }) => {
    const host = hostNamed(ctx, target);
    if (!host) return undefined;
    const key = service ?? (host.ta ? 'attestd' : 'kmxa');
    host.ailing.add(key);
    return () => void host.ailing.delete(key);
  });
}

function serverNamed(ctx: WorldContext, name: string | undefined): LabVCenter | LabHost | undefined {
  const { vcenters } = ctx;
  return vcenters.get(name ?? '') ?? hostNamed(ctx, name);
}

const hostNamed = ({ vcenters }: WorldContext, name: string | undefined): LabHost | undefined =>
  [...vcenters.values()].flatMap((vcenter) => [...vcenter.hosts.values()]).find((host) => host.name === name);

/** Changes one setting of the host's own copy; answers how to put it back. */
function drifted(ta: LabTaConfig, setting: NonNullable<LabFaultRule['setting']>): () => void {
  switch (setting) {
    case 'tpm-settings': {
      const before = ta.tpmSettings;
      ta.tpmSettings = { ...before, requireCertificateValidation: !before.requireCertificateValidation };
      return () => void (ta.tpmSettings = before);
    }
    case 'principal':
      return without(ta.principals);
    case 'key-provider':
      return without(ta.keyProviders);
  }
}

/** Takes the first entry away. */
function without<T>(map: Map<string, T>): () => void {
  const [first] = map;
  if (!first) return () => undefined;
  map.delete(first[0]);
  return () => void map.set(...first);
}
