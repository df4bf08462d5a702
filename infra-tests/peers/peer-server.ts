// The local cloud over HTTP, on loopback, for suites that know nothing but an endpoint. The product
// itself has no listener: see docs/local-cloud.md.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOCAL_CLOUD_HOST } from '#local-cloud/gateway/endpoint-guard.ts';
import { PEER_ACCOUNT, PeerCloud } from './peer-cloud.ts';

/** A server that answers until it is stopped. */
export type PeerServer = { readonly endpoint: string; stop(): Promise<void> };

/** Starts a server on a free port of 127.0.0.1. */
export async function startPeerServer(): Promise<PeerServer> {
  const shim = new Shim();
  const server = createServer((request, response) => {
    void shim.serve(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  shim.host = `127.0.0.1:${port}`;
  return {
    endpoint: `http://${shim.host}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

class Shim {
  host = '';
  #cloud = new PeerCloud(Date.now());
  /** Since somebody last asked for them; a new cloud does not forget them. */
  #unsupported: string[] = [];

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const path = request.url ?? '/';
    if (path === '/moto-api/reset') {
      this.#keepUnsupported();
      this.#cloud = new PeerCloud(Date.now());
      response.writeHead(200, JSON_TYPE).end('{"status":"ok"}');
    } else if (path === '/peers/unsupported') {
      this.#keepUnsupported();
      response.writeHead(200, JSON_TYPE).end(JSON.stringify(this.#unsupported));
      this.#unsupported = [];
    } else if (request.headers['x-amz-target'] === undefined) {
      this.#answerWithoutTarget(body, response);
    } else {
      await this.#answer(request, body, response);
    }
  }

  async #answer(request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
    const asked = { headers, body: body.replaceAll(this.host, LOCAL_CLOUD_HOST) };
    const { statusCode, headers: answered, body: bytes } = await this.#cloud.answer(asked);
    // Addresses of queues have to lead back here.
    const text = Buffer.from(bytes).toString().replaceAll(LOCAL_CLOUD_HOST, this.host);
    response.writeHead(statusCode, { ...answered, 'x-amzn-requestid': 'peer' }).end(text);
  }

  /** Suites ask STS who they are; whatever else speaks no JSON is not served. */
  #answerWithoutTarget(body: string, response: ServerResponse): void {
    const action = new URLSearchParams(body).get('Action') ?? 'unknown';
    if (action === 'GetCallerIdentity') {
      response.writeHead(200, { 'content-type': 'text/xml' }).end(IDENTITY);
      return;
    }
    this.#unsupported.push(`the service of ${action}`);
    response.writeHead(501, JSON_TYPE).end('{"__type":"LocalCloudUnsupported"}');
  }

  #keepUnsupported(): void {
    this.#unsupported.push(...this.#cloud.unsupported.splice(0));
  }
}

const JSON_TYPE = { 'content-type': 'application/json' };

const IDENTITY =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">' +
  `<GetCallerIdentityResult><Arn>arn:aws:iam::${PEER_ACCOUNT}:user/peer</Arn>` +
  `<UserId>peer</UserId><Account>${PEER_ACCOUNT}</Account></GetCallerIdentityResult>` +
  '</GetCallerIdentityResponse>';

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
