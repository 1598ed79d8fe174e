import express from 'express';
import type { Router } from 'express';
import type { Org } from '../org/org.ts';
import { runSearch } from './run-search.ts';
import { parseSosl } from './sosl.ts';
import { parseVersion } from '../http/version.ts';

/** SOSL. */
export function searchRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  router.get('/search', (req, res) => {
    const text = typeof req.query.q === 'string' ? req.query.q : '';
    res.json({ searchRecords: runSearch(org, parseSosl(org.schema, text), parseVersion(req)) });
  });
  return router;
}
