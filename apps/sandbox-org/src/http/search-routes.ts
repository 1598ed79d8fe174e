import express from 'express';
import type { Router } from 'express';
import type { Org } from '../org/org.ts';
import { runSearch } from '../search/run-search.ts';
import { parseSosl } from '../search/sosl.ts';
import { versionOf } from './version.ts';

/** SOSL. */
export function searchRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  router.get('/search', (req, res) => {
    const text = typeof req.query.q === 'string' ? req.query.q : '';
    res.json({ searchRecords: runSearch(org, parseSosl(org.schema, text), versionOf(req)) });
  });
  return router;
}
