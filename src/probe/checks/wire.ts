import type { Settled } from '../assumptions.js';
import { listed, type ProbeCheck } from '../check.js';
import type { Judgement } from '../finding.js';
import type { Observed } from '../observed.js';
import type { OperationFacts } from '../wire/facts.js';

/** One judgement per operation that differs; one for the estate when none does. */
const perOperation =
  (namesOf: (facts: OperationFacts) => readonly string[], noun: string) =>
  ({ estate, wire }: Observed): Judgement[] => {
    const differing = wire.operations.filter((facts) => namesOf(facts).length > 0);
    if (wire.operations.length === 0)
      return [{ subject: estate.name, isAsAssumed: undefined, found: 'no answer seen' }];
    if (differing.length === 0) {
      return [
        {
          subject: estate.name,
          isAsAssumed: true,
          found: `no ${noun} in ${wire.operations.length} operations`,
        },
      ];
    }
    return differing.map((facts) => ({
      subject: facts.operation,
      isAsAssumed: false,
      found: listed(namesOf(facts)),
    }));
  };

export const unknownFields: ProbeCheck = {
  check: 'unknown-fields',
  assumed: 'answers have the fields of the published interfaces, 7.0.3 to 8.0.3',
  means: 'Fields that we do not know are ignored; a newer release may say more than we read.',
  where: 'vSphere Automation API; docs/reference/recording.md, differences',
  judge: perOperation(({ unknownFields: names }) => names, 'unknown field'),
};

export const missingFields: ProbeCheck = {
  check: 'missing-fields',
  assumed: 'fields that the published interfaces call required are always there',
  means: 'What we need and do not get is an error that names operation and field; the rest is not used.',
  where: 'vSphere Automation API; docs/reference/recording.md, differences',
  judge: perOperation(({ missingFields: names }) => names, 'missing field'),
};

export const unknownValues: ProbeCheck = {
  check: 'unknown-values',
  assumed: 'enumerations have the published values',
  means: 'A value that we do not know never counts as good.',
  where: 'vSphere Automation API, enumerations are open-ended',
  judge: perOperation(({ unknownValues: values }) => values, 'unknown value'),
};

/** One way of two: what each is called, and which assumption of the lab it settles. */
const oneOf = (
  about: Pick<ProbeCheck, 'check' | 'assumed' | 'means' | 'where'>,
  seenIn: (observed: Observed) => ReadonlySet<string>,
  ways: Readonly<Record<string, { readonly words: string; readonly settles: Settled }>>,
  expected: string,
): ProbeCheck => ({
  ...about,
  judge: (observed) => {
    const seen = [...seenIn(observed)].toSorted();
    // Both ways in one estate: the lab shows the one that we did not expect.
    const telling = seen.find((word) => word !== expected) ?? seen[0];
    return [
      {
        subject: observed.estate.name,
        isAsAssumed: seen.length === 0 ? undefined : seen.every((word) => word === expected),
        found: seen.map((word) => ways[word]?.words ?? word).join(' and ') || 'not seen',
        settles: telling === undefined ? undefined : ways[telling]?.settles,
      },
    ];
  },
});

export const unsetOptionals = oneOf(
  {
    check: 'unset-optionals',
    assumed: 'an optional field without a value is left out',
    means: 'Both ways are read alike.',
    where: 'vSphere Automation API; docs/reference/lab-differences.md, the Automation API in detail',
  },
  ({ wire }) => wire.unset,
  {
    absent: { words: 'left out', settles: { name: 'unsetFields', value: 'absent' } },
    null: { words: 'null', settles: { name: 'unsetFields', value: 'null' } },
  },
  'absent',
);

export const taskOperation = oneOf(
  {
    check: 'task-operation',
    assumed: 'the operation of a task ends in $task',
    means: 'Running tasks are found again by this name; both spellings are.',
    where: 'vSphere Automation API, cis.tasks Info',
  },
  ({ wire }) => wire.taskOperation,
  {
    suffix: { words: 'with $task', settles: { name: 'taskOperation', value: 'with-suffix' } },
    plain: { words: 'without $task', settles: { name: 'taskOperation', value: 'bare' } },
  },
  'suffix',
);

export const taskError = oneOf(
  {
    check: 'task-error',
    assumed: 'the error of a failed task is an object',
    means: 'Both forms are read; a text has no error type, so that such a failure is never repeated.',
    where: 'vSphere Automation API, cis.tasks Info',
  },
  ({ wire }) => wire.taskError,
  {
    object: { words: 'an object', settles: { name: 'taskError', value: 'object' } },
    text: { words: 'a text', settles: { name: 'taskError', value: 'text' } },
  },
  'object',
);
