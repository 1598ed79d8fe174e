import type { Endpoint } from './endpoint.ts';

/** What the embedded server tells the process that started it, one JSON line each. */
export type ServerStatus =
  | { readonly kind: 'ready'; readonly endpoint: Endpoint }
  | { readonly kind: 'inUse' }
  | { readonly kind: 'failed'; readonly detail: string }
  /** The owner is gone, others are still connected. */
  | { readonly kind: 'staying' };
