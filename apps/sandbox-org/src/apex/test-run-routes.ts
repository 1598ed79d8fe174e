import express, { type Router } from 'express';
import type { Org } from '../org/org.ts';
import { readTestRequest } from './test-request.ts';
import { TestRuns } from './test-runs.ts';

/** Test runs of the Tooling API. @source Tooling API Developer Guide, runTestsAsynchronous and runTestsSynchronous */
export function testRunRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  const runs = new TestRuns(org);
  router.post('/runTestsAsynchronous', async (req, res) => {
    res.json(await runs.start(readTestRequest(req.body, org.components)));
  });
  router.post('/runTestsSynchronous', async (req, res) => {
    res.json(await runs.run(readTestRequest(req.body, org.components)));
  });
  return router;
}
