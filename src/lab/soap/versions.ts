/** Versions of namespace `urn:vim25`, newest first (vim-and-vcsim.md 1.3; older ones as pyVmomi lists them). */
const releases = `
  9.1.1.0 9.1.0.0 9.0.0.0 8.0.3.1 8.0.3.0 8.0.2.0 8.0.1.0 8.0.0.2 8.0.0.1 8.0.0.0 7.0.3.2 7.0.3.1 7.0.3.0
  7.0.2.1 7.0.2.0 7.0.1.1 7.0.1.0 7.0.0.2 7.0.0.0 6.9.1 6.8.7 6.7.3 6.7.2 6.7.1 6.7 6.5 6.0 5.5 5.1 5.0
  4.1 4.0 2.5u2 2.5
`
  .trim()
  .split(/\s+/);

/** A release of the whole API that a server of version `server` speaks: those before 7.0 have no common name. */
export const isApiRelease = (release: string, server: string): boolean =>
  releases.includes(release) && atLeast(release, '7.0.0.0') && atLeast(server, release);

/** What a client without a version in its SOAPAction speaks: it knows no `RetrievePropertiesEx`. */
export const oldestVersion = '2.5';

const numbers = (version: string): number[] => version.split(/[.u]/).map(Number);

/** Whether `version` is `than` or newer. */
export function atLeast(version: string, than: string): boolean {
  const [left, right] = [numbers(version), numbers(than)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/**
 * Version that a client asks for.
 *
 * @param soapAction - header as sent, `"urn:vim25/8.0.1.0"`
 * @returns `unsupported` with what was asked for when the server does not know it
 */
export function negotiate(
  soapAction: string | undefined,
  server: string,
): { version: string } | { unsupported: string } {
  const uri = (soapAction ?? '').replaceAll('"', '').trim();
  if (uri === '' || uri === 'urn:vim25' || uri === 'urn:vim2') return { version: oldestVersion };
  const version = /^urn:vim25\/(\d+(?:\.\d+)*(?:u\d+)?)$/.exec(uri)?.[1];
  if (version === undefined || !atLeast(server, version)) return { unsupported: uri };
  return { version };
}

/** Body of `GET /sdk/vimServiceVersions.xml`. */
export function serviceVersions(server: string): string {
  const prior = releases.filter((release) => release !== server && atLeast(server, release));
  return [
    '<?xml version="1.0" encoding="UTF-8" ?>',
    '<namespaces version="1.0">',
    ' <namespace>',
    '  <name>urn:vim25</name>',
    `  <version>${server}</version>`,
    '  <priorVersions>',
    ...prior.map((version) => `   <version>${version}</version>`),
    '  </priorVersions>',
    ' </namespace>',
    '</namespaces>',
    '',
  ].join('\n');
}
