/** A time as job answers write it. */
export const formatApiTime = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');
