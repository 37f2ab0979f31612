import { z } from 'zod';
import { esxVersion, inventoryName, name } from './words.js';

const KeyServer = z.strictObject({
  name: inventoryName,
  hostname: z.string().min(1),
  port: z.number().int().default(5_696),
  reachable: z.boolean().default(true).describe('whether it answers the Trust Authority hosts'),
});

/** What the Trust Authority hosts are configured with. */
export const TrustAuthority = z.strictObject({
  baseImages: z
    .array(esxVersion)
    .default([])
    .describe('base images imported into the Trust Authority Cluster'),
  keyProviders: z
    .array(
      z.strictObject({
        name: inventoryName,
        masterKeyId: z.string().min(1),
        description: z.string().default(''),
        servers: z.array(KeyServer).min(1),
        username: z.string().optional(),
        clientCertificateExpiresAt: z.iso.datetime().optional(),
      }),
    )
    .default([]),
  principals: z.array(name).optional().describe('trusted vCenters that are accepted; all when absent'),
  caCertificates: z.array(inventoryName).default([]).describe('TPM CA certificates by name'),
  endorsementKeys: z
    .array(inventoryName)
    .default([])
    .describe('TPM endorsement keys by name; one with the name of a host is that of its TPM'),
  tpmSettings: z
    .strictObject({ requireEndorsementKeys: z.boolean(), requireCertificateValidation: z.boolean() })
    .default({ requireEndorsementKeys: false, requireCertificateValidation: true }),
});
