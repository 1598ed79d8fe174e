import { Server } from 'node:http';

/**
 * Shifts the clock of a Node process, of its worker threads and of the Node processes that it starts, so that tests can
 * run on any date. The clock keeps running from that date.
 *
 *   LEADLIGHT_TEST_DATE=2027-02-28T23:30:00Z node --import ./tools/shift-date.mjs …
 *
 * Only `Date` and the Date header of HTTP servers are shifted. PostgreSQL, file times, TLS and other realms (Jest,
 * browsers) keep the real clock.
 */
const { env } = process;
// Inherited by child processes, so that all clocks agree however late a process starts.
const OFFSET = 'LEADLIGHT_TEST_DATE_OFFSET_MS';

if (env.LEADLIGHT_TEST_DATE) {
  const date = Date.parse(env.LEADLIGHT_TEST_DATE);
  if (Number.isNaN(date)) {
    throw new Error(
      `LEADLIGHT_TEST_DATE must be a time such as 2027-02-28T23:30:00Z, not "${env.LEADLIGHT_TEST_DATE}".`,
    );
  }
  env[OFFSET] ??= String(date - Date.now());
  shiftDate(Number(env[OFFSET]));
  if (!env.NODE_OPTIONS?.includes(import.meta.url)) {
    env.NODE_OPTIONS = `${env.NODE_OPTIONS ?? ''} --import=${import.meta.url}`.trim();
  }
}

function shiftDate(offsetMs) {
  const now = Date.now.bind(Date);
  const shiftedNow = () => now() + offsetMs;
  globalThis.Date = new Proxy(Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [shiftedNow()] : args, newTarget),
    apply: (target) => new target(shiftedNow()).toString(),
    get: (target, key, receiver) => (key === 'now' ? shiftedNow : Reflect.get(target, key, receiver)),
  });
  Date.prototype.constructor = Date;
  // Node writes the Date header of its HTTP responses with a clock of its own.
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (event, ...args) {
    if (event === 'request') args[1].setHeader('date', new Date().toUTCString());
    return emit.call(this, event, ...args);
  };
}
