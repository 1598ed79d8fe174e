import { ApiError } from '../org/api-error.ts';

/** What can be made to go wrong on demand, in tests. */
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
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly id: number;
  readonly kind: FaultKind;
  /** How often it still happens. */
  times: number;
  /** Of HTTP faults: only paths that contain this text. */
  readonly path?: string;
  /** Of HTTP faults: only this method. */
  readonly method?: string;
  /** Of record and job faults: only records, or jobs, of this object. */
  readonly object?: string;
  /** Of record faults: only these records. */
  readonly ids?: readonly string[];
  /** Of `slow`, `slow_job` and `late_visible`: for how long. Of `unavailable` and `too_many_requests`: Retry-After. */
  readonly delayMs?: number;
  /** Of `validation`: what the rule says, and the field at which it says it; undefined = at the top of the page. */
  readonly message?: string;
  readonly field?: string;
  /** Of `cut`: bytes of the answer that still get through. */
  readonly bytes?: number;
}

export interface Faults {
  add(fault: Omit<Fault, 'id'>): Fault;
  list(): readonly Fault[];
  clear(): void;
  /** Aborted when the faults are next cleared: what a fault holds up goes on. */
  ended(): AbortSignal;
  /** Uses up one fault of the kind that fits; undefined = none. */
  take(kinds: readonly FaultKind[], fits?: (fault: Fault) => boolean): Fault | undefined;
}

export function createFaults(): Faults {
  const faults: Fault[] = [];
  let serial = 0;
  let end = new AbortController();
  return {
    add(fault) {
      serial += 1;
      const added = { ...fault, id: serial };
      faults.push(added);
      return added;
    },
    list: () => faults,
    clear() {
      faults.length = 0;
      end.abort();
      end = new AbortController();
    },
    ended: () => end.signal,
    take(kinds, fits = () => true) {
      const index = faults.findIndex((fault) => kinds.includes(fault.kind) && fits(fault));
      const fault = faults[index];
      if (!fault) return undefined;
      fault.times -= 1;
      if (fault.times <= 0) faults.splice(index, 1);
      return fault;
    },
  };
}

/** Whether a record fault is meant for this record. */
export const matchesRecord =
  (object: string, id: string) =>
  (fault: Fault): boolean =>
    (fault.object === undefined || fault.object === object) && (fault.ids === undefined || fault.ids.includes(id));

/** @throws ApiError UNABLE_TO_LOCK_ROW where a fault says so */
export function checkLock(faults: Faults, object: string, id: string): void {
  if (faults.list().length === 0 || !faults.take(['row_lock'], matchesRecord(object, id))) return;
  throw new ApiError(400, 'UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record or 1 records: ${id}`);
}

/**
 * A validation rule that an administrator might have written.
 * @param id undefined = a new record
 * @throws ApiError FIELD_CUSTOM_VALIDATION_EXCEPTION where a fault says so
 */
export function checkValidation(faults: Faults, object: string, id: string | undefined): void {
  const fault = faults.list().length === 0 ? undefined : faults.take(['validation'], matchesRecord(object, id ?? ''));
  if (!fault) return;
  const message = fault.message ?? 'A validation rule does not allow this.';
  throw new ApiError(400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message, fault.field === undefined ? [] : [fault.field]);
}
