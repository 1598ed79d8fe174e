/** Sent with every request, over HTTP and gRPC. */
export const USER_AGENT = 'leadlight/0.1';
