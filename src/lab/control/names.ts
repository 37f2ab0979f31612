import { knownOperations, operationsFor } from '../exchange/known-operations.js';
import type { Strikes } from '../faults/row.js';
import type { LabWorld } from '../world/api.js';

/** What is wrong with one field of a body; undefined = nothing. */
export type Mistake = { readonly field: string; readonly problem: string } | undefined;

export const among = (field: string, name: string, allowed: readonly string[]): Mistake =>
  allowed.includes(name) ? undefined : { field, problem: `allowed: ${allowed.join(', ')}` };

const vcenterNames = (world: LabWorld): string[] => [...world.vcenters.keys()];
export const hostNames = (world: LabWorld): string[] =>
  [...world.vcenters.values()].flatMap(({ hosts }) => [...hosts.values()].map(({ name }) => name));
const clusterNames = (world: LabWorld): string[] =>
  [...world.vcenters.values()].flatMap(({ clusters }) => [...clusters.values()].map(({ name }) => name));

/** An operation pattern that stands for nothing that the front doors answer. */
export const operationMistake = (pattern: string): Mistake =>
  operationsFor(pattern).length > 0
    ? undefined
    : {
        field: 'operation',
        problem: `there is no such operation; "*" stands for any text. Known: ${knownOperations.join(', ')}`,
      };

/** A server that can be asked something. */
export const targetMistake = (world: LabWorld, name: string): Mistake =>
  among('target', name, targetNames(world, 'operation'));

/** What `target` of a fault can be. */
export function targetNames(world: LabWorld, strikes: Strikes): string[] {
  const vcenters = [...world.vcenters.values()];
  const hosts = vcenters.flatMap((vcenter) => [...vcenter.hosts.values()]);
  switch (strikes) {
    case 'operation':
    case 'server':
      return [...vcenterNames(world), ...hostNames(world)];
    case 'vcenter':
      return vcenterNames(world);
    case 'host':
      return hostNames(world);
    case 'ta-host':
      return hosts.filter(({ ta }) => ta !== undefined).map(({ name }) => name);
    case 'trusted-host':
      return hosts.filter(({ cluster }) => cluster.kind === 'trusted').map(({ name }) => name);
    case 'host-or-cluster':
      return [...hostNames(world), ...clusterNames(world)];
    case 'vm':
      return vcenters.flatMap(({ vms }) => [...vms.values()].map(({ name }) => name));
  }
}

/** What a request can be about. */
export const subjectMistake = (world: LabWorld, name: string): Mistake =>
  among('host', name, [...hostNames(world), ...clusterNames(world)]);
