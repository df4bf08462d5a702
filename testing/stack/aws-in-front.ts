// For tests: AWS's endpoints in front of an engine on loopback. Requests for AWS are noted and
// handed to the engine, so that what a command sends to AWS can be seen, and nothing leaves.
import { Readable } from 'node:stream';

/** A request as an SDK client hands it to its transport. */
interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The front. */
export interface AwsInFront {
  /** What was asked, in order: `sts.us-east-1.amazonaws.com GetCallerIdentity`. */
  readonly sent: string[];
  /** For a connection to AWS. */
  readonly transport: {
    handle(request: SdkRequest): Promise<{ response: object }>;
    metadata: { handlerProtocol: string };
  };
}

/** The account that every key belongs to. */
export const awsAccount = '123456789012';
/** The region of the queues. */
export const awsRegion = 'us-east-1';

const queues = `https://sqs.${awsRegion}.amazonaws.com/${awsAccount}`;

/** @param engine its endpoint; undefined: nobody but STS answers */
export function startAwsInFront(engine?: string): AwsInFront {
  const sent: string[] = [];
  const handle = async (request: SdkRequest) => {
    const { body: given = '' } = request;
    const body = given instanceof Uint8Array ? new TextDecoder().decode(given) : given;
    const target = request.headers['x-amz-target']?.split('.')[1];
    const operation = target ?? new URLSearchParams(body).get('Action') ?? request.path;
    sent.push(`${request.hostname} ${operation}`);
    if (operation === 'GetCallerIdentity') return answered(200, {}, caller);
    if (engine === undefined) return answered(400, {}, missing);
    const inner = `${engine}/000000000000`;
    const { 'content-length': _, ...headers } = request.headers;
    const answer = await fetch(`${engine}${request.path}`, {
      method: request.method,
      headers,
      ...(body === '' ? {} : { body: body.replaceAll(queues, inner) }),
    });
    const text = (await answer.text()).replaceAll(inner, queues);
    return answered(answer.status, Object.fromEntries(answer.headers), text);
  };
  return { sent, transport: { handle, metadata: { handlerProtocol: 'http/1.1' } } };
}

function answered(statusCode: number, headers: Record<string, string>, text: string) {
  const { 'content-length': _, ...kept } = headers;
  return { response: { statusCode, headers: kept, body: Readable.from([Buffer.from(text)]) } };
}

const caller =
  '<GetCallerIdentityResponse><GetCallerIdentityResult>' +
  `<Account>${awsAccount}</Account><Arn>arn:aws:iam::${awsAccount}:user/student</Arn>` +
  '</GetCallerIdentityResult></GetCallerIdentityResponse>';

const missing =
  '<ErrorResponse><Error><Code>ValidationError</Code>' +
  '<Message>Stack with id Rebootstorm does not exist</Message></Error></ErrorResponse>';
