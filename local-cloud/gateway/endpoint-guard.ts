// Where a request may go: to this machine, and nowhere else.

/** The cloud's own name. `.invalid` is reserved (RFC 2606), so no host can ever have it. */
export const LOCAL_CLOUD_HOST = 'local-cloud.invalid';

/** A client of the local cloud was about to call another host. Nothing was sent. */
export class EndpointRefusedError extends Error {
  override readonly name = 'EndpointRefusedError';
  readonly hostname: string;

  constructor(hostname: string) {
    super(
      `refused a request to '${hostname}': the local cloud answers only for ${LOCAL_CLOUD_HOST} ` +
        `and loopback addresses; give the SDK client endpoint 'http://${LOCAL_CLOUD_HOST}'`,
    );
    this.hostname = hostname;
  }
}

/**
 * Accepts loopback addresses and the cloud's own name.
 * @throws {EndpointRefusedError} for any other host
 */
export function refuseForeignHost(hostname: string): void {
  if (hostname === LOCAL_CLOUD_HOST || hostname === 'localhost') return;
  if (hostname === '[::1]' || hostname === '::1') return;
  if (isLoopbackIpv4(hostname)) return;
  throw new EndpointRefusedError(hostname);
}

function isLoopbackIpv4(hostname: string): boolean {
  const octets = hostname.split('.');
  if (octets.length !== 4 || octets[0] !== '127') return false;
  return octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255);
}
