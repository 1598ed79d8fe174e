import { z } from 'zod';

/** `/healthz`: the process runs. */
export const Health = z.object({ status: z.literal('ok'), version: z.string() }).meta({ id: 'Health' });

/** `/readyz`: requests can be answered. */
export const Readiness = z
  .object({
    status: z.enum(['ready', 'stopping', 'unavailable']),
    checks: z.record(z.string(), z.enum(['ok', 'failed'])),
  })
  .meta({ id: 'Readiness' });
