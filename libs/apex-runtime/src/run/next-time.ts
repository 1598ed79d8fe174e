const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * When a job runs next, by the expression of `System.schedule`: seconds, minutes, hours, day of month, month, day of week. In UTC.
 * @throws Error for certain days, a list, a range, a step or `*` for the seconds, none of which a job of the package uses, and for a
 * time that does not exist
 */
export function nextTime(expression: string, now: number): number {
  const [seconds = '', minutes = '', hours = '', ...days] = expression.split(' ');
  const isSimple =
    [seconds, minutes, hours].every((field) => /^(\d+|\*)$/.test(field)) && days.every((day) => /^[*?]$/.test(day));
  if (!isSimple || seconds === '*') throw new Error(`The expression ${expression} is not supported.`);
  const fits = (field: string, value: number): boolean => field === '*' || Number(field) === value;
  const first = Math.floor(now / MINUTE_MS) * MINUTE_MS + Number(seconds) * 1000;
  for (let time = first; time <= first + DAY_MS; time += MINUTE_MS) {
    const at = new Date(time);
    if (time > now && fits(minutes, at.getUTCMinutes()) && fits(hours, at.getUTCHours())) return time;
  }
  throw new Error(`The expression ${expression} names no time.`);
}
