/** Days and times are in UTC. */
export const formatDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
export const formatMinute = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
