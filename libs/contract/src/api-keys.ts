import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';

export const ApiKeyId = z
  .string()
  .regex(/^key_[0-9a-f]{16}$/, 'expected the id of a key')
  .meta({ id: 'ApiKeyId', description: 'As listed by `GET /v1/keys`; not a secret.', example: 'key_0a1b2c3d4e5f6071' });

export const ApiKey = z
  .object({
    keyId: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(['score', 'read', 'admin'])),
    objects: z.array(z.string()).meta({
      description: 'API names of the objects whose records it may see. Every key sees leads.',
    }),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable().meta({ description: 'From when on it is rejected; null = never.' }),
    replaces: z.string().nullable().meta({
      description: 'The key that it was created to replace, which ends a day after the first call with the new one.',
    }),
    used: z.boolean().meta({ description: 'false = it replaces a key, and there has been no call with it yet.' }),
    isCaller: z.boolean().meta({ description: 'Whether this request was sent with it.' }),
  })
  .meta({ id: 'ApiKey', description: 'A key of the scoring API, without its secret.' });
export type ApiKey = DeepReadonly<z.infer<typeof ApiKey>>;

export const ApiKeys = z
  .object({ keys: z.array(ApiKey).meta({ description: 'The valid ones, newest first.' }) })
  .meta({ id: 'ApiKeys' });
export type ApiKeys = DeepReadonly<z.infer<typeof ApiKeys>>;

export const RenewedApiKey = ApiKey.extend({
  key: z.string().meta({ description: 'The key itself. It is in this response only: it is stored as a hash.' }),
}).meta({ id: 'RenewedApiKey' });
export type RenewedApiKey = DeepReadonly<z.infer<typeof RenewedApiKey>>;
