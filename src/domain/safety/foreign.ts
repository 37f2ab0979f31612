import type { EsxCluster } from '../model/inventory.js';
import type { RunningTask, TaskList } from '../model/running-task.js';
import type { WhyNot } from '../model/waiting.js';
import type { GuardFacts } from './facts.js';
import { reason } from './reasons.js';

/** What a look at tasks is asked about: one cluster with its hosts, or the whole vCenter. */
export type TaskScope = { readonly cluster: string; readonly hosts: readonly string[] } | 'vcenter';

/**
 * Lifecycle tasks of somebody else within a scope: on hosts, clusters or the vCenter itself. What is done to virtual
 * machines is not meant, nor what vCenter and its own services do by themselves, nor what only reads.
 *
 * @rule DG-12
 */
export function foreignTasks(list: TaskList, scope: TaskScope): readonly RunningTask[] {
  return list.tasks.filter(
    (task) => isInScope(task, scope) && isSomebodys(task) && !isOurs(task, list) && !onlyReads(task),
  );
}

/** Tasks that this product began and that still run. */
export function ownTasks(list: TaskList): readonly RunningTask[] {
  return list.tasks.filter((task) => isInScope(task, 'vcenter') && isOurs(task, list) && !onlyReads(task));
}

/** `apply on esx-01 by ana@vsphere.local since 2026-01-01T10:00:00Z` */
export function taskText({ operation, entity, user, since }: RunningTask): string {
  const parts = [
    operation.replace(/\$task$/, ''),
    entity === undefined ? '' : `on ${entity.name}`,
    user === undefined ? '' : `by ${user}`,
    since === undefined ? '' : `since ${since}`,
  ];
  return parts.filter(Boolean).join(' ');
}

/**
 * Why nothing may begin at a vCenter now: somebody else is at work there.
 *
 * @rule DG-12
 */
export function whyNotAloneAt(list: TaskList): WhyNot | null {
  const [first, ...more] = foreignTasks(list, 'vcenter');
  if (first === undefined) return null;
  return reason(
    'foreign-activity',
    {
      subject: list.vcenter,
      have: severalTexts(first, more.length),
      need: 'no lifecycle task of anybody else',
      rule: 'DG-12',
    },
    ['vsphere', 'let the task end or cancel it; the run goes on by itself'],
  );
}

/**
 * What the guards of a host are told of other administrators: the first foreign task on its cluster, in words.
 *
 * @param list - absent = nobody asked
 * @rule DG-12
 */
export function foreignTaskOn(
  list: TaskList | undefined,
  { ref, hosts }: Pick<EsxCluster, 'ref' | 'hosts'>,
): Pick<GuardFacts, 'foreignTask'> {
  if (list === undefined) return {};
  const scope = { cluster: ref.moid, hosts: hosts.map((host) => host.ref.moid) };
  const [first, ...more] = foreignTasks(list, scope);
  return first === undefined ? {} : { foreignTask: severalTexts(first, more.length) };
}

function severalTexts(first: RunningTask, more: number): string {
  return more === 0 ? taskText(first) : `${taskText(first)}, and ${more} more`;
}

const ENTITIES = ['HostSystem', 'ClusterComputeResource'];

function isInScope({ entity }: RunningTask, scope: TaskScope): boolean {
  if (entity === undefined) return scope === 'vcenter';
  if (!ENTITIES.includes(entity.type)) return false;
  return scope === 'vcenter' || entity.moid === scope.cluster || scope.hosts.includes(entity.moid);
}

/** Services of vCenter have logins of their own; extensions are named after their package, accounts after a machine. */
const SERVICES = /^(com\.vmware\.|vpxd-|vpxuser|machine-|vsphere-webclient-|vapi-|system$)/i;

function isSomebodys({ user }: RunningTask): boolean {
  return user !== undefined && user !== '' && !SERVICES.test(account(user).name);
}

function isOurs({ user }: RunningTask, { login, trustLogin = login }: TaskList): boolean {
  if (user === undefined) return false;
  const theirs = account(user);
  return [login, trustLogin].map(account).some((ours) => {
    const sameDomain = theirs.domain === '' || ours.domain === '' || theirs.domain === ours.domain;
    return theirs.name === ours.name && sameDomain;
  });
}

function onlyReads({ operation }: RunningTask): boolean {
  return /(^|[.])(check|scan|precheck)(\$task)?$/i.test(operation);
}

/** `VSPHERE.LOCAL\ana` and `ana@vsphere.local` are the same person. */
function account(login: string): { readonly name: string; readonly domain: string } {
  const text = login.toLowerCase();
  const [domain, name] = text.split('\\');
  if (name !== undefined) return { name, domain: domain ?? '' };
  const at = text.lastIndexOf('@');
  return at < 0 ? { name: text, domain: '' } : { name: text.slice(0, at), domain: text.slice(at + 1) };
}
