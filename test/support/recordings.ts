import type { z } from 'zod';
import type { Recording } from '../../src/lab/topology/recording/schema.js';

type Input = z.input<typeof Recording>;

const host = (
  number: number,
  kind: 'ta' | 'trusted',
): Input['vcenters'][number]['clusters'][number]['hosts'][number] => ({
  moid: `host-${number}`,
  name: `n0${number}-host`,
  installed: '8.0.2-22380479',
  connection: 'connected',
  inMaintenance: false,
  bootedAt: '2026-01-01T00:00:00.000Z',
  boot: 'full',
  tpm: kind === 'trusted',
  ...(kind === 'trusted' && { attestation: [{ status: 'attested', lifetimeSeconds: 28_800, messages: [] }] }),
});

const vcenter = (role: 'authority' | 'trusted', name: string, moid: string): Input['vcenters'][number] => ({
  name,
  role,
  version: '8.0.2.00000',
  build: '22385739',
  updates: [],
  depot: [{ version: '8.0.2-0.0.22380479', displayVersion: '8.0 U2' }],
  clusters: [
    {
      moid,
      name: role === 'authority' ? 'n001-cluster' : 'n002-cluster',
      kind: role,
      imageManaged: true,
      drs: 'fullyAutomated',
      hosts: [10, 11].map((number) =>
        host(role === 'authority' ? number : number + 10, role === 'authority' ? 'ta' : 'trusted'),
      ),
      vms: [],
    },
  ],
});

/** The smallest recording that a lab can show; tests change what they are about. */
export function aRecording(): Input {
  return {
    format: 'vta-recording',
    version: 1,
    takenBy: '0.1.0',
    takenAt: '2026-01-02T00:00:00.000Z',
    estate: 'n003-estate',
    vcenters: [
      vcenter('authority', 'n098-vcenter', 'domain-c8'),
      vcenter('trusted', 'n099-vcenter', 'domain-c9'),
    ],
    authority: {
      attestationService: 'OK',
      keyProviderService: 'OK',
      images: [
        {
          id: '8.0.2-0.0.22380479',
          version: '8.0.2-22380479',
          displayName: 'ESXi 8.0 U2',
          health: 'OK',
          details: [],
          attestedWith: true,
        },
      ],
      keyProviders: [],
      principals: [{ id: 'n097-principal', vcenter: 'n099-vcenter', health: 'OK' }],
      tpmSettings: { health: 'OK' },
      caCertificates: [],
      endorsementKeys: [],
    },
    assumptions: {},
    findings: [],
    unreadable: [],
  };
}
