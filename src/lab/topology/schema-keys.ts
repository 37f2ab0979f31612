import { z } from 'zod';

/** Names of the keys that the schema allows at a path; empty where it is no object. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: z.core.$ZodType | undefined = bare(schema);
  for (const part of path) {
    if (at instanceof z.ZodObject) at = (at.shape as Record<PropertyKey, z.core.$ZodType | undefined>)[part];
    else if (at instanceof z.ZodArray) at = at.element;
    else at = undefined;
    at = at && bare(at);
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** The schema under its defaults and optional marks. */
function bare(schema: z.core.$ZodType): z.core.$ZodType {
  let at = schema;
  while (at instanceof z.ZodDefault || at instanceof z.ZodOptional) at = at.def.innerType;
  return at;
}
