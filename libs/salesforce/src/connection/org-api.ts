import type { Schema } from 'jsforce';
import { HttpApi } from 'jsforce/lib/http-api.js';

type Response = Parameters<HttpApi<Schema>['isSessionExpired']>[0];

/**
 * One request to the org. jsforce renews a rejected session and repeats the request for as long as the org responds with
 * 401. This stops after one renewal and returns status and headers, which callers need.
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
