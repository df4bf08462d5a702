// A local cloud behind one HTTP endpoint on this machine.

import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import type { LocalCloudOptions } from '#local-cloud/local-cloud-options.ts';
import type { WireAnswer, WireRequest } from '#local-cloud/wire/wire-message.ts';
import { readWireCall, UnreadableCallError } from '#local-cloud/wire/wire-request.ts';
import { LISTENER_HOST, type Listener, listen } from './listener.ts';
import { FUNCTION_KEY } from './own-stack/own-stack.ts';
import { type Pace, Pacer } from './pacer.ts';

/** What an endpoint is started from. */
export type EndpointOptions = {
  /** 0 takes any free one. */
  readonly port: number;
  readonly pace: Pace;
  /** The cloud, once its endpoint is known. */
  readonly cloud: (endpoint: string) => Omit<LocalCloudOptions, 'endpoint'>;
  /** Hears of each call that was answered. */
  readonly onAnswered?: ((call: AnsweredCall) => void) | undefined;
};

/** A call as it was answered. */
export type AnsweredCall = {
  /** Such as `AmazonSQS.SendMessage`, or the path of a request that is no call. */
  readonly what: string;
  readonly status: number;
};

/** A cloud that answers until it is stopped. */
export type LocalEndpoint = {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly cloud: LocalCloud;
  readonly pacer: Pacer;
  /** Ends it: no call is answered any more, and time stands still. */
  stop(): Promise<void>;
};

/** A cloud whose calls come over HTTP. */
export type ServedCloud = Pick<LocalEndpoint, 'cloud' | 'pacer'> &
  Pick<EndpointOptions, 'onAnswered'>;

/**
 * Starts a cloud and listens for its calls.
 * @throws {PortError} the port cannot be had
 * @throws what `startLocalCloud` throws: a template with something that is not served
 */
export async function startLocalEndpoint(options: EndpointOptions): Promise<LocalEndpoint> {
  const { port, pace } = options;
  let serving: ServedCloud | undefined;
  const listener: Listener = await listen(port, async (request) => {
    if (serving === undefined) return starting;
    if (isLook(request, '/')) return frontPage(endpoint);
    return isLook(request, healthPath) ? healthPage(serving) : answerCall(serving, request);
  });
  const endpoint = `http://${LISTENER_HOST}:${listener.port}`;
  try {
    const cloud = startLocalCloud({ ...options.cloud(endpoint), endpoint });
    const pacer = new Pacer(cloud, pace);
    serving = { cloud, pacer, onAnswered: options.onAnswered };
    const stop = async () => {
      await listener.close();
      await pacer.stop();
    };
    return { endpoint, cloud, pacer, stop };
  } catch (error) {
    await listener.close();
    throw error;
  }
}

/** A client of AWS signs what it asks; S3's lists its buckets by the path `/`. */
function isLook({ path, method, headers }: WireRequest, page: string): boolean {
  return path === page && method === 'GET' && headers.authorization === undefined;
}

/** Answers a request of a client. */
export async function answerCall(served: ServedCloud, request: WireRequest): Promise<WireAnswer> {
  const [what, answered] = await carryOut(served, request);
  served.pacer.nudge();
  served.onAnswered?.({ what, status: answered.status });
  return answered;
}

async function carryOut(
  { cloud, pacer }: ServedCloud,
  request: WireRequest,
): Promise<readonly [string, WireAnswer]> {
  try {
    const call = readWireCall(request);
    await pacer.present();
    const isOfFunction = (request.headers.authorization ?? '').includes(`=${FUNCTION_KEY}/`);
    const answered = await pacer.during(cloud.ask(call), isOfFunction);
    return [`${call.target}.${call.operation}`, call.write(answered)];
  } catch (error) {
    if (!(error instanceof UnreadableCallError)) throw error;
    return [request.path.slice(0, 100), error.answer];
  }
}

/** For whoever looks at the endpoint with a browser. */
function frontPage(endpoint: string): WireAnswer {
  const body = `rebootstorm local at ${endpoint}: SQS, DynamoDB, Lambda, Step Functions, Secrets
Manager, CloudFormation and STS for the AWS command line and SDKs. docs/local-endpoint.md
`;
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** Where an operator's command looks whose clock it has to follow. */
const healthPath = '/_rebootstorm/health';

/** What is served, as engines say it on such a page, and what the clock shows. */
async function healthPage({ cloud, pacer }: Pick<LocalEndpoint, 'cloud' | 'pacer'>) {
  await pacer.present();
  const names = ['cloudformation', 'dynamodb', 'lambda', 'secretsmanager', 'sqs', 'states', 'sts'];
  const services = Object.fromEntries(names.map((name) => [name, 'running']));
  const clock = { nowMs: cloud.nowMs(), speed: pacer.speed };
  const headers = { 'content-type': 'application/json' };
  return { status: 200, headers, body: JSON.stringify({ services, clock }) };
}

const starting: WireAnswer = {
  status: 503,
  headers: { 'content-type': 'application/json' },
  body: '{"__type":"ServiceUnavailable","message":"The stack is being started."}',
};
