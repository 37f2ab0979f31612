import type { Exchange } from '../exchange/exchange.js';
import type { FaultKind, TaskKind } from './catalogue.js';

/** A fault of the catalogue, addressed to requests, a host, a VM or a server. */
export interface LabFaultRule {
  readonly id: string;
  readonly kind: FaultKind;
  /** Operation pattern with `*`: `POST /api/esx/settings/clusters/*`, `HostSystem.EnterMaintenanceMode_Task`. */
  readonly operation?: string;
  /** Server that is asked, or what the kind strikes; all when absent. */
  readonly target?: string;
  /** Host or cluster that a request is about; any when absent. */
  readonly host?: string;
  /** Fires this many times, after skipping `skip` matches; `0` = for ever. Default: as the kind says. */
  readonly count?: number;
  readonly skip?: number;
  /** Chance that it fires at a match, 0 to 1; drawn per operation and host from the lab's seed. Default 1. */
  readonly rate?: number;
  readonly seconds?: number;
  readonly status?: 429 | 503;
  readonly body?: 'error' | 'html' | 'none';
  readonly retryAfter?: number;
  readonly hosts?: readonly string[];
  readonly setting?: 'tpm-settings' | 'principal' | 'key-provider';
  readonly does?: 'reboot' | 'remediate' | 'enter-maintenance';
  readonly skew?: number;
  readonly service?: 'attestd' | 'kmxd' | 'kmxa';
  /** How often it has fired. */
  fired: number;
  /** Its time is over although the rule is still listed. */
  healed?: true;
}

export type FaultSpec = Omit<LabFaultRule, 'id' | 'fired' | 'healed'>;

/** Whom a fault that is no request's strikes: a host, a VM or a vCenter. */
export interface Struck {
  readonly name: string;
  readonly vcenter?: { readonly name: string };
  readonly cluster?: { readonly name: string };
}

export interface LabFaults {
  list(): readonly LabFaultRule[];
  add(spec: FaultSpec): LabFaultRule;
  remove(id: string): boolean;
  clear(): void;
  /** The rule that strikes this request now, counted as fired; `undefined` = none. */
  onExchange(exchange: Exchange): LabFaultRule | undefined;
  /** Carries out the synchronous part of a request whose task the rule is to strike. */
  under<A>(rule: LabFaultRule | undefined, run: () => A): A;
  /** A request has been carried out that one of the kinds which strike a server or a host was anchored to. */
  befall(rule: LabFaultRule, exchange: Exchange): void;
  /** Lab milliseconds that the clock of a server is ahead. */
  skewOf(server: string): number;
  /** A rule of this kind that is in force for a name, whether or not it has an occasion to strike. */
  holds(kind: FaultKind, name: string): LabFaultRule | undefined;
}

/** Fault rules as the behaviour sees them. */
export interface WorldFaults extends LabFaults {
  /** The rule of this kind that strikes now, counted as fired. */
  strike(kind: FaultKind, struck: Struck): LabFaultRule | undefined;
  /** Takes the fault that strikes the task which is just being started. */
  takeTaskFault(): (LabFaultRule & { readonly kind: TaskKind }) | undefined;
  /** Runs for every rule of the kind that is removed or whose time is over. */
  onHealed(kind: FaultKind, listener: (rule: LabFaultRule) => void): void;
  /** Runs for every rule of a kind that strikes at once: when it is set, or when its request was carried out. */
  onStruck(kind: FaultKind, listener: (rule: LabFaultRule, server?: string) => void): void;
}
