// For tests: an engine on loopback that speaks HTTP, with the stack deployed to it: the local cloud
// behind a listener. Its time passes only while it is asked something.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseFaults } from '#local-cloud/faults.ts';
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import { functionCode } from '#runner/local/function-code.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';

/** What a listener answers with in the engine's place. */
export interface Answer {
  /** `hang up`: nothing is said at all. */
  readonly status: number | 'hang up';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An engine that listens. */
export interface StandInEngine {
  readonly endpoint: string;
  readonly cloud: LocalCloud;
  /** What it was asked for, in order: `DescribeStacks`, `AmazonSQS.ReceiveMessage`, ... */
  readonly asked: string[];
  /** The stack's outputs, with queues at this engine; a test may change them. */
  readonly outputs: Record<string, string>;
  stop(): void;
}

/**
 * Starts an engine on a free port.
 * @param interfere may answer a request in its place
 */
export async function startStandInEngine(
  interfere: (what: string) => Answer | undefined = () => undefined,
): Promise<StandInEngine> {
  const cloud = startLocalCloud({
    template: readStackTemplate(resolve('cli')),
    code: functionCode,
    seed: 1,
    startMs: Date.now(),
    faults: parseFaults('none'),
  });
  const asked: string[] = [];
  const outputs: Record<string, string> = {};
  // One at a time: virtual time can be let pass by one who waits for it.
  let turn: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    turn = turn.then(() => answer(request, response));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const [name, value] of Object.entries(cloud.outputs))
    outputs[name] = value.replace(localOrigin, endpoint);
  return { endpoint, cloud, asked, outputs, stop };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const target = String(request.headers['x-amz-target'] ?? '');
    const what = target || (new URLSearchParams(body).get('Action') ?? '');
    asked.push(what);
    const given = interfere(what) ?? (target === '' ? describe(what) : undefined);
    const { status, headers, body: said } = given ?? (await askCloud(target, body));
    if (status === 'hang up') request.socket.destroy();
    else response.writeHead(status, headers).end(said);
  }

  function describe(what: string): Answer {
    return what === 'DescribeStacks'
      ? { status: 200, body: stackXml(outputs) }
      : { status: 400, body: `<ErrorResponse><Error><Code>${what}</Code></Error></ErrorResponse>` };
  }

  async function askCloud(target: string, body: string): Promise<Answer> {
    const asked = { hostname: 'local-cloud.invalid', headers: { 'x-amz-target': target } };
    const local = body.replaceAll(endpoint, localOrigin);
    const handler = cloud.clientHandler();
    const { response } = await cloud.settle(handler.handle({ ...asked, body: local }));
    const { statusCode: status, headers } = response;
    return { status, headers, body: Buffer.from(response.body).toString('utf8') };
  }

  function stop(): void {
    server.close();
    server.closeAllConnections();
  }
}

const localOrigin = 'http://local-cloud.invalid';

function stackXml(outputs: Readonly<Record<string, string>>): string {
  const members = Object.entries(outputs).map(
    ([name, value]) =>
      `<member><OutputKey>${name}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const stack =
    '<StackName>Rebootstorm</StackName><CreationTime>2026-11-23T00:00:00Z</CreationTime>' +
    `<StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${members.join('')}</Outputs>`;
  const stacks = `<Stacks><member>${stack}</member></Stacks>`;
  const result = `<DescribeStacksResult>${stacks}</DescribeStacksResult>`;
  return `<DescribeStacksResponse>${result}</DescribeStacksResponse>`;
}
