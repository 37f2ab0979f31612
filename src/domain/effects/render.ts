import { DURATIONS } from '../durations.js';
import type { Effect, Repeat } from './effect.js';
import { EFFECTS } from './table.js';

const REPEAT: Readonly<Record<Repeat, string>> = {
  never: 'never by itself; a second one is a decision of a person',
  'after-looking': 'after looking: only when it neither runs nor is done',
  freely: 'freely',
};

/** `docs/reference/effects.md`: one heading per effect, which is its anchor. */
export function renderEffectReference(): string {
  return [
    '# What the product does outside itself',
    '',
    'Generated from `src/domain/effects/`; do not edit.',
    '',
    'Every effect is begun by an activity that looks before it acts, and awaited by one that only reads. Whether it has',
    'happened is decided from the state of the vCenter, cluster or host, never from whether an answer arrived: an answer',
    'may be lost, a task may be forgotten, say "failed" though the effect is there, or "succeeded" though it is not.',
    '',
    ...EFFECTS.flatMap((effect) => section(effect)),
  ].join('\n');
}

function section(effect: Effect): string[] {
  const { name, on, does, operations, begun, done, unknown, undo, rules } = effect;
  return [
    `## ${name}`,
    '',
    does,
    '',
    `- **On:** ${on}`,
    `- **Activities:** ${activities(effect)}`,
    ...(operations.length === 0 ? [] : [`- **On the wire:** ${operations.map(code).join(', ')}`]),
    `- **Already begun:** ${begun}`,
    `- **Already done:** ${done}`,
    `- **May be repeated:** ${REPEAT[effect.repeat]}${retries(effect)}`,
    `- **No answer:** ${unknown}`,
    `- **Undone by:** ${undo}`,
    `- **Rules:** ${rules.join(', ')}`,
    '',
  ];
}

const code = (text: string): string => `\`${text}\``;

function activities({ begunBy, awaitedBy }: Effect): string {
  if (begunBy.length === 0) return 'none of this release';
  const awaited = awaitedBy === undefined ? '' : `, awaited by ${code(awaitedBy)}`;
  return `begun by ${begunBy.map(code).join(', ')}${awaited}`;
}

/** How often a failed one is repeated, by default. */
function retries({ durations, repeat }: Effect): string {
  const [first] = durations;
  if (first === undefined || repeat === 'never') return '';
  const { retries: times, retryDelaySeconds } = DURATIONS[first];
  const keys = durations.map((kind) => code(`durations.${kind}`)).join(', ');
  return `; a failed one ${times} times by itself, ${retryDelaySeconds / 60} minutes apart (${keys})`;
}
