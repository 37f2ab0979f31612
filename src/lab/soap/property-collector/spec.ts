import { required } from '../arguments.js';
import type { Arguments } from '../arguments.js';
import { invalidArgument } from '../faults.js';
import type { MoRef } from '../value.js';

/** Step from objects of a type along a property that holds references. */
export interface Traversal {
  readonly type: string;
  readonly path: string;
  readonly skip: boolean;
  /** Resolved late: named steps may point back at each other. */
  readonly next: () => readonly Traversal[];
}

export interface PropertySpec {
  readonly type: string;
  readonly all: boolean;
  readonly paths: readonly string[];
}

/** `PropertyFilterSpec`: which properties of which objects. */
export interface FilterSpec {
  readonly properties: readonly PropertySpec[];
  readonly objects: readonly {
    readonly ref: MoRef;
    readonly skip: boolean;
    readonly select: readonly Traversal[];
  }[];
  readonly reportMissing: boolean;
}

export function readFilterSpec(spec: Arguments): FilterSpec {
  return {
    properties: spec.objects('propSet').map((set) => ({
      type: required(set.text('type'), 'propSet.type'),
      all: set.flag('all') ?? false,
      paths: set.texts('pathSet'),
    })),
    objects: spec.objects('objectSet').map((set) => ({
      ref: required(set.ref('obj'), 'objectSet.obj'),
      skip: set.flag('skip') ?? false,
      select: readSelection(set),
    })),
    reportMissing: spec.flag('reportMissingObjectsInResults') ?? false,
  };
}

/** Traversals of one object set; a `SelectionSpec` that is only a name stands for the traversal of that name. */
function readSelection(objectSet: Arguments): readonly Traversal[] {
  const named = new Map<string, Traversal>();
  const pending: string[] = [];

  const read = (spec: Arguments): (() => Traversal) => {
    const name = spec.text('name');
    const type = spec.text('type');
    const path = spec.text('path');
    if (type === undefined || path === undefined) {
      const wanted = required(name, 'selectSet.name');
      pending.push(wanted);
      return () => named.get(wanted) as Traversal;
    }
    const next = spec.objects('selectSet').map(read);
    const traversal = {
      type,
      path,
      skip: spec.flag('skip') ?? false,
      next: () => next.map((step) => step()),
    };
    if (name) named.set(name, traversal);
    return () => traversal;
  };

  const steps = objectSet.objects('selectSet').map(read);
  if (pending.some((name) => !named.has(name))) throw invalidArgument('selectSet.name');
  return steps.map((step) => step());
}
