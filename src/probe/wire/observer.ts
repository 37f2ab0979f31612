import { documentedAnswers, type DocumentedAnswer } from './documented.js';
import type { WireFacts } from './facts.js';

/** An answer as the client shows it, apart from how that package calls it. */
export interface SeenAnswer {
  readonly server: string;
  readonly operation: {
    readonly method: string;
    readonly path: string;
    readonly action?: string;
    readonly isTask: boolean;
  };
  readonly path: string;
  readonly value: unknown;
}

interface Notes {
  readonly unknownFields: Set<string>;
  readonly missingFields: Set<string>;
  readonly unknownValues: Set<string>;
}

const taskRead = 'GET /cis/tasks/{task}';

/** Only texts that can be a field or an enumeration value are repeated: anything else could be somebody's name. */
const fieldName = (name: string): string =>
  /^[a-z][A-Za-z0-9_]{0,60}$/.test(name) ? name : '(no field name)';
const enumValue = (value: unknown): string =>
  typeof value === 'string' && /^[A-Z][A-Z0-9_]{0,40}$/.test(value) ? value : '(no enumeration value)';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The objects that an answer is made of; nothing when it has another shape. */
const itemsOf = ({ shape }: DocumentedAnswer, value: unknown): unknown[] => {
  if (shape === 'list') return Array.isArray(value) ? value : [];
  return shape === 'map' && isObject(value) ? Object.values(value) : [value];
};

/** Collects how the servers speak; keeps names of fields and enumeration values, and nothing else of an answer. */
export function createWireObserver() {
  const operations = new Map<string, Notes>();
  const unset = new Set<'absent' | 'null'>();
  const taskOperation = new Set<'suffix' | 'plain'>();
  const taskError = new Set<'text' | 'object'>();
  /** Operation of each task that was started, by server and ID. */
  const tasks = new Map<string, string>();

  const notesOf = (operation: string): Notes => {
    const known = operations.get(operation);
    if (known) return known;
    const notes = {
      unknownFields: new Set<string>(),
      missingFields: new Set<string>(),
      unknownValues: new Set<string>(),
    };
    operations.set(operation, notes);
    return notes;
  };

  const compare = (operation: string, value: unknown): void => {
    const documented = documentedAnswers.get(operation);
    if (!documented) return;
    const notes = notesOf(operation);
    for (const item of itemsOf(documented, value)) {
      if (documented.shape === 'value') {
        const values = documented.fields[0]?.values;
        if (values?.includes(item as string) === false) notes.unknownValues.add(enumValue(item));
        continue;
      }
      if (!isObject(item)) continue;
      const names = documented.fields.map(({ name }) => name);
      Object.keys(item)
        .filter((name) => !names.includes(name))
        .forEach((name) => notes.unknownFields.add(fieldName(name)));
      for (const { name, isOptional, values } of documented.fields) {
        const found = item[name];
        if (found === undefined || found === null) {
          if (!isOptional) notes.missingFields.add(name);
          else unset.add(found === null ? 'null' : 'absent');
        } else if (values?.includes(found as string) === false) {
          notes.unknownValues.add(`${name}=${enumValue(found)}`);
        }
      }
    }
  };

  const readTask = (server: string, id: string, info: unknown): void => {
    if (!isObject(info)) return;
    const { operation, error, status, result } = info;
    if (typeof operation === 'string') taskOperation.add(operation.endsWith('$task') ? 'suffix' : 'plain');
    if (error !== undefined && error !== null) taskError.add(typeof error === 'string' ? 'text' : 'object');
    const started = tasks.get(`${server}/${id}`);
    if (status === 'SUCCEEDED' && started !== undefined) compare(started, result);
  };

  return {
    observe: ({ server, operation, path, value }: SeenAnswer): void => {
      const { method, path: template, action, isTask } = operation;
      const name = `${method} ${template}${action === undefined ? '' : `?action=${action}`}`;
      if (isTask) {
        if (typeof value === 'string') tasks.set(`${server}/${value}`, name);
        return;
      }
      compare(name, value);
      if (name === taskRead) readTask(server, decodeURIComponent(path.split('/').at(-1) ?? ''), value);
    },

    facts: (): WireFacts => ({
      operations: [...operations]
        .map(([operation, notes]) => ({
          operation,
          unknownFields: [...notes.unknownFields].toSorted(),
          missingFields: [...notes.missingFields].toSorted(),
          unknownValues: [...notes.unknownValues].toSorted(),
        }))
        .toSorted((a, b) => (a.operation < b.operation ? -1 : 1)),
      unset,
      taskOperation,
      taskError,
    }),
  };
}
