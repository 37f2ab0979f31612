import type { Arguments } from '../arguments.js';
import { required } from '../arguments.js';
import { invalidArgument, VimFault } from '../faults.js';
import type { ManagedType } from '../managed-object.js';
import { typed } from '../value.js';
import { optionValue } from './option-values.js';
import type { OptionScalar } from './option-values.js';

/** Options of a server or of a host, and what is needed to change them. */
export interface Options {
  readonly values: Map<string, OptionScalar>;
  readonly privilege: string;
}

const invalidName = (name: string): VimFault =>
  new VimFault('InvalidName', `The name '${name}' is invalid.`, { name });

/** Value of the kind that the option has; options that are new take what is sent. */
function readValue(sent: Arguments, before: OptionScalar | undefined): OptionScalar {
  const value = sent.object('value');
  const text = required(sent.text('value'), 'changedValue.value');
  const type = value?.xsiType ?? (before === undefined ? 'string' : typeof before);
  if (before !== undefined && typeof before === 'string' && type !== 'string') throw invalidArgument('value');
  if (type === 'string') return text;
  if (type === 'boolean') return required(sent.flag('value'), 'value');
  return required(sent.int('value'), 'value');
}

export const optionManager: ManagedType<Options> = {
  name: 'OptionManager',
  properties: {
    setting: ({ values }) => [...values].map(([key, value]) => optionValue(key, value)),
  },
  methods: {
    QueryOptions: {
      // A name ending in a dot, or none, means everything below it.
      run({ values }, { args }) {
        const name = args.text('name') ?? '';
        const found = [...values].filter(([key]) =>
          name === '' || name.endsWith('.') ? key.startsWith(name) : key === name,
        );
        if (found.length === 0) throw invalidName(name);
        return typed(
          'OptionValue[]',
          found.map(([key, value]) => optionValue(key, value)),
        );
      },
    },
    UpdateOptions: {
      run({ values, privilege }, { site, session, args }) {
        site.requirePrivilege(session, privilege);
        const changes = args.objects('changedValue').map((sent): [string, OptionScalar] => {
          const key = required(sent.text('key'), 'changedValue.key');
          return [key, readValue(sent, values.get(key))];
        });
        for (const [key, value] of changes) values.set(key, value);
        site.world.changed();
        return undefined;
      },
    },
  },
};
