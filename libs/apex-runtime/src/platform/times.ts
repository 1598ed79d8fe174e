import type { Vm } from '../run/vm.ts';
import { formatPattern, partsOf, textOf } from '../values/text.ts';
import { instantIn, parseDate } from '../values/times.ts';
import { ApexDate, ApexDatetime, type Value } from '../values/values.ts';
import type { Library } from './signatures.ts';

const DAY_MS = 86_400_000;
const zone = (vm: Vm): string => vm.ports.database.userTimeZone();

/** The instant of a local time in the user's time zone. */
function fromLocal(vm: Vm, year: number, month: number, day: number, hour = 0, minute = 0, second = 0): ApexDatetime {
  return new ApexDatetime(instantIn(zone(vm), Date.UTC(year, month - 1, day, hour, minute, second)));
}

const dayOf = (time: number): ApexDate => new ApexDate(Math.floor(time / DAY_MS));

function localDay(vm: Vm, time: number): ApexDate {
  const at = partsOf(time, zone(vm)) as Record<'year' | 'month' | 'day', number>;
  return dayOf(Date.UTC(at.year, at.month - 1, at.day));
}

const utc = (value: ApexDatetime | ApexDate): Date =>
  new Date(value instanceof ApexDate ? value.day * DAY_MS : value.time);

const dayOfYear = (date: ApexDate): number => date.day - Date.UTC(utc(date).getUTCFullYear(), 0, 1) / DAY_MS + 1;

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

/** 0 = Sunday. */
function firstDayOfWeek(locale: string): number {
  const { firstDay } = (new Intl.Locale(locale) as Intl.Locale & { getWeekInfo(): { firstDay: number } }).getWeekInfo();
  return firstDay % 7;
}

/** Whether days keep the local time where summer time begins or ends is unverified: here a day has 24 hours. */
const later = (self: ApexDatetime, amount: number, unit: number): ApexDatetime =>
  new ApexDatetime(self.time + amount * unit);

const LOCAL_PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'];

/** Moves the local day and keeps the time in GMT; whether Apex keeps the local time over a change of summer time is unverified. */
function shiftMonths(vm: Vm, self: ApexDatetime, months: number): ApexDatetime {
  const day = localDay(vm, self.time);
  return new ApexDatetime(self.time + (addMonths(day, months).day - day.day) * DAY_MS);
}

/** `2026-11-30 12:00:00` in a time zone (Apex Reference Guide, Datetime.valueOf). */
function datetimeOf(vm: Vm, value: Value, timeZone: string): ApexDatetime {
  if (value === null) throw vm.nullPointer();
  if (value instanceof ApexDatetime) return value;
  const match =
    typeof value === 'string' ? /^(\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{2}):(\d{2})$/.exec(value) : null;
  if (!match) throw vm.error('TypeException', `Invalid date/time: ${textOf(value)}`);
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return new ApexDatetime(instantIn(timeZone, Date.UTC(year, month - 1, day, hour, minute, second)));
}

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
    static Date parse(String)
    static Date valueOf(Object)
    static Integer daysInMonth(Integer,Integer)
    static Boolean isLeapYear(Integer)
    Integer dayOfYear()
    Boolean isSameDay(Date)
    Integer monthsBetween(Date)
    Date toStartOfMonth()
    Date toStartOfWeek()
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
    Datetime addMonths(Integer)
    Datetime addYears(Integer)
    static Datetime valueOf(Object)
    static Datetime valueOfGmt(String)
    Integer day()
    Integer dayOfYear()
    Integer hour()
    Integer minute()
    Integer month()
    Integer second()
    Integer year()
    Integer millisecond()
    Integer secondGmt()
    Integer millisecondGmt()
    Boolean isSameDay(Datetime)
    String formatLong()
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
    'Date.parse': (vm, _self, text: string) => {
      const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
      if (!match || vm.ports.database.userLocale() !== 'en-US')
        throw vm.error('TypeException', `Invalid date: ${text}`);
      return dayOf(Date.UTC(Number(match[3]), Number(match[1]) - 1, Number(match[2])));
    },
    'Date.valueOf(Object)': (vm, _self, value: Value) => {
      if (value === null) throw vm.nullPointer();
      if (value instanceof ApexDate) return value;
      const date = typeof value === 'string' ? parseDate(value.slice(0, 10)) : null;
      if (!date) throw vm.error('TypeException', `Invalid date: ${textOf(value)}`);
      return date;
    },
    'Date.daysInMonth': (_vm, _self, year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate(),
    'Date.isLeapYear': (_vm, _self, year: number) => new Date(Date.UTC(year, 2, 0)).getUTCDate() === 29,
    'Date.dayOfYear': (_vm, self: ApexDate) => dayOfYear(self),
    'Date.isSameDay': (_vm, self: ApexDate, other: ApexDate) => self.day === other.day,
    'Date.monthsBetween': (_vm, self: ApexDate, other: ApexDate) =>
      12 * (utc(other).getUTCFullYear() - utc(self).getUTCFullYear()) +
      utc(other).getUTCMonth() -
      utc(self).getUTCMonth(),
    'Date.toStartOfMonth': (_vm, self: ApexDate) => new ApexDate(self.day - utc(self).getUTCDate() + 1),
    // The first day of a week is that of the locale (Apex Reference Guide, Date.toStartOfWeek). That Salesforce's locales agree with
    // those of ICU is unverified.
    'Date.toStartOfWeek': (vm, self: ApexDate) =>
      new ApexDate(self.day - ((utc(self).getUTCDay() - firstDayOfWeek(vm.ports.database.userLocale()) + 7) % 7)),
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
    'Datetime.addMonths': (vm, self: ApexDatetime, months: number) => shiftMonths(vm, self, months),
    'Datetime.addYears': (vm, self: ApexDatetime, years: number) => shiftMonths(vm, self, 12 * years),
    'Datetime.valueOf': (vm, _self, value: Value) => datetimeOf(vm, value, zone(vm)),
    'Datetime.valueOfGmt': (vm, _self, value: Value) => datetimeOf(vm, value, 'UTC'),
    ...Object.fromEntries(
      LOCAL_PARTS.map((part) => [
        `Datetime.${part}`,
        (vm: Vm, self: ApexDatetime) => partsOf(self.time, zone(vm))[part] ?? null,
      ]),
    ),
    'Datetime.dayOfYear': (vm, self: ApexDatetime) => dayOfYear(localDay(vm, self.time)),
    'Datetime.secondGmt': (_vm, self) => utc(self).getUTCSeconds(),
    'Datetime.millisecondGmt': (_vm, self) => utc(self).getUTCMilliseconds(),
    'Datetime.isSameDay': (vm, self: ApexDatetime, other: ApexDatetime) =>
      localDay(vm, self.time).day === localDay(vm, other.time).day,
    'Datetime.formatLong': (vm, self: ApexDatetime) =>
      new Intl.DateTimeFormat(vm.ports.database.userLocale(), {
        dateStyle: 'short',
        timeStyle: 'long',
        timeZone: zone(vm),
      }).format(self.time),
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
