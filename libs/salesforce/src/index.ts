export * from './errors.ts';
export { connectSalesforce, type ConnectOptions } from './connection/connect.ts';
export type { ClientCredentials, Credentials, JwtCredentials } from './connection/credentials.ts';
export type { OrgAnswer, OrgRequest, SalesforceConnection } from './connection/salesforce-connection.ts';
export {
  createCrmSource,
  type CrmSourceOptions,
  type Degradation,
  type SalesforceSource,
} from './extract/crm-source.ts';
export { createScoreWriter, type ScoreWriterOptions } from './write/score-writer.ts';
