import { createServer, type Server } from 'node:http';
import { Band } from '@leadlight/contract';
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { MAX_ORGS } from '../worst-orgs.ts';
import { isLoopback } from './client-address.ts';
import { routeName, routeNotFound } from './route-handlers.ts';

/** The org, and the model, in series of all orgs that have none of their own. */
const OTHER = 'other';

/** The metrics for Prometheus. Labels contain route patterns and ids of models, never a lead. */
export class Metrics {
  readonly registry = new Registry();
  readonly #duration: Histogram<'method' | 'route' | 'status'>;
  readonly #inProgress: Gauge;
  readonly #scores: Counter<'org' | 'model' | 'band'>;
  readonly #problems: Counter<'org' | 'type'>;
  /** The model that scored last, of each org that has series of its own. */
  readonly #models = new Map<string, string>();

  constructor(version: string) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.#duration = new Histogram({
      name: 'leadlight_http_request_duration_seconds',
      help: 'From the first byte of a request to the last byte of its response.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    });
    this.#inProgress = new Gauge({
      name: 'leadlight_http_requests_in_progress',
      help: 'Requests without a response yet.',
      registers,
    });
    this.#scores = new Counter({
      name: 'leadlight_scores_total',
      help: `Scores given. The first ${MAX_ORGS} orgs have series of their own, all others together those of org ${OTHER}.`,
      labelNames: ['org', 'model', 'band'],
      registers,
    });
    this.#problems = new Counter({
      name: 'leadlight_lead_problems_total',
      help: 'Leads of scoring requests that got a problem instead of a score.',
      labelNames: ['org', 'type'],
      registers,
    });
    const build = new Gauge({
      name: 'leadlight_build_info',
      help: 'Always 1.',
      labelNames: ['version', 'node'],
      registers,
    });
    build.set({ version, node: process.version }, 1);
  }

  /** Measures the duration of every request. */
  readonly timing: RequestHandler = (req, res, next) => {
    const startedAt = performance.now();
    this.#inProgress.inc();
    res.once('close', () => {
      this.#inProgress.dec();
      const labels = { method: req.method, route: req.routePattern ?? 'none', status: String(res.statusCode) };
      this.#duration.observe(labels, (performance.now() - startedAt) / 1_000);
    });
    next();
  };

  countScores(
    org: string,
    response: {
      readonly model: { readonly id: string };
      readonly scores: readonly { readonly band: string }[];
      readonly problems: readonly { readonly type: string }[];
    },
  ): void {
    const labels = this.#labelsOf(org, response.model.id);
    for (const { band } of response.scores) this.#scores.inc({ ...labels, band });
    for (const { type } of response.problems) this.#problems.inc({ org: labels.org, type });
  }

  /** A series stays until its process ends, so the orgs that have one are limited, and an org has those of one model. */
  #labelsOf(org: string, model: string): { readonly org: string; readonly model: string } {
    const known = this.#models.get(org);
    if (known === undefined && this.#models.size >= MAX_ORGS) return { org: OTHER, model: OTHER };
    if (known !== model) {
      this.#models.set(org, model);
      if (known !== undefined) for (const band of Band.options) this.#scores.remove({ org, model: known, band });
    }
    return { org, model };
  }
}

/** `/metrics` for a Prometheus on this machine. Its labels name orgs, so to all others the route does not exist. */
export const metricsRoute = (metrics: Metrics): RequestHandler[] => [
  routeName('/metrics'),
  async (req, res, next) => {
    const isLocal = isLoopback(req.socket.remoteAddress) && req.headers['x-forwarded-for'] === undefined;
    if (!isLocal) return routeNotFound(req, res, next);
    res.setHeader('Content-Type', metrics.registry.contentType);
    res.end(await metrics.registry.metrics());
  },
];

/** Serves nothing but `/metrics`, to any client that reaches its port. */
export const createMetricsServer = ({ registry }: Metrics): Server =>
  createServer({ requestTimeout: 10_000, maxHeaderSize: 16_384 }, (req, res) => {
    const known = req.method === 'GET' && req.url === '/metrics';
    if (!known) {
      res.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => res.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
      () => res.writeHead(500).end(),
    );
  });
