/** Version and build numbers of one vSphere release, as VMware published them. */
export interface ReleaseNumbers {
  readonly vcenter: { readonly version: string; readonly build: string };
  readonly esxi: { readonly version: string; readonly displayVersion: string; readonly releasedAt: string };
}

const numbers = (
  displayVersion: string,
  releasedAt: string,
  [version, build]: readonly [string, string],
  esxi: string,
): ReleaseNumbers => ({
  vcenter: { version, build },
  esxi: { version: esxi, displayVersion, releasedAt },
});

/** Releases that estates can be generated from. Builds of vCenter are those of the appliance, not of vpxd. */
export const RELEASES = {
  '7.0.1': numbers('7.0 U1', '2020-10-06', ['7.0.1.00000', '16860138'], '7.0.1-16850804'),
  '7.0.3': numbers('7.0 U3o', '2023-09-28', ['7.0.3.01700', '22357613'], '7.0.3-22348816'),
  '8.0.0': numbers('8.0', '2022-10-11', ['8.0.0.10000', '20519528'], '8.0.0-20513097'),
  '8.0.1': numbers('8.0 U1', '2023-04-18', ['8.0.1.00000', '21560480'], '8.0.1-21495797'),
  '8.0.2': numbers('8.0 U2', '2023-09-21', ['8.0.2.00000', '22385739'], '8.0.2-22380479'),
  '8.0.3': numbers('8.0 U3', '2024-06-25', ['8.0.3.00000', '24022515'], '8.0.3-24022510'),
} as const satisfies Readonly<Record<string, ReleaseNumbers>>;

export type Release = keyof typeof RELEASES;

export const isRelease = (text: string): text is Release => Object.hasOwn(RELEASES, text);

/** Build of a vCenter version of the table; undefined for any other. */
export const buildOf = (version: string): string | undefined =>
  Object.values(RELEASES).find(({ vcenter }) => vcenter.version === version)?.vcenter.build;
