import { keyPrefix, recordId } from './record-id.ts';

/** Hands out record ids, one series an object. */
export function createIdGenerator(): (object: keyof typeof keyPrefix) => string {
  const serials = new Map<string, number>();
  return (object) => {
    const serial = (serials.get(object) ?? 0) + 1;
    serials.set(object, serial);
    return recordId(keyPrefix[object], serial);
  };
}
