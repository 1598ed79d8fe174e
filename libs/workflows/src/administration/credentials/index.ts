export * from './certificate-keys.ts';
export * from './read-certificate.ts';
export * from './verify-org-jwt.ts';
