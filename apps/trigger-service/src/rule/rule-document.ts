import { z } from 'zod';
import { defaultEventTypes, eventTypes, ruleTables } from './event-types.ts';

/** A rule as a person writes it. Unknown keys are refused: rules are data, and a misspelt key must not pass in silence. */
export const ruleDocument = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 of a-z, 0-9 and -'),
    title: z.string().min(1).max(200),
    description: z.string().max(4_000).optional(),
    severity: z.enum(['informational', 'low', 'medium', 'high', 'critical']),
    tags: z
      .array(z.string().regex(/^[a-z0-9._-]{1,64}$/))
      .max(32)
      .default([]),
    table: z.enum(ruleTables).default('process_events'),
    on: z.array(z.string()).min(1).max(8).optional(),
    when: z.string().min(1).max(16_384),
    analyze: z
      .array(z.string().regex(/^[a-z0-9_]{1,64}$/))
      .max(8)
      .default([]),
    alert: z.boolean().default(true),
    enabled: z.boolean().default(true),
  })
  .superRefine((rule, context) => {
    const known: readonly string[] = eventTypes[rule.table];
    for (const [index, type] of (rule.on ?? []).entries()) {
      if (known.includes(type)) continue;
      const message = `'${type}' is no event type of ${rule.table}, which has ${known.join(', ')}`;
      context.addIssue({ code: 'custom', path: ['on', index], message });
    }
    if (rule.table === 'gaps' && rule.analyze.length > 0) {
      context.addIssue({
        code: 'custom',
        path: ['analyze'],
        message: 'a gap names nothing to analyse',
      });
    }
  })
  .transform((rule) => ({
    ...rule,
    on: [...new Set<string>(rule.on ?? defaultEventTypes[rule.table])],
    analyze: [...new Set(rule.analyze)],
    description: rule.description?.trim() ?? null,
  }));
