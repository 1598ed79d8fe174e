import type { Schema } from 'jsforce';
import { HttpApi } from 'jsforce/lib/http-api.js';

type Response = Parameters<HttpApi<Schema>['isSessionExpired']>[0];

/**
 * One request to the org. jsforce renews a refused session and repeats the request for as long as the org answers 401;
 * this stops after one renewal, and hands back status and headers, which the callers need.
 */
export class OrgApi extends HttpApi<Schema> {
  #renewed = false;

  override isSessionExpired(response: Response): boolean {
    if (this.#renewed || !super.isSessionExpired(response)) return false;
    this.#renewed = true;
    return true;
  }

  override isErrorResponse(): boolean {
    return false;
  }

  override async getResponseBody(response: Response): Promise<Response> {
    return response;
  }
}
