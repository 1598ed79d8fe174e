import { badRequest } from '../org/api-error.ts';

export const FAULT_KINDS = [
  'session_expired',
  'request_limit',
  'too_many_requests',
  'unavailable',
  'slow',
  'cut',
  'slow_job',
  'row_lock',
  'validation',
  'late_visible',
  'lost_event',
  'expired_replay_id',
  'event_gap',
  'event_overflow',
  'event_limit',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly id: number;
  readonly kind: FaultKind;
  times: number;
  /** Of HTTP faults: only paths that contain this text. */
  readonly path?: string;
  /** Of HTTP faults: only this method. */
  readonly method?: string;
  /** Of record and job faults: only records, or jobs, of this object. */
  readonly object?: string;
  /** Of record faults: only these records. */
  readonly ids?: readonly string[];
  /** The delay of `slow`, `slow_job` and `late_visible`; Retry-After of `unavailable` and `too_many_requests`. */
  readonly delayMs?: number;
  /** Of `validation`: the error message. */
  readonly message?: string;
  /** Of `validation`: the field with the error; undefined = the whole record. */
  readonly field?: string;
  /** Of `cut`: bytes of the response that are sent. */
  readonly bytes?: number;
}

export class Faults {
  readonly #faults: Fault[] = [];
  #serial = 0;
  #clearing = new AbortController();

  add(fault: Omit<Fault, 'id'>): Fault {
    this.#serial += 1;
    const added = { ...fault, id: this.#serial };
    this.#faults.push(added);
    return added;
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  clear(): void {
    this.#faults.length = 0;
    this.#clearing.abort();
    this.#clearing = new AbortController();
  }

  /** Aborted when the faults are next cleared, which ends the delays. */
  cleared(): AbortSignal {
    return this.#clearing.signal;
  }

  /** Uses up one matching fault of these kinds; undefined = none. */
  take(kinds: readonly FaultKind[], matches: (fault: Fault) => boolean = () => true): Fault | undefined {
    const index = this.#faults.findIndex((fault) => kinds.includes(fault.kind) && matches(fault));
    const fault = this.#faults[index];
    if (!fault) return undefined;
    fault.times -= 1;
    if (fault.times <= 0) this.#faults.splice(index, 1);
    return fault;
  }
}

export const appliesToObject =
  (object: string) =>
  (fault: Fault): boolean =>
    fault.object === undefined || fault.object === object;

export const appliesToRecord =
  (object: string, id: string) =>
  (fault: Fault): boolean =>
    appliesToObject(object)(fault) && (fault.ids === undefined || fault.ids.includes(id));

/** @throws ApiError UNABLE_TO_LOCK_ROW for a fault `row_lock` */
export function checkLock(faults: Faults, object: string, id: string): void {
  if (!faults.take(['row_lock'], appliesToRecord(object, id))) return;
  throw badRequest('UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record or 1 records: ${id}`);
}

/**
 * Stands for a validation rule of the org.
 * @param id undefined = a new record
 * @throws ApiError FIELD_CUSTOM_VALIDATION_EXCEPTION for a fault `validation`
 */
export function checkValidation(faults: Faults, object: string, id: string | undefined): void {
  const fault = faults.take(['validation'], appliesToRecord(object, id ?? ''));
  if (!fault) return;
  const message = fault.message ?? 'A validation rule does not allow this.';
  throw badRequest('FIELD_CUSTOM_VALIDATION_EXCEPTION', message, fault.field === undefined ? [] : [fault.field]);
}
