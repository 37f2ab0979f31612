import type { Effect } from './effect.js';

/** What is done to the trust between both sides. */
export const TRUST_EFFECTS = [
  {
    name: 'export image',
    on: 'host',
    does: 'Downloads the image database of a host, with a login of the host or a ticket of its vCenter, and stores it by hash.',
    begunBy: ['exportImage'],
    ports: ['hosts.downloadImageDatabase', 'blobs.put'],
    operations: [
      'SessionManager.Login',
      'SessionManager.Logout',
      'SessionManager.AcquireGenericServiceTicket',
    ],
    begun: 'Not looked for: the host only reads.',
    done: 'Not looked for: the same image gives the same content.',
    repeat: 'freely',
    durations: [],
    unknown: 'Nothing is changed but a session, which ends by itself. It is downloaded again.',
    undo: 'Not needed.',
    rules: ['IMG-3', 'QB-8'],
  },
  {
    name: 'import image',
    on: 'Trust Authority Cluster',
    does: 'Makes a base image trusted on every Trust Authority host.',
    begunBy: ['startImport'],
    awaitedBy: 'awaitImport',
    ports: ['trustAuthority.startImport'],
    operations: [
      'POST /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/os/esx/base-images?action=import-from-imgdb [T]',
    ],
    begun: 'An import task of the cluster runs.',
    done: 'The version is listed, with health OK on every Trust Authority host; "already exists" is success.',
    repeat: 'after-looking',
    durations: ['imageImport'],
    unknown: 'It may run or be done. The list of base images decides, then the running tasks.',
    undo: 'Removing the version, which only a person may decide, version by version.',
    rules: ['IMG-4', 'FIX-2', 'DG-5'],
  },
  {
    name: 'remove image',
    on: 'Trust Authority Cluster',
    does: 'Takes exactly one named base image away from every Trust Authority host.',
    begunBy: ['startRemoval'],
    awaitedBy: 'awaitRemoval',
    ports: ['trustAuthority.startRemoval'],
    operations: [
      'DELETE /vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}/attestation/os/esx/base-images/{version} [T]',
    ],
    begun:
      'A removal of the cluster runs, or has begun since the step did; its task does not name the version.',
    done: 'The version is not listed any more.',
    repeat: 'never',
    durations: ['imageRemoval'],
    unknown:
      'It may run or be done. The tasks since the step began decide, then the list of base images. One that ended with the version still listed is left to a person.',
    undo: 'Importing the file of the archive again, which a person decides.',
    rules: ['FIX-3', 'FIX-4', 'DG-5', 'INV-3'],
  },
] as const satisfies readonly Effect[];
