/** OAuth 2.0 client credentials of an External Client App. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** OAuth 2.0 JWT bearer: the app holds the certificate of `privateKey`, and `username` has been approved for it. */
export interface JwtCredentials {
  readonly clientId: string;
  readonly username: string;
  /** PEM */
  readonly privateKey: string;
  /** Where the login URL is not what the org expects as audience, e.g. `https://login.salesforce.com`. */
  readonly audience?: string;
}

export type Credentials = ClientCredentials | JwtCredentials;
