import express, { type Router } from 'express';
import { badRequest } from '../org/api-error.ts';
import { inTransaction, type Org } from '../org/org.ts';
import { sendCustomNotification } from './custom-notifications.ts';

const NAME = 'customNotificationAction';

/**
 * The standard action that sends custom notifications; the org has no other.
 * @source REST API Developer Guide, Invocable Actions (body and response)
 */
export function actionRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  router.post(`/standard/${NAME}`, (req, res) => {
    const inputs: unknown = (req.body as { readonly inputs?: unknown } | undefined)?.inputs;
    if (!Array.isArray(inputs)) throw badRequest('JSON_PARSER_ERROR', 'The body needs a list "inputs".');
    const results = inputs.map((input: unknown) => {
      const given = (input ?? {}) as Readonly<Record<string, unknown>>;
      const errors = inTransaction(org.db, () => sendCustomNotification(org, given));
      const isSuccess = errors.length === 0;
      return {
        actionName: NAME,
        errors: isSuccess ? null : errors.map((error) => ({ ...error, fields: [] })),
        isSuccess,
        outputValues: isSuccess ? { SuccessMessage: 'Your custom notification is processed successfully.' } : null,
      };
    });
    res.status(results.every(({ isSuccess }) => isSuccess) ? 200 : 400).json(results);
  });
  return router;
}
