import express, { type Router } from 'express';
import type { Org } from '../org/org.ts';
import { badRequest } from '../org/api-error.ts';
import { runAnonymous } from './anonymous.ts';

/** @source Tooling API Developer Guide, executeAnonymous */
export function anonymousRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  router.get('/executeAnonymous', async (req, res) => {
    const { anonymousBody } = req.query;
    if (typeof anonymousBody !== 'string') throw badRequest('MISSING_ARGUMENT', 'anonymousBody is missing.');
    const { log: _log, ...result } = await runAnonymous(org, anonymousBody);
    res.json(result);
  });
  return router;
}
