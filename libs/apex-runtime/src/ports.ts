import type { Database } from './database/port.ts';
import type { Schema } from './database/schema.ts';

export interface CalloutRequest {
  method: string;
  endpoint: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
}

export interface CalloutResponse {
  status: number;
  statusText: string;
  headers: Record<string, string>;
  body: string;
}

/** Of the Connect REST API. */
export interface ConnectRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** After `/services/data/vNN.0`. */
  path: string;
  body?: unknown;
}

/** What the runtime needs from outside. It knows no org and no clock of its own. */
export interface Ports {
  schema: Schema;
  database: Database;
  clock: {
    /** Milliseconds since 1970-01-01 in UTC. */
    now(): number;
  };
  random: {
    /** 0 to 1, without 1. */
    next(): number;
  };
  labels: {
    /** @returns null if there is no label with this name */
    find(name: string, language: string): string | null;
  };
  /** Synchronous, as Apex is. A failure is an Error with the platform's message. */
  callouts: {
    send(request: CalloutRequest): CalloutResponse;
  };
  /** The Connect API, with the rights of the running user; absent = calls of ConnectApi are not supported. */
  connect?: {
    send(request: ConnectRequest): { status: number; body: unknown };
  };
}
