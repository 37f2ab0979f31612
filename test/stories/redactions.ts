/** What differs from one run of a story to the next, and what stands in its place in the golden lines. */
const REDACTIONS: readonly (readonly [RegExp, string])[] = [
  // Whether anything had to be waited for long enough to be told depends on the machine.
  [/\n +of it waiting for [^\n]*/g, ''],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?( ?UTC|Z)?/g, 'TIME'],
  [/\b\d\d:\d\d(:\d\d)?( UTC|Z)?/g, 'TIME'],
  [/\b\d+ (?:seconds?|minutes?|hours?|days?)(?: \d+ (?:seconds?|minutes?|hours?))?/g, 'DURATION'],
  [/\b(?:\d+ ?d ?)?(?:\d+ ?h ?)?(?:\d+ ?(?:m|min) ?)?\d+ ?s\b/g, 'DURATION'],
  [/\b(?:\d+ ?d ?)?\d+ ?h(?: ?\d+ ?(?:m|min))?\b|\b\d+ ?min\b|\b\d+m\b/g, 'DURATION'],
  [/\bplan [0-9a-f]{12}\b/g, 'plan HASH'],
  [/\b[0-9a-f]{64}\b/g, 'HASH'],
  [/DURATION +waiting for .*$/gm, 'DURATION'],
  // Whether people were waited for long enough to be counted, and how wide a time is.
  [/^working DURATION, waiting for [^\n]*$/gm, 'working DURATION'],
  [/DURATION {2,}/g, 'DURATION  '],
  // What a vCenter that is away does to a connection is not the same each time.
  [/(waiting for vCenter to answer: \S+:) have [\s\S]*?(\[\S+\])/g, '$1 … $2'],
  [/\b127\.0\.0\.1:\d+/g, 'ADDRESS'],
];

/** The text with everything replaced that is not the same each time; `known` by name first. */
export function redact(text: string, known: Readonly<Record<string, string>> = {}): string {
  const named = Object.entries(known).reduce((all, [name, value]) => all.replaceAll(value, name), text);
  const quiet = REDACTIONS.reduce((all, [what, word]) => all.replaceAll(what, word), named);
  return quiet
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
