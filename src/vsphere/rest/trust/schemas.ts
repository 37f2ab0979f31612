import { z } from 'zod';
import { Health, Instant, LocalizableMessage, NetworkAddress } from '../schemas.js';

const details = z.array(LocalizableMessage).nullish();

export const AuthorityClusters = z.array(z.object({ cluster: z.string(), state: z.string() }));

/** List entry and detail of a base image (wire contract 5.4). `last_attested_time` exists from 8.0.1 on. */
export const BaseImageSummary = z.object({
  version: z.string(),
  display_name: z.string().nullish(),
  health: Health,
});
export const BaseImageInfo = z.object({
  display_name: z.string().nullish(),
  health: Health,
  details,
  last_attested_time: Instant,
});

export const ServiceStatus = z.object({ health: Health, details });
export const TpmSettings = z.object({ health: Health });
export const NamedHealth = z.object({ name: z.string(), health: Health });
export const ProviderSummary = z.object({ provider: z.string(), health: Health });

export const PrincipalSummary = z.object({ id: z.string(), issuer: z.string().nullish() });
export const PrincipalInfo = z.object({ issuer: z.string().nullish(), health: Health });

/** `GET TI/principal` of a trusted vCenter. */
export const Principal = z.object({
  issuer: z.string().default(''),
  certificates: z.array(z.object({ cert_chain: z.array(z.string()) })).default([]),
});
export type Principal = z.infer<typeof Principal>;

export const RegisteredService = z.object({ address: NetworkAddress });

export const AppliedConfig = z.object({ health: z.string().nullish() });
