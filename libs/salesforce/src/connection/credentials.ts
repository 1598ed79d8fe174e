/** OAuth 2.0 client credentials of an External Client App. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** OAuth 2.0 JWT bearer: the app has the certificate of `privateKey`, and `username` is approved for it. */
export interface JwtCredentials {
  readonly clientId: string;
  readonly username: string;
  /** PEM */
  readonly privateKey: string;
  /** Only where the org expects another audience than the login URL, e.g. `https://login.salesforce.com`. */
  readonly audience?: string;
}

export type Credentials = ClientCredentials | JwtCredentials;
