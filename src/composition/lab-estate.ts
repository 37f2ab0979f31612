import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { secretNamesOf } from '../domain/archive/change.js';
import type { LabAccounts, LabKeyServers, LabLine } from './lab-process.js';

type LabVCenterLine = LabLine['vcenters'][number];

/** Name of the estate that the lab simulates. */
export const LAB_ESTATE = 'lab';

const credentialOf = (vcenter: string): string => vcenter;
const hostCredentialOf = (vcenter: string): string => `${vcenter}-hosts`;

/** The estate file a person would write for the lab: names, addresses, pins, credential names. */
export function labEstateText({ vcenters }: LabLine): string {
  const endpoint = ({ name, url, thumbprint }: LabVCenterLine): object => ({
    name,
    url,
    thumbprint,
    credential: credentialOf(name),
  });
  const hostAccess = (vcenter: LabVCenterLine): object => ({
    credential: hostCredentialOf(vcenter.name),
    addresses: Object.fromEntries(vcenter.hosts.map(({ name, address }) => [name, address])),
  });
  const authority = vcenters.find(({ role }) => role === 'authority');
  const cluster = authority?.clusters.find(({ kind }) => kind === 'authority');
  if (authority === undefined || cluster === undefined)
    throw new Error('the lab has no Trust Authority Cluster');
  const trusted = vcenters
    .filter(({ role }) => role === 'trusted')
    .map((vcenter) => ({
      vcenter: endpoint(vcenter),
      hostAccess: hostAccess(vcenter),
      clusters: vcenter.clusters.filter(({ kind }) => kind === 'trusted').map(({ name }) => ({ name })),
    }));
  return stringify({
    estate: LAB_ESTATE,
    authority: {
      vcenter: endpoint(authority),
      cluster: cluster.name,
      hostAccess: hostAccess(authority),
    },
    trusted,
  });
}

/**
 * Credentials by name, as a worker's configuration has them: passwords in files of their own, readable by nobody else.
 * With what the administrators of the key servers bring for a restore.
 */
export async function writeLabCredentials(
  accounts: LabAccounts,
  dir: string,
  keyServers: LabKeyServers = [],
) {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const credentials: Record<string, { username: string; password: { file: string } }> = {};
  const add = async (name: string, login: { name: string; password: string } | undefined): Promise<void> => {
    if (login === undefined) return;
    const file = join(dir, name);
    await writeFile(file, login.password, { mode: 0o600 });
    credentials[name] = { username: login.name, password: { file } };
  };
  for (const { vcenter, users, hostUsers } of accounts) {
    await add(
      credentialOf(vcenter),
      users.find(({ groups }) => groups.includes('TrustedAdmins')),
    );
    await add(hostCredentialOf(vcenter), hostUsers[0]);
  }
  // Needed only when a key provider is applied again; no read of vCenter gives them (DG-18).
  for (const { provider, username = provider, password, privateKey } of keyServers) {
    const names = secretNamesOf(provider);
    if (password !== undefined) await add(names.kmipPassword, { name: username, password });
    await add(names.privateKey, { name: provider, password: privateKey });
  }
  return credentials;
}
