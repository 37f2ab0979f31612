import { matchesPattern } from '../exchange/pattern.js';
import type { LabFaultRule, LabJournal, OperationFault } from './api.js';
import type { WorldFaults } from './context.js';

/** Kinds that strike an operation of a front door; the others strike hosts or vCenters. */
const OPERATION_KINDS = new Set<LabFaultRule['kind']>([
  'drop-answer-after-effect',
  'reset-before-effect',
  'http-503',
  'slow',
  'expire-session',
  'fail-task',
]);

/** Seconds of `slow` when the rule names none. */
const DEFAULT_SLOW_SECONDS = 60;

/** The rules in force. A rule skips `skip` matches, then fires `count` times (0 = for ever). */
export function createFaults(journal: LabJournal): WorldFaults {
  const rules = new Map<string, LabFaultRule>();
  const seen = new Map<string, number>();
  const removeListeners: ((rule: LabFaultRule) => void)[] = [];
  const addListeners: ((rule: LabFaultRule) => void)[] = [];
  /** vCenters whose current operation must fail its task. */
  const failTask = new Set<string>();
  let next = 1;

  const limit = (rule: LabFaultRule): number => rule.count ?? (rule.kind === 'never-attests' ? 0 : 1);
  const fires = (rule: LabFaultRule): boolean => {
    const max = limit(rule);
    if (max !== 0 && rule.fired >= max) return false;
    const matches = (seen.get(rule.id) ?? 0) + 1;
    seen.set(rule.id, matches);
    if (matches <= (rule.skip ?? 0)) return false;
    rule.fired += 1;
    return true;
  };
  const journalFired = (rule: LabFaultRule, vcenter: string, subject: string): void => {
    // A rule that fires for ever is told once; its effects are in the journal anyway.
    if (limit(rule) === 0 && rule.fired > 1) return;
    journal.append({
      vcenter,
      login: '',
      effect: 'fault.fired',
      subject,
      detail: { fault: rule.kind, pattern: rule.operation ?? rule.target ?? '*' },
    });
  };
  const drop = (rule: LabFaultRule): void => {
    rules.delete(rule.id);
    seen.delete(rule.id);
    for (const listener of removeListeners) listener(rule);
  };

  const strike: WorldFaults['strike'] = (kind, host) => {
    for (const rule of rules.values()) {
      if (rule.kind !== kind || (rule.target !== undefined && rule.target !== host.name) || !fires(rule))
        continue;
      journalFired(rule, host.vcenter.name, host.name);
      return rule;
    }
    return undefined;
  };

  return {
    list: () => [...rules.values()],
    add(spec) {
      const rule: LabFaultRule = { ...spec, id: `fault-${next}`, fired: 0 };
      next += 1;
      rules.set(rule.id, rule);
      for (const listener of addListeners) listener(rule);
      return rule;
    },
    remove(id) {
      const rule = rules.get(id);
      if (rule) drop(rule);
      return rule !== undefined;
    },
    clear: () => [...rules.values()].forEach(drop),
    onOperation(operation, vcenter) {
      failTask.delete(vcenter);
      for (const rule of rules.values()) {
        if (!OPERATION_KINDS.has(rule.kind) || (rule.target !== undefined && rule.target !== vcenter))
          continue;
        if (!matchesPattern(rule.operation ?? '*', operation) || !fires(rule)) continue;
        journalFired(rule, vcenter, operation);
        if (rule.kind === 'fail-task') failTask.add(vcenter);
        return asOperationFault(rule);
      }
      return undefined;
    },
    onHost(kind, name) {
      for (const rule of rules.values()) {
        if (rule.kind !== kind || (rule.target !== undefined && rule.target !== name) || !fires(rule))
          continue;
        journalFired(rule, '', name);
        return true;
      }
      return false;
    },
    strike,
    onRemove: (listener) => void removeListeners.push(listener),
    onAdd: (listener) => void addListeners.push(listener),
    takeFailTask: (vcenter) => failTask.delete(vcenter),
  };
}

function asOperationFault(rule: LabFaultRule): OperationFault {
  if (rule.kind === 'slow') return { kind: 'slow', seconds: rule.seconds ?? DEFAULT_SLOW_SECONDS };
  return { kind: rule.kind } as OperationFault;
}
