// For tests: an engine on loopback that lists what its services have, and deletes a stack. The
// lists are the test's; a service without one has nothing.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What CloudFormation has of one stack. */
export interface ListedStack {
  readonly name: string;
  readonly id: string;
  status: string;
  reason?: string;
  /** Logical ids, and the ids of what was made. */
  readonly resources: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
}

/** One answer of a service: a status, and JSON. */
export interface ListAnswer {
  readonly status: number;
  readonly body: object;
}

/** The engine. A test may change what it has while it runs. */
export interface ListingEngine {
  readonly environment: Readonly<Record<string, string>>;
  stacks: ListedStack[];
  /** By operation, such as `ListQueues`: what is listed, or how the call is refused. */
  readonly answers: Record<string, ListAnswer | ((input: object) => object)>;
  /** Pages by which the engine says what it is, by their paths. */
  readonly pages: Record<string, object>;
  /** The account that every key belongs to. */
  account: string;
  /** What a deletion does, beside the status that it leaves. */
  onDelete: (stack: ListedStack) => void;
  readonly asked: string[];
  stop(): void;
}

/** Lambda and EventBridge Scheduler name their operations by paths (API references). */
const restPaths: readonly (readonly [RegExp, string])[] = [
  [/\/functions\/?($|\?)/, 'ListFunctions'],
  [/\/event-source-mappings\/?($|\?)/, 'ListEventSourceMappings'],
  [/\/account-settings\/?($|\?)/, 'GetAccountSettings'],
  [/\/schedules\/?($|\?)/, 'ListSchedules'],
];

/** Starts an engine on a free port. */
export async function startListingEngine(): Promise<ListingEngine> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.method === 'GET' && !restPaths.some(([one]) => one.test(request.url ?? ''))) {
      const page = engine.pages[request.url ?? ''];
      response.writeHead(page === undefined ? 404 : 200).end(JSON.stringify(page ?? {}));
      return;
    }
    const target = String(request.headers['x-amz-target'] ?? '').split('.')[1];
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const byPath = restPaths.find(([pattern]) => pattern.test(path))?.[1];
    const operation = target ?? byPath;
    const { status, type, said } =
      operation === undefined ? inXml(engine, body) : inJson(engine, operation, body);
    response.writeHead(status, { 'content-type': type, ...errorHeader(said, status) }).end(said);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const engine: ListingEngine = {
    environment: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    stacks: [],
    answers: {},
    pages: {},
    account: '000000000000',
    onDelete: () => {},
    asked: [],
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
  return engine;
}

/** Services with paths say the kind of an error in a header. */
function errorHeader(said: string, status: number): Record<string, string> {
  if (status < 400) return {};
  const kind = /"__type":"(\w+)"/.exec(said)?.[1];
  return kind === undefined ? {} : { 'x-amzn-errortype': kind };
}

function inJson(engine: ListingEngine, operation: string, body: string) {
  engine.asked.push(operation);
  const given = engine.answers[operation];
  const input = body === '' ? {} : JSON.parse(body);
  const answer =
    typeof given === 'function'
      ? { status: 200, body: given(input) }
      : (given ?? { status: 200, body: {} });
  const said = JSON.stringify(answer.body);
  return { status: answer.status, type: 'application/x-amz-json-1.0', said };
}

function inXml(engine: ListingEngine, body: string) {
  const form = new URLSearchParams(body);
  const operation = form.get('Action') ?? '';
  engine.asked.push(operation);
  const given = engine.answers[operation];
  if (given !== undefined && typeof given !== 'function') {
    const { __type = '', message = '' } = given.body as { __type?: string; message?: string };
    return { status: given.status, type: 'text/xml', said: errorXml(__type, message) };
  }
  const wanted = form.get('StackName') ?? '';
  const result = cloudFormation(engine, operation, wanted);
  if (result === undefined) {
    const missing = errorXml('ValidationError', `Stack with id ${wanted} does not exist`);
    return { status: 400, type: 'text/xml', said: missing };
  }
  const wrapped = `<${operation}Result>${result}</${operation}Result>`;
  const said = `<${operation}Response>${wrapped}</${operation}Response>`;
  return { status: 200, type: 'text/xml', said };
}

/** Undefined: there is no such stack. */
function cloudFormation(engine: ListingEngine, operation: string, wanted: string) {
  if (operation === 'GetCallerIdentity') return `<Account>${engine.account}</Account>`;
  if (operation === 'ListStacks') return listedStacks(engine.stacks);
  const stack = engine.stacks.find(({ name, id }) => wanted === id || wanted === name);
  if (stack === undefined) return undefined;
  switch (operation) {
    case 'DeleteStack':
      stack.status = 'DELETE_COMPLETE';
      engine.onDelete(stack);
      return '';
    case 'ListStackResources':
      return resourcesXml(stack);
    default:
      return `<Stacks>${member(stackXml(stack))}</Stacks>`;
  }
}

function listedStacks(stacks: readonly ListedStack[]): string {
  const members = stacks.map((stack) => member(stackXml(stack)));
  return `<StackSummaries>${members.join('')}</StackSummaries>`;
}

function stackXml({ name, id, status, reason, outputs = {} }: ListedStack): string {
  const why = reason === undefined ? '' : `<StackStatusReason>${reason}</StackStatusReason>`;
  const names = `<StackName>${name}</StackName><StackId>${id}</StackId>`;
  const times = '<CreationTime>2026-11-23T00:00:00Z</CreationTime>';
  const members = Object.entries(outputs).map(([key, value]) =>
    member(`<OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue>`),
  );
  const said = `<Outputs>${members.join('')}</Outputs>`;
  return `${names}${times}<StackStatus>${status}</StackStatus>${why}${said}`;
}

function resourcesXml({ resources }: ListedStack): string {
  const members = Object.entries(resources).map(([logical, physical]) =>
    member(
      `<LogicalResourceId>${logical}</LogicalResourceId>` +
        `<PhysicalResourceId>${physical}</PhysicalResourceId>`,
    ),
  );
  return `<StackResourceSummaries>${members.join('')}</StackResourceSummaries>`;
}

function member(xml: string): string {
  return `<member>${xml}</member>`;
}

function errorXml(code: string, message: string): string {
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return `<ErrorResponse>${error}</ErrorResponse>`;
}
