import type { LabFaultRule } from '../faults/rule.js';
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

/** Lab seconds of rules that name none. */
const DEFAULT_SECONDS = { outage: 600, 'restart-vcenter': 300 } as const;

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

  const proxyOnly: Outages['proxyOnly'] = (vcenter) => {
    if ((down.get(vcenter) ?? 0) > 1) return;
    vcenter.api = 'bad-gateway';
    ctx.changed();
  };

  /** How to end what a rule has begun, by rule ID. */
  const ends = new Map<string, (() => void)[]>();
  const strike = (rule: LabFaultRule, vcenter: LabVCenter): void => {
    const { kind, seconds = DEFAULT_SECONDS[kind as keyof typeof DEFAULT_SECONDS] } = rule;
    begin(vcenter, kind);
    let over = false;
    const endOnce = (): void => {
      if (over) return;
      over = true;
      end(vcenter, kind);
    };
    ends.set(rule.id, [...(ends.get(rule.id) ?? []), endOnce]);
    if (kind === 'restart-vcenter') ctx.clock.after(seconds / 2, () => over || proxyOnly(vcenter));
    ctx.clock.after(seconds, endOnce);
  };
  for (const kind of ['outage', 'restart-vcenter'] as const) {
    ctx.faults.onStruck(kind, (rule, server) => {
      for (const vcenter of ctx.vcenters.values()) {
        const isMeant = rule.target === undefined ? server === undefined : rule.target === vcenter.name;
        if (isMeant || (rule.target === undefined && server === vcenter.name)) strike(rule, vcenter);
      }
    });
    ctx.faults.onHealed(kind, ({ id }) => {
      for (const endOnce of ends.get(id) ?? []) endOnce();
      ends.delete(id);
    });
  }

  return {
    begin,
    proxyOnly,
    end,
  };
}
