import { MINUTE_MS } from '@leadlight/common';
import type { TimeRange } from './date-literal.ts';

/** Date literals depend on the time zone of the user who queries. */
export interface UserClock {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** `User.TimeZoneSidKey`, e.g. `America/New_York`. */
  readonly timeZone: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset', year: 'numeric' });
  formats.set(timeZone, format);
  return format;
}

/** How far the clocks of a time zone are ahead of UTC, in milliseconds. */
export function offsetMs(at: number, timeZone: string): number {
  const name = formatOf(timeZone)
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours = '0', minutes = '0'] = /^GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
}

/** What the clocks of a time zone show, as if it were UTC. */
export const wallTime = (at: number, timeZone: string): number => at + offsetMs(at, timeZone);

/** The instants at which the clocks of a time zone show the limits of a range. */
export const toInstants = ({ start, end }: TimeRange, timeZone: string): TimeRange => ({
  start: toInstant(start, timeZone),
  end: toInstant(end, timeZone),
});

/** The offset may change between `wall` read as UTC and the instant, so it is taken twice. */
const toInstant = (wall: number, timeZone: string): number =>
  wall - offsetMs(wall - offsetMs(wall, timeZone), timeZone);
