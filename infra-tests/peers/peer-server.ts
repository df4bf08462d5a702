// The local endpoint for suites that know nothing but an endpoint, and that start anew when they
// ask for it.

import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { startLocalCloud } from '#local-cloud/local-cloud.ts';
import type { WireAnswer, WireRequest } from '#local-cloud/wire/wire-message.ts';
import { LISTENER_HOST, listen } from '#runner/endpoint/listener.ts';
import { answerCall, type ServedCloud } from '#runner/endpoint/local-endpoint.ts';
import { Pacer } from '#runner/endpoint/pacer.ts';

/** A server that answers until it is stopped. */
export type PeerServer = { readonly endpoint: string; stop(): Promise<void> };

/** Peers expect the account that most emulators have. */
const PEER_ACCOUNT = '123456789012';

/** Starts a server on a free port of 127.0.0.1. */
export async function startPeerServer(): Promise<PeerServer> {
  let endpoint = '';
  let served: ServedCloud | undefined;
  /** Since somebody last asked for them; a new cloud does not forget them. */
  let unsupported: string[] = [];
  const listener = await listen(0, async (request) => {
    const given = await answerOwn(request);
    if (given !== undefined) return given;
    const answered = await answerCall(current(), request);
    if (answered.status === UNSUPPORTED) unsupported.push(answered.body);
    return answered;
  });
  endpoint = `http://${LISTENER_HOST}:${listener.port}`;

  async function answerOwn({ path }: WireRequest): Promise<WireAnswer | undefined> {
    if (path === '/moto-api/reset') {
      await served?.pacer.stop();
      served = undefined;
      return jsonAnswer({ status: 'ok' });
    }
    if (path !== '/peers/unsupported') return undefined;
    const lacked = unsupported;
    unsupported = [];
    return jsonAnswer(lacked);
  }

  function current(): ServedCloud {
    served ??= startPeerCloud(endpoint);
    return served;
  }

  return {
    endpoint,
    stop: async () => {
      await listener.close();
      await served?.pacer.stop();
    },
  };
}

/** Queues and tables, without faults, at a pace at which no test waits. */
function startPeerCloud(endpoint: string): ServedCloud {
  const cloud = startLocalCloud({
    template: {},
    code: {},
    seed: 1,
    startMs: Date.now(),
    faults: FAULTS_NONE,
    endpoint,
    accountId: PEER_ACCOUNT,
  });
  return { cloud, pacer: new Pacer(cloud, 'waiting'), onAnswered: undefined };
}

/** The status of an answer that names what the local cloud does not have. */
const UNSUPPORTED = 501;

function jsonAnswer(body: unknown): WireAnswer {
  const headers = { 'content-type': 'application/json' };
  return { status: 200, headers, body: JSON.stringify(body) };
}
