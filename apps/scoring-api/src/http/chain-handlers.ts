import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';

type Listener = (req: IncomingMessage, res: ServerResponse) => void;

/**
 * Runs handlers in their order, as Express does for a request that matches each. It omits matching and the change of each
 * request's prototype, which are most of the cost of Express. Express's own members of `req` and `res` (`req.params`,
 * `req.ip`, `res.json`) are absent.
 * @param onError receives what a handler throws, rejects with or passes to `next`
 */
export function chainHandlers(handlers: readonly RequestHandler[], onError: ErrorRequestHandler): Listener {
  return (incoming, outgoing) => {
    const req = incoming as Request;
    const res = outgoing as Response;
    let index = 0;
    const fail = (error: unknown): void => void onError(error, req, res, () => res.destroy());
    const next = (error?: unknown): void => {
      if (error !== undefined) return fail(error);
      try {
        // The promise of a handler only reports failures; the next handler runs when `next` is called.
        const result: unknown = handlers[index++]?.(req, res, next);
        if (result instanceof Promise) result.catch(fail);
      } catch (thrown) {
        fail(thrown);
      }
    };
    next();
  };
}

/** Handles one method of one exact path with `shortcut`, and every other request with `app`. */
export const withShortcut =
  (app: Listener, method: string, path: string, shortcut: Listener): Listener =>
  (req, res) =>
    req.method === method && req.url === path ? shortcut(req, res) : app(req, res);
