import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';

type Listener = (req: IncomingMessage, res: ServerResponse) => void;

/**
 * Runs handlers in their order, as Express would run them for a request that matches each: without matching, and without
 * giving every request another prototype, which is most of what Express costs. Express’s own members of `req` and `res`
 * (`req.params`, `req.ip`, `res.json`) are not there.
 * @param onError gets what a handler throws, rejects with or passes to `next`
 */
export function chainHandlers(handlers: readonly RequestHandler[], onError: ErrorRequestHandler): Listener {
  return (incoming, outgoing) => {
    const req = incoming as Request;
    const res = outgoing as Response;
    let at = 0;
    const fail = (error: unknown): void => void onError(error, req, res, () => res.destroy());
    const next = (error?: unknown): void => {
      if (error !== undefined) return fail(error);
      try {
        // A handler’s promise is its own end, not the answer’s: the next one runs when it calls `next`.
        const ended: unknown = handlers[at++]?.(req, res, next);
        if (ended instanceof Promise) ended.catch(fail);
      } catch (thrown) {
        fail(thrown);
      }
    };
    next();
  };
}

/** Answers one method of one path with `shortcut`, and everything else, spelt in any other way too, with `app`. */
export const withShortcut =
  (app: Listener, method: string, path: string, shortcut: Listener): Listener =>
  (req, res) =>
    req.method === method && req.url === path ? shortcut(req, res) : app(req, res);
