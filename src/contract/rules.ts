import { z } from 'zod';
import type { RuleInForce } from '../domain/rule-book/index.js';
import { list } from './common.js';

/** One rule of the rule book, in words for people. */
export const Rule = z
  .object({
    id: z.string().meta({ examples: ['QB-4'] }),
    title: z.string(),
    statement: z.string().meta({ description: 'what holds' }),
    why: z.string().meta({ description: 'what would happen otherwise' }),
    sees: z
      .string()
      .meta({ description: 'finding, reason for waiting, refusal or command where the rule acts' }),
    may: z.string().meta({ description: 'what the operator may do then' }),
    notYet: z
      .string()
      .exactOptional()
      .meta({ description: 'this release does not enforce the rule; what it does instead' }),
  })
  .meta({ id: 'Rule' }) satisfies z.ZodType<Omit<RuleInForce, 'id'> & { readonly id: string }>;
export type Rule = z.infer<typeof Rule>;

/** Answer of `GET /v1/rules`: all rules, in the order of the rule book. */
export const RuleList = z.object({ items: list(Rule) }).meta({ id: 'RuleList' });
