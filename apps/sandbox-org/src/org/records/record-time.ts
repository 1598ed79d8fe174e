const SECOND_MS = 1000;

/** A time as records keep it: whole seconds, so that changes shortly after each other share theirs. */
export const toRecordTime = (at: number): string => new Date(Math.floor(at / SECOND_MS) * SECOND_MS).toISOString();
