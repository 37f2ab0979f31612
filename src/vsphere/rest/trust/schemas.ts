import { z } from 'zod';
import { Health, Id, Instant, LocalizableMessage, NetworkAddress } from '../schemas.js';

const details = z.array(LocalizableMessage).nullish();

export const AuthorityClusters = z.array(z.object({ cluster: Id, state: z.string() }));

/** List entry and detail of a base image (wire contract 5.4). `last_attested_time` exists from 8.0.1 on. */
export const BaseImageSummary = z.object({
  version: Id,
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
export const NamedHealth = z.object({ name: Id, health: Health });
export const ProviderSummary = z.object({ provider: Id, health: Health });

export const PrincipalSummary = z.object({ id: Id, issuer: z.string().nullish() });
const certificates = z.array(z.object({ cert_chain: z.array(z.string()).min(1) }));
export const PrincipalInfo = z.object({
  issuer: z.string().nullish(),
  health: Health,
  certificates: certificates.nullish(),
});

/** `GET TI/principal` of a trusted vCenter; compared before and after, so that nothing of it may be left out. */
export const Principal = z.object({
  issuer: z.string().min(1),
  certificates: certificates.min(1),
});
export type Principal = z.infer<typeof Principal>;

export const ServiceSummary = z.object({ address: NetworkAddress });

export const AppliedConfig = z.object({ health: z.string().nullish() });
