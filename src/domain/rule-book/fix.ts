import type { Rule } from './rule.js';

export const FIX: readonly Rule[] = [
  {
    id: 'FIX-1',
    title: 'Export again',
    statement:
      'A missing base image is exported from a host that runs exactly that version. A stored file of another version, or one that is empty, is no substitute.',
    why: 'Importing a file that does not describe the version that is missing.',
    sees: 'The finding or parked host names the version, and the remedy.',
    may: '`vta image repair ESTATE --host NAME`, retry the export in the run, or run `Export-VMHostImageDb` against such a host.',
  },
  {
    id: 'FIX-2',
    title: 'Import again',
    statement:
      'The file is imported through the vCenter of the Trust Authority Cluster, not of the trusted one. An import that runs already is adopted, and "already exists" means done.',
    why: 'Importing at the wrong vCenter, or twice.',
    sees: 'The version, listed once and with health OK; the hosts attest without another reboot.',
    may: '`vta image repair ESTATE --host NAME`, retry the import in the run, or run `New-TrustAuthorityVMHostBaseImage` in the Trust Authority Cluster.',
  },
  {
    id: 'FIX-3',
    title: 'Remove old versions only when nobody needs them',
    statement:
      'An old base image is removed when all trusted hosts run a newer version and none needs the old one (QB-4, QB-6, INV-3). People approve it with the evidence per host, version by version, and at least one image stays.',
    why: 'A whole fleet that fails to attest.',
    sees: 'A table of all trusted hosts with both versions; what a host needs is refused with its name.',
    may: '`vta image retire ESTATE --esx-version V`: approve the removal of the one version, or keep it: an old image does no harm.',
  },
  {
    id: 'FIX-4',
    title: 'Name the version to remove',
    statement:
      'A removal names its version. "All that are listed" is no answer, since the list contains the version in use.',
    why: 'Removing the only version that is trusted.',
    sees: 'A request without a version is refused as invalid.',
    may: 'Name one version of `vta base-images list ESTATE`.',
  },
];
