// For tests: an engine on loopback that has a stack and what CloudWatch counts of it. It answers a
// page at a time, as AWS may.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One resource, as the template and CloudFormation have it. */
export interface WatchedPart {
  readonly type: string;
  readonly physicalId: string;
  readonly properties?: object;
}

/** One series, and its numbers by the time that they came in. */
export interface WatchedSeries {
  /** Namespace, name, and dimensions as `Name=value`, in one line. */
  readonly at: string;
  readonly numbers: readonly (readonly [ms: number, value: number])[];
}

/** The engine. A test may change what it has. */
export interface WatchedEngine {
  readonly environment: Readonly<Record<string, string>>;
  parts: readonly WatchedPart[];
  /** In the place of the parts' template. */
  template: string | undefined;
  series: readonly WatchedSeries[];
  /** Names of operations that it does not know. */
  unknown: readonly string[];
  readonly asked: string[];
  stop(): void;
}

/** Starts an engine on a free port. */
export async function startWatchedEngine(): Promise<WatchedEngine> {
  const server = createServer(async (request, response) => {
    const target = String(request.headers['x-amz-target'] ?? '').split('.')[1];
    const { status, type, said } = answer(engine, target, await text(request));
    response.writeHead(status, { 'content-type': type }).end(said);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const engine: WatchedEngine = {
    environment: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    parts: [],
    template: undefined,
    series: [],
    unknown: [],
    asked: [],
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
  return engine;
}

/** @param target the operation, where it is not in the body */
function answer(engine: WatchedEngine, target: string | undefined, body: string) {
  const form = new URLSearchParams(body);
  const operation = target ?? form.get('Action') ?? '';
  engine.asked.push(operation);
  const isUnknown = engine.unknown.includes(operation);
  const status = isUnknown ? 400 : 200;
  if (target !== undefined) {
    const said = isUnknown ? { __type: 'InvalidAction' } : metrics(engine, operation, body);
    return { status, type: 'application/x-amz-json-1.0', said: JSON.stringify(said) };
  }
  const error = '<ErrorResponse><Error><Code>InvalidAction</Code></Error></ErrorResponse>';
  const result = `<${operation}Response>${xml(engine, form)}</${operation}Response>`;
  return { status, type: 'text/xml', said: isUnknown ? error : result };
}

function xml({ parts, template }: WatchedEngine, form: URLSearchParams): string {
  if (form.get('Action') === 'GetTemplate') {
    const Resources = Object.fromEntries(
      parts.map(({ type, properties }, at) => [
        `Part${at}`,
        { Type: type, Properties: properties },
      ]),
    );
    const body = template ?? JSON.stringify({ Resources });
    return `<GetTemplateResult><TemplateBody>${escaped(body)}</TemplateBody></GetTemplateResult>`;
  }
  const at = Number(form.get('NextToken') ?? 0);
  const part = parts[at];
  const member = part
    ? `<member><LogicalResourceId>Part${at}</LogicalResourceId>` +
      `<PhysicalResourceId>${escaped(part.physicalId)}</PhysicalResourceId>` +
      `<ResourceType>${part.type}</ResourceType></member>`
    : '';
  const next = at + 1 < parts.length ? `<NextToken>${at + 1}</NextToken>` : '';
  const summaries = `<StackResourceSummaries>${member}</StackResourceSummaries>`;
  return `<ListStackResourcesResult>${summaries}${next}</ListStackResourcesResult>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

interface MetricsInput {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  readonly StartTime: number;
  readonly EndTime: number;
  readonly Period: number;
  readonly NextToken?: string;
}

function metrics(engine: WatchedEngine, operation: string, body: string): object {
  const input: MetricsInput = JSON.parse(body);
  if (operation === 'ListMetrics') return listed(engine, input);
  const dimensions = input.Dimensions.map(({ Name, Value }) => `${Name}=${Value}`);
  const at = [input.Namespace, input.MetricName, ...dimensions].join(' ');
  const periodMs = input.Period * 1000;
  const sums = new Map<number, { Sum: number; SampleCount: number }>();
  for (const [ms, value] of engine.series.find((one) => one.at === at)?.numbers ?? []) {
    if (ms < input.StartTime * 1000 || ms >= input.EndTime * 1000) continue;
    const startMs = Math.floor(ms / periodMs) * periodMs;
    const { Sum, SampleCount } = sums.get(startMs) ?? { Sum: 0, SampleCount: 0 };
    sums.set(startMs, { Sum: Sum + value, SampleCount: SampleCount + 1 });
  }
  const points = [...sums].map(([ms, sum]) => ({ Timestamp: ms / 1000, ...sum }));
  return { Label: input.MetricName, Datapoints: points };
}

function listed({ series }: WatchedEngine, input: MetricsInput): object {
  const asked = (input.Dimensions ?? []).map(({ Name, Value }) => `${Name}=${Value}`);
  const ours = series.filter(({ at }) => {
    const [namespace, , ...dimensions] = at.split(' ');
    return namespace === input.Namespace && asked.every((one) => dimensions.includes(one));
  });
  const index = Number(input.NextToken ?? 0);
  const [Namespace, MetricName, ...dimensions] = ours[index]?.at.split(' ') ?? [];
  if (Namespace === undefined) return { Metrics: [] };
  const Dimensions = dimensions.map((one) => {
    const [Name, Value] = one.split('=');
    return { Name, Value };
  });
  const NextToken = index + 1 < ours.length ? String(index + 1) : undefined;
  return { Metrics: [{ Namespace, MetricName, Dimensions }], NextToken };
}
