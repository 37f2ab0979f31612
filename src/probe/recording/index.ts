import type { ProbeFinding } from '../finding.js';
import type { Observed } from '../observed.js';
import { Recording } from './format.js';
import { createTextCleaner } from './free-text.js';
import { createCollector, pseudonymsOf } from './naming.js';
import { recordObserved } from './record.js';

export interface Recorded {
  readonly recording: Recording;
  /** Real name of each pseudonym. Stays with the user. */
  readonly names: Readonly<Record<string, string>>;
}

/** Texts of the estate file that are no inventory names and may turn up in a server's messages. */
function otherTexts({ estate }: Observed): Map<string, string> {
  const marks = new Map<string, string>();
  const add = (text: string | undefined, mark: string): void => void (text && marks.set(text, mark));
  for (const { vcenter } of [estate.authority, ...estate.trusted]) {
    add(new URL(vcenter.url).hostname, '[address]');
    add(vcenter.credential, '[credential]');
    add(vcenter.trustCredential, '[credential]');
    if ('thumbprint' in vcenter.tls) add(vcenter.tls.thumbprint, '[id]');
  }
  for (const { hostAccess } of estate.trusted) {
    add(hostAccess?.credential, '[credential]');
    for (const address of Object.values(hostAccess?.addresses ?? {})) add(address, '[address]');
  }
  return marks;
}

/** The first label of a host's full name is how people write it. */
function shortNames(pseudonyms: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    [...pseudonyms].flatMap(([name, pseudonym]) => {
      const [short = '', ...domain] = name.split('.');
      return domain.length > 0 && short.length > 2 && /[a-z]/i.test(short) && pseudonym.endsWith('-host')
        ? [[short, pseudonym]]
        : [];
    }),
  );
}

/**
 * Records what was observed under pseudonyms. Two passes over the same code: the first learns every name, the second
 * writes. The result has to fit the strict format, so that a forgotten name is an error here and never in a file.
 */
export function redact(observed: Observed, findings: readonly ProbeFinding[], takenBy: string): Recorded {
  const collector = createCollector();
  recordObserved(collector, observed, findings, takenBy);
  const pseudonyms = pseudonymsOf(collector.names);
  const clean = createTextCleaner(
    new Map([...otherTexts(observed), ...shortNames(pseudonyms), ...pseudonyms]),
  );
  const naming = {
    name: (_kind: string, text: string): string => {
      const pseudonym = pseudonyms.get(text);
      if (pseudonym === undefined) throw new Error('a name turned up in the second pass only');
      return pseudonym;
    },
    text: clean,
  };
  const parsed = Recording.safeParse(recordObserved(naming, observed, findings, takenBy));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = `/${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}`;
    throw new Error(`The estate does not fit a recording at ${where}. Nothing was written; report this.`);
  }
  return {
    recording: parsed.data,
    names: Object.fromEntries([...pseudonyms].map(([name, pseudonym]) => [pseudonym, name])),
  };
}
