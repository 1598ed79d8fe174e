/** A time in the format of the REST API. */
export const formatApiTime = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');
