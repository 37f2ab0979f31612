import { z } from 'zod';

export const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'letters, digits, dot, dash and underscore');
/** A name that people chose in vCenter: blanks, brackets and letters of any language are allowed. */
export const inventoryName = z.string().regex(/^[^/\p{Cc}]{1,80}$/u, '1 to 80 characters without "/"');
export const moid = (kind: 'domain-c' | 'host-' | 'vm-') =>
  z
    .string()
    .regex(new RegExp(`^${kind}\\d{1,9}$`), `a managed object ID such as ${kind}12`)
    .optional()
    .describe('managed object ID; counted up when absent');
/** Canonical ESXi version, `8.0.3-24022510`. */
export const esxVersion = z.string().regex(/^\d+\.\d+\.\d+-\d+$/, 'an ESXi version such as 8.0.3-24022510');
export const vcenterVersion = z
  .string()
  .regex(/^\d+\.\d+\.\d+(\.\d+)?$/, 'a vCenter version such as 8.0.3.00000');
export const build = z.string().regex(/^\d+$/, 'a build number in quotes, such as "24022515"');
