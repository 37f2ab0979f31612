import type { LabFaultRule } from './api.js';
import type { WorldContext } from './context.js';
import type { LabVCenter } from './model.js';
import type { Sessions } from './sessions.js';
import type { Tasks } from './tasks.js';

/** Times without the API of a vCenter, whatever the reason. */
export interface Outages {
  /** Connections are refused from now on; sessions and tasks are lost. */
  begin(vcenter: LabVCenter, why: string): void;
  /** The proxy answers again, without a service behind it. */
  proxyOnly(vcenter: LabVCenter): void;
  /** The API is back, unless another reason keeps it down. */
  end(vcenter: LabVCenter, why: string): void;
}

/** Lab seconds of an `outage` rule that names none. */
const DEFAULT_OUTAGE_SECONDS = 600;

export function createOutages(ctx: WorldContext, sessions: Sessions, tasks: Tasks): Outages {
  /** Causes that keep an API down; it is up again when none is left. */
  const down = new Map<LabVCenter, number>();

  const begin: Outages['begin'] = (vcenter, why) => {
    down.set(vcenter, (down.get(vcenter) ?? 0) + 1);
    if (vcenter.api === 'up') ctx.note(vcenter, 'vcenter.api.down', { why });
    vcenter.api = 'refused';
    // Restarted services know neither their sessions nor their tasks.
    sessions.endAll(vcenter);
    tasks.forgetAll(vcenter);
    ctx.changed();
  };
  const end: Outages['end'] = (vcenter, why) => {
    const left = (down.get(vcenter) ?? 1) - 1;
    down.set(vcenter, left);
    if (left > 0) return;
    vcenter.api = 'up';
    ctx.note(vcenter, 'vcenter.api.up', { why });
  };

  ctx.faults.onAdd((rule: LabFaultRule) => {
    if (rule.kind !== 'outage') return;
    for (const vcenter of ctx.vcenters.values()) {
      if (rule.target !== undefined && rule.target !== vcenter.name) continue;
      rule.fired += 1;
      ctx.note(vcenter, 'fault.fired', { fault: 'outage', pattern: rule.target ?? '*' });
      begin(vcenter, 'outage');
      let over = false;
      const endOnce = (): void => {
        if (over) return;
        over = true;
        end(vcenter, 'outage');
      };
      ctx.clock.after(rule.seconds ?? DEFAULT_OUTAGE_SECONDS, endOnce);
      ctx.faults.onRemove((removed) => {
        if (removed.id === rule.id) endOnce();
      });
    }
  });

  return {
    begin,
    proxyOnly(vcenter) {
      if ((down.get(vcenter) ?? 0) > 1) return;
      vcenter.api = 'bad-gateway';
      ctx.changed();
    },
    end,
  };
}
