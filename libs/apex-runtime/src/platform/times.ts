import type { Vm } from '../run/vm.ts';
import { formatPattern, partsOf } from '../values/text.ts';
import { parseDate } from '../values/times.ts';
import { ApexDate, ApexDatetime } from '../values/values.ts';
import type { Library } from './signatures.ts';

const DAY_MS = 86_400_000;
const zone = (vm: Vm): string => vm.ports.database.userTimeZone();

/** The instant of a local time in the user's time zone. */
function fromLocal(vm: Vm, year: number, month: number, day: number, hour = 0, minute = 0, second = 0): ApexDatetime {
  const wanted = Date.UTC(year, month - 1, day, hour, minute, second);
  let time = wanted;
  for (let round = 0; round < 2; round++) {
    const at = partsOf(time, zone(vm)) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
    time += wanted - Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second);
  }
  return new ApexDatetime(time);
}

const dayOf = (time: number): ApexDate => new ApexDate(Math.floor(time / DAY_MS));

function localDay(vm: Vm, time: number): ApexDate {
  const at = partsOf(time, zone(vm)) as Record<'year' | 'month' | 'day', number>;
  return dayOf(Date.UTC(at.year, at.month - 1, at.day));
}

const utc = (value: ApexDatetime | ApexDate): Date =>
  new Date(value instanceof ApexDate ? value.day * DAY_MS : value.time);

function addMonths(value: ApexDate, months: number): ApexDate {
  const date = utc(value);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  return dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, Math.min(date.getUTCDate(), last)));
}

/** The short form of the user's locale and time zone (Apex Reference Guide, Datetime.format). */
const formatLocal = (vm: Vm, time: number): string =>
  new Intl.DateTimeFormat(vm.ports.database.userLocale(), {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: zone(vm),
  }).format(time);

function withPattern(vm: Vm, time: number, pattern: string, timeZone: string): string {
  const text = formatPattern(time, pattern, timeZone);
  if (text === null)
    throw vm.error('IllegalArgumentException', `The pattern ${pattern} is not supported by this runtime`);
  return text;
}

const later = (self: ApexDatetime, amount: number, unit: number): ApexDatetime =>
  new ApexDatetime(self.time + amount * unit);

/** Apex Reference Guide: Date, Datetime. */
export const times: Library = {
  signatures: `
    class Date
    static Date newInstance(Integer,Integer,Integer)
    static Date today()
    static Date valueOf(String)
    Date addDays(Integer)
    Date addMonths(Integer)
    Date addYears(Integer)
    Integer daysBetween(Date)
    Integer day()
    Integer month()
    Integer year()
    String format()
    class Datetime
    static Datetime newInstance(Long)
    static Datetime newInstance(Integer,Integer,Integer)
    static Datetime newInstance(Integer,Integer,Integer,Integer,Integer,Integer)
    static Datetime newInstanceGmt(Integer,Integer,Integer)
    static Datetime newInstanceGmt(Integer,Integer,Integer,Integer,Integer,Integer)
    static Datetime now()
    Datetime addDays(Integer)
    Datetime addHours(Integer)
    Datetime addMinutes(Integer)
    Datetime addSeconds(Integer)
    Date date()
    Date dateGmt()
    Integer dayGmt()
    Integer hourGmt()
    Integer minuteGmt()
    Integer monthGmt()
    Integer yearGmt()
    Long getTime()
    String format()
    String format(String)
    String format(String,String)
    String formatGmt(String)`,
  code: {
    'Date.newInstance': (_vm, _self, year: number, month: number, day: number) => dayOf(Date.UTC(year, month - 1, day)),
    'Date.today': (vm) => localDay(vm, vm.ports.clock.now()),
    'Date.valueOf': (vm, _self, text: string) => {
      const date = parseDate(text.slice(0, 10));
      if (!date) throw vm.error('TypeException', `Invalid date: ${text}`);
      return date;
    },
    'Date.addDays': (_vm, self: ApexDate, days: number) => new ApexDate(self.day + days),
    'Date.addMonths': (_vm, self: ApexDate, months: number) => addMonths(self, months),
    'Date.addYears': (_vm, self: ApexDate, years: number) => addMonths(self, 12 * years),
    'Date.daysBetween': (_vm, self: ApexDate, other: ApexDate) => other.day - self.day,
    'Date.day': (_vm, self) => utc(self).getUTCDate(),
    'Date.month': (_vm, self) => utc(self).getUTCMonth() + 1,
    'Date.year': (_vm, self) => utc(self).getUTCFullYear(),
    'Date.format': (vm, self: ApexDate) =>
      new Intl.DateTimeFormat(vm.ports.database.userLocale(), { timeZone: 'UTC' }).format(self.day * DAY_MS),
    'Datetime.newInstance': (vm, _self, ...parts: [number, number, number, number, number, number]) =>
      fromLocal(vm, ...parts),
    'Datetime.newInstance(Long)': (_vm, _self, time: bigint) => new ApexDatetime(Number(time)),
    'Datetime.newInstanceGmt': (
      _vm,
      _self,
      year: number,
      month: number,
      day: number,
      hour = 0,
      minute = 0,
      second = 0,
    ) => new ApexDatetime(Date.UTC(year, month - 1, day, hour, minute, second)),
    'Datetime.now': (vm) => new ApexDatetime(vm.ports.clock.now()),
    'Datetime.addDays': (_vm, self, days: number) => later(self, days, DAY_MS),
    'Datetime.addHours': (_vm, self, hours: number) => later(self, hours, 3_600_000),
    'Datetime.addMinutes': (_vm, self, minutes: number) => later(self, minutes, 60_000),
    'Datetime.addSeconds': (_vm, self, seconds: number) => later(self, seconds, 1000),
    'Datetime.date': (vm, self: ApexDatetime) => localDay(vm, self.time),
    'Datetime.dateGmt': (_vm, self: ApexDatetime) => dayOf(self.time),
    'Datetime.dayGmt': (_vm, self) => utc(self).getUTCDate(),
    'Datetime.hourGmt': (_vm, self) => utc(self).getUTCHours(),
    'Datetime.minuteGmt': (_vm, self) => utc(self).getUTCMinutes(),
    'Datetime.monthGmt': (_vm, self) => utc(self).getUTCMonth() + 1,
    'Datetime.yearGmt': (_vm, self) => utc(self).getUTCFullYear(),
    'Datetime.getTime': (_vm, self: ApexDatetime) => BigInt(self.time),
    'Datetime.format': (vm, self: ApexDatetime, pattern?: string, timeZone?: string) =>
      pattern === undefined ? formatLocal(vm, self.time) : withPattern(vm, self.time, pattern, timeZone ?? zone(vm)),
    'Datetime.formatGmt': (vm, self: ApexDatetime, pattern: string) => withPattern(vm, self.time, pattern, 'UTC'),
  },
};
