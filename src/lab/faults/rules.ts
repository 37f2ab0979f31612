import type { Exchange } from '../exchange/exchange.js';
import { matchesPattern } from '../exchange/pattern.js';
import type { LabClock, LabJournal } from '../world/api.js';
import type { RandomStreams } from '../world/random.js';
import { FAULTS, isTaskKind } from './catalogue.js';
import type { FaultKind, TaskKind } from './catalogue.js';
import type { LabFaultRule, Struck, WorldFaults } from './rule.js';

/** Seconds that a clock is ahead when a rule does not say. */
const DEFAULT_SKEW = 600;

type TaskRule = LabFaultRule & { readonly kind: TaskKind };
const isTaskRule = (rule: LabFaultRule): rule is TaskRule => isTaskKind(rule.kind);

/** Largest number of times that a rule fires; 0 = for ever. */
const limitOf = ({ kind, count }: LabFaultRule): number => count ?? (FAULTS[kind].when === 'each' ? 0 : 1);

const subjectOf = ({ operation, target }: LabFaultRule): string => operation ?? target ?? '*';

/** The fault rules in force. Chances are drawn from a stream per rule, operation and subject. */
export function createFaults(clock: LabClock, journal: LabJournal, random: RandomStreams): WorldFaults {
  const rules = new Map<string, LabFaultRule>();
  const seen = new Map<string, number>();
  const healed: ((rule: LabFaultRule) => void)[] = [];
  const struck: ((rule: LabFaultRule, server?: string) => void)[] = [];
  let pendingTask: TaskRule | undefined;
  let next = 1;

  /** Counts a match. Each rule sees every match, whatever strikes in the end, so that rules do not move each other. */
  const isDue = (rule: LabFaultRule, what: string, subject: string): boolean => {
    const matches = (seen.get(rule.id) ?? 0) + 1;
    seen.set(rule.id, matches);
    if (matches <= (rule.skip ?? 0)) return false;
    const drawn = rule.rate === undefined || random.stream(`fault/${rule.id}/${what}`, subject)() < rule.rate;
    const max = limitOf(rule);
    return drawn && (max === 0 || rule.fired < max);
  };
  const fire = (rule: LabFaultRule, vcenter: string, subject: string): void => {
    rule.fired += 1;
    // A rule that fires for ever is told once; its effects are in the journal anyway.
    if (limitOf(rule) === 0 && rule.rate === undefined && rule.fired > 1) return;
    const detail = { fault: rule.kind, rule: rule.id, pattern: subjectOf(rule) };
    journal.append({ vcenter, login: '', effect: 'fault.fired', subject, detail });
  };
  const heal = (rule: LabFaultRule): void => {
    if (rule.healed) return;
    rule.healed = true;
    if (rule.fired > 0) {
      const detail = { fault: rule.kind, rule: rule.id, fired: rule.fired };
      journal.append({ vcenter: '', login: '', effect: 'fault.healed', subject: subjectOf(rule), detail });
    }
    for (const listener of healed) listener(rule);
  };
  const inForce = (): LabFaultRule[] => [...rules.values()].filter((rule) => !rule.healed);
  const isAbout = ({ target }: LabFaultRule, names: readonly (string | undefined)[]): boolean =>
    target === undefined || names.includes(target);
  const remove = (rule: LabFaultRule): void => {
    heal(rule);
    rules.delete(rule.id);
    seen.delete(rule.id);
  };

  const holds: WorldFaults['holds'] = (kind, name) =>
    inForce().find((rule) => rule.kind === kind && isAbout(rule, [name]));
  const fits = (rule: LabFaultRule, { operation, server, subjects }: Exchange): boolean =>
    (rule.operation === undefined ? FAULTS[rule.kind].strikes === 'operation' : true) &&
    matchesPattern(rule.operation ?? '*', operation) &&
    (FAULTS[rule.kind].strikes !== 'operation' || isAbout(rule, [server])) &&
    (rule.host === undefined || subjects.includes(rule.host));

  return {
    list: () => [...rules.values()],
    add(spec) {
      const rule: LabFaultRule = { ...spec, id: `fault-${next}`, fired: 0 };
      next += 1;
      rules.set(rule.id, rule);
      const row = FAULTS[rule.kind];
      if (row.when === 'at-once' && rule.operation === undefined) {
        fire(rule, '', rule.target ?? '*');
        for (const listener of struck) listener(rule);
      }
      if (row.expires === true && rule.seconds !== undefined) clock.after(rule.seconds, () => heal(rule));
      return rule;
    },
    remove(id) {
      const rule = rules.get(id);
      if (rule) remove(rule);
      return rule !== undefined;
    },
    clear: () => [...rules.values()].forEach(remove),
    onExchange(exchange) {
      const { server, subjects, name, operation } = exchange;
      const subject = subjects[0] ?? server;
      const due = inForce().filter((rule) => fits(rule, exchange) && isDue(rule, name ?? operation, subject));
      const rule = due[0];
      if (rule) fire(rule, server, operation);
      return rule;
    },
    under(rule, run) {
      pendingTask = rule && isTaskRule(rule) ? rule : undefined;
      try {
        return run();
      } finally {
        pendingTask = undefined;
      }
    },
    befall(rule, { server }) {
      for (const listener of struck) listener(rule, server);
    },
    skewOf(server) {
      const rule = holds('clock-skew', server);
      return rule ? (rule.skew ?? DEFAULT_SKEW) * 1000 : 0;
    },
    strike(kind: FaultKind, { name, vcenter, cluster }: Struck) {
      const due = inForce().filter(
        (rule) =>
          rule.kind === kind &&
          rule.operation === undefined &&
          isAbout(rule, [name, cluster?.name]) &&
          isDue(rule, kind, name),
      );
      const rule = due[0];
      if (rule) fire(rule, vcenter?.name ?? '', name);
      return rule;
    },
    holds,
    takeTaskFault() {
      const rule = pendingTask;
      pendingTask = undefined;
      return rule;
    },
    onHealed: (kind, listener) => void healed.push((rule) => rule.kind === kind && listener(rule)),
    onStruck: (kind, listener) =>
      void struck.push((rule, server) => rule.kind === kind && listener(rule, server)),
  };
}
