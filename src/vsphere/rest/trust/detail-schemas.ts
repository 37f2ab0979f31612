import { z } from 'zod';
import { Health, LocalizableMessage } from '../schemas.js';
import { Principal } from './schemas.js';

/*
 * The parts of the vTA configuration that a recording keeps. Certificates are read for their fingerprint only; what
 * is not named here (client certificates, user names, signing requests) is not even parsed.
 */

export const TpmSettingsInfo = z.object({
  require_endorsement_keys: z.boolean().nullish(),
  require_certificate_validation: z.boolean().nullish(),
});

export const ImageDetails = z.object({ details: z.array(LocalizableMessage).nullish() });

export const ProviderInfo = z.object({
  master_key_id: z.string().nullish(),
  key_server: z
    .object({
      kmip_server: z
        .object({
          servers: z
            .array(
              z.object({
                name: z.string(),
                address: z.object({ hostname: z.string(), port: z.number().nullish() }),
              }),
            )
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

export const PrincipalDetails = z.object({ health: Health, certificates: Principal.shape.certificates });
