/** As which every request of ours is known, over HTTP and over gRPC. */
export const USER_AGENT = 'leadlight/0.1';
