import { hostKinds } from './host-kinds.js';
import type { FaultRow } from './row.js';
import { serverKinds } from './server-kinds.js';
import { taskKinds } from './task-kinds.js';
import { wireKinds } from './wire-kinds.js';

const catalogue = { ...wireKinds, ...taskKinds, ...serverKinds, ...hostKinds };

export type TaskKind = keyof typeof taskKinds;
export type FaultKind = keyof typeof catalogue;

/** Every kind of fault that the lab can bring about. */
export const FAULTS: Readonly<Record<FaultKind, FaultRow>> = catalogue;
export const FAULT_KINDS = Object.keys(catalogue) as [FaultKind, ...FaultKind[]];
/** The same by what they strike, for whoever reads. */
export const FAULT_GROUPS: readonly (readonly [title: string, kinds: readonly FaultKind[]])[] = [
  ['The exchange', Object.keys(wireKinds) as FaultKind[]],
  ['The task', Object.keys(taskKinds) as FaultKind[]],
  ['Servers', Object.keys(serverKinds) as FaultKind[]],
  ['Hosts, trust and people', Object.keys(hostKinds) as FaultKind[]],
];

export const isTaskKind = (kind: FaultKind): kind is TaskKind => kind in taskKinds;

/** Kinds that can strike a request: the others that `operation` may anchor do so once it has been carried out. */
export const takesOperation = (kind: FaultKind): boolean =>
  FAULTS[kind].strikes === 'operation' ||
  (['outage', 'restart-vcenter', 'foreign-administrator'] as FaultKind[]).includes(kind);
