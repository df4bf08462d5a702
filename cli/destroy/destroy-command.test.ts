import { exitCodes } from '#cli/exit-codes.ts';
import { wrapWide } from '#cli/wrap-output.ts';
import { atEngine } from '#testing/cli/at-engine.ts';
import {
  type ListedStack,
  type ListingEngine,
  startListingEngine,
} from '#testing/stack/listing-engine.ts';
import { destroyCommand } from './destroy-command.ts';

let engine: ListingEngine;

beforeEach(async () => {
  engine = await startListingEngine();
});

afterEach(() => engine.stop());

/** Runs the command, with a clock that jumps over each pause. */
async function destroy(options: { onlyCheck?: boolean; json?: boolean; stack?: string } = {}) {
  const said = { stdout: '', stderr: '' };
  let passedMs = 0;
  const into = (name: keyof typeof said) => ({
    write: (text: string) => {
      said[name] += text;
      return true;
    },
  });
  const environment = { env: engine.environment, stdout: into('stdout'), stderr: into('stderr') };
  const exitCode = await destroyCommand(
    { ...atEngine, stack: 'Rebootstorm', onlyCheck: false, json: false, ...options },
    environment as unknown as NodeJS.Process,
    {
      nowMs: () => passedMs,
      sleep: async (durationMs) => {
        passedMs += durationMs;
      },
    },
  );
  return { ...said, exitCode, passedMs };
}

const ours = (more: Record<string, string> = {}): ListedStack => ({
  name: 'Rebootstorm',
  id: 'arn:aws:cloudformation:us-east-1:0:stack/Rebootstorm/1',
  status: 'CREATE_COMPLETE',
  resources: { ReportStormFunction8D68FB6C: 'Rebootstorm-ReportStorm-1', ...more },
});

const keyNamed = (KeyId: string) => ({ KeyId, KeyArn: `arn:aws:kms:us-east-1:0:key/${KeyId}` });

/** Keys as KMS describes them; its timestamps are in seconds. */
const keys: Readonly<Record<string, object>> = {
  'in-use': { KeyState: 'Enabled', KeyManager: 'CUSTOMER' },
  ending: { KeyState: 'PendingDeletion', KeyManager: 'CUSTOMER', DeletionDate: 1_796_644_800 },
  'of-aws': { KeyState: 'Enabled', KeyManager: 'AWS' },
};

/** What every service lists: one thing each, recognised in one way or another. */
function plantEverything(): void {
  Object.assign(engine.answers, {
    ListQueues: () => ({ QueueUrls: ['http://localhost/0/Rebootstorm-Login1-ab'] }),
    ListTables: () => ({ TableNames: ['Rebootstorm-Network1-ab'] }),
    DescribeTable: () => ({
      Table: {
        TableStatus: 'ACTIVE',
        TableSizeBytes: 2 ** 30,
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 3 },
        GlobalSecondaryIndexes: [
          { IndexSizeBytes: 0, ProvisionedThroughput: { ReadCapacityUnits: 5 } },
        ],
      },
    }),
    ListFunctions: () => ({ Functions: [{ FunctionName: 'Rebootstorm-Login1-ab' }] }),
    ListEventSourceMappings: () => ({
      EventSourceMappings: [
        {
          UUID: 'uuid-1',
          FunctionArn: 'arn:aws:lambda:us-east-1:0:function:Rebootstorm-Login1-ab',
          State: 'Enabled',
        },
      ],
    }),
    ListStateMachines: () => ({
      stateMachines: [{ name: 'RebootStorm2C-ab', stateMachineArn: 'arn:storm' }],
    }),
    ListTagsForResource: () => ({
      tags: [{ key: 'aws:cloudformation:stack-name', value: 'Rebootstorm' }],
    }),
    DescribeLogGroups: () => ({
      logGroups: [
        { logGroupName: '/aws/lambda/Rebootstorm-Login1-ab', storedBytes: 1_234 },
        { logGroupName: 'Rebootstorm-LoginLogs1-ab', storedBytes: 0 },
      ],
    }),
    ListSecrets: (input: { IncludePlannedDeletion?: boolean }) => ({
      SecretList: [
        { Name: 'kept', Tags: [{ Key: 'aws:cloudformation:stack-name', Value: 'Rebootstorm' }] },
        ...(input.IncludePlannedDeletion ? [{ Name: 'ending', DeletedDate: 1_796_040_000 }] : []),
      ],
    }),
    DescribeAlarms: () => ({
      MetricAlarms: [{ AlarmName: 'Rebootstorm-Dead1-ab', Period: 60 }],
      CompositeAlarms: [{ AlarmName: 'Rebootstorm-All1-ab' }],
    }),
    ListDashboards: () => ({ DashboardEntries: [{ DashboardName: 'Rebootstorm-Board1-ab' }] }),
    ListSchedules: () => ({ Schedules: [{ Name: 'Rebootstorm-Schedule1-ab', State: 'DISABLED' }] }),
    ListKeys: () => ({ Keys: ['in-use', 'ending', 'of-aws', 'hidden'].map(keyNamed) }),
    DescribeKey: ({ KeyId }: { KeyId?: string }) => ({ KeyMetadata: keys[KeyId ?? ''] }),
    ListResourceTags: () => ({
      Tags: [{ TagKey: 'aws:cloudformation:stack-name', TagValue: 'Rebootstorm' }],
    }),
  });
}

test('a stack is deleted, and every service asked at once and a minute later', async () => {
  engine.stacks = [ours()];
  const { stdout, stderr, exitCode, passedMs } = await destroy();
  expect(exitCode).toBe(exitCodes.asExpected);
  expect(stdout).toMatch(/^✓ stack Rebootstorm is deleted\n✓ nothing is left of stack Rebootstorm/);
  expect(stderr).toContain('deleting: stack Rebootstorm');
  expect(passedMs).toBeGreaterThanOrEqual(60_000);
  const countOf = (operation: string) => engine.asked.filter((one) => one === operation).length;
  expect(countOf('DeleteStack')).toBe(1);
  const lists = ['ListQueues', 'ListTables', 'ListFunctions', 'ListEventSourceMappings'];
  const others = ['ListStateMachines', 'DescribeLogGroups', 'ListSecrets', 'DescribeAlarms'];
  const rest = ['ListDashboards', 'ListSchedules', 'ListKeys'];
  for (const operation of [...lists, ...others, ...rest])
    expect([operation, countOf(operation)]).toEqual([operation, 2]);
});

test('without a stack there is nothing to delete or to wait for, and all are asked', async () => {
  const { exitCode, stderr, passedMs } = await destroy();
  expect({ exitCode, passedMs }).toEqual({ exitCode: exitCodes.asExpected, passedMs: 0 });
  expect(stderr).toContain('nothing to delete: there is no stack Rebootstorm');
  expect(engine.asked).toContain('DescribeLogGroups');
  expect(engine.asked).not.toContain('DeleteStack');
});

test('--only-check deletes nothing, and shows a living stack', async () => {
  engine.stacks = [ours()];
  const { exitCode, stdout } = await destroy({ onlyCheck: true });
  expect(exitCode).toBe(exitCodes.notAsExpected);
  expect(stdout).toMatch(/\nstack\n +\$0 {2}Rebootstorm: CREATE_COMPLETE\n/);
  expect(stdout).toContain('npx rebootstorm destroy --stack Rebootstorm');
  expect(engine.asked).not.toContain('DeleteStack');
});

test('each thing that is left has what it costs a month, and how it is known', async () => {
  plantEverything();
  engine.stacks = [{ ...ours({ IdentityKey: 'ending' }), status: 'DELETE_COMPLETE' }];
  const { exitCode, stdout } = await destroy({ json: true });
  expect(exitCode).toBe(exitCodes.notAsExpected);
  const { left, usdPerMonth, deletion } = JSON.parse(stdout);
  expect(deletion).toBeNull();
  const rows = left.map((one: Record<string, unknown>) => [
    one.kind,
    one.name,
    one.knownBy,
    one.usdPerMonth === null ? null : Number(Number(one.usdPerMonth).toFixed(4)),
  ]);
  // List prices of us-east-1. Two pollers ask 180 times an hour each. Provisioned capacity is
  // $0.00013 a read unit and hour, $0.00065 a write unit and hour; storage $0.25 a GB.
  const tableUsd = Number((730 * (10 * 0.00013 + 3 * 0.00065) + 0.25).toFixed(4));
  expect(rows).toEqual([
    ['queue', 'Rebootstorm-Login1-ab', 'its name', 0],
    ['table', 'Rebootstorm-Network1-ab', 'its name', tableUsd],
    ['function', 'Rebootstorm-Login1-ab', 'its name', 0],
    ['event source mapping', 'uuid-1', 'its name', 0.1051],
    ['state machine', 'RebootStorm2C-ab', 'its tag', 0],
    ['log group', '/aws/lambda/Rebootstorm-Login1-ab', 'its name', null],
    ['log group', 'Rebootstorm-LoginLogs1-ab', 'its name', 0],
    ['secret', 'kept', 'its tag', 0.4],
    ['secret', 'ending', 'CloudFormation lists it', 0],
    ['alarm', 'Rebootstorm-Dead1-ab', 'its name', 0.1],
    ['alarm', 'Rebootstorm-All1-ab', 'its name', 0.5],
    ['dashboard', 'Rebootstorm-Board1-ab', 'its name', 3],
    ['schedule', 'Rebootstorm-Schedule1-ab', 'its name', 0],
    ['key', 'in-use', 'its tag', 1],
  ]);
  expect(usdPerMonth).toBeCloseTo(0.1051 + tableUsd + 0.4 + 0.1 + 0.5 + 3 + 1, 3);
});

test('a secret that waits for its deletion says so, with a day', async () => {
  plantEverything();
  engine.stacks = [{ ...ours({ IdentityKey: 'ending' }), status: 'DELETE_COMPLETE' }];
  const { stdout } = await destroy();
  expect(stdout).toMatch(/\nsecret\n.*\n +\$0 {2}ending: scheduled for deletion \(2026-11-30\)\n/);
});

test('a key that waits for its deletion is said with its day, and is not left', async () => {
  engine.answers.ListKeys = () => ({ Keys: [keyNamed('ending')] });
  engine.answers.DescribeKey = () => ({ KeyMetadata: keys.ending });
  engine.stacks = [{ ...ours({ Key: 'ending' }), status: 'DELETE_COMPLETE' }];
  const { exitCode, stdout } = await destroy();
  expect(exitCode).toBe(exitCodes.asExpected);
  expect(stdout).toMatch(/✓ nothing is left of .*, schedules, keys\n/);
  expect(stdout).toContain(
    '  ends by itself, free until then: key ending, deleted for good on 2026-12-07\n',
  );
});

test('a key whose policy tells us nothing is ours only where CloudFormation lists it', async () => {
  engine.answers.ListKeys = () => ({ Keys: [keyNamed('hidden')] });
  engine.answers.DescribeKey = { status: 400, body: { __type: 'AccessDeniedException' } };
  expect((await destroy()).exitCode).toBe(exitCodes.asExpected);
  engine.stacks = [{ ...ours({ Key: 'hidden' }), status: 'DELETE_COMPLETE' }];
  expect((await destroy()).stdout).toMatch(/\nkey\n +\$1\.00 {2}hidden\n/);
});

test('what is left fits on a terminal of 80 columns, names of its own length apart', async () => {
  plantEverything();
  const { stdout } = await destroy({ onlyCheck: true });
  const left = stdout.slice(0, stdout.indexOf('✗'));
  expect(left.split('\n').filter(({ length }) => length > 80)).toEqual([]);
  expect(wrapWide(left, 80)).toBe(left);
});

test('in words, what is left is listed with what to type, and with what has no price', async () => {
  plantEverything();
  const { stdout } = await destroy({ onlyCheck: true });
  expect(stdout).toMatch(/\nalarm\n +\$0\.10 {2}Rebootstorm-Dead1-ab: known by its name\n/);
  expect(stdout).toContain('no price for: /aws/lambda/Rebootstorm-Login1-ab (keeping 1,234 bytes)');
  const asked = /to delete: aws --endpoint-url http:\/\/\S+ (.+)/g;
  const commands = [...stdout.matchAll(asked)].map(([, command]) => command);
  expect(commands).toEqual(
    expect.arrayContaining([
      'logs delete-log-group --log-group-name /aws/lambda/Rebootstorm-Login1-ab',
      'sqs delete-queue --queue-url http://localhost/0/Rebootstorm-Login1-ab',
      'stepfunctions delete-state-machine --state-machine-arn arn:storm',
      'scheduler delete-schedule --name Rebootstorm-Schedule1-ab',
      'kms schedule-key-deletion --pending-window-in-days 7 --key-id in-use',
    ]),
  );
  expect(stdout).not.toMatch(/--(secret|key)-id ending/);
});

test("what another stack's name begins or tags, is the other stack's", async () => {
  Object.assign(engine.answers, {
    ListQueues: () => ({ QueueUrls: ['http://localhost/0/Rebootstorm-2-Login1-ab'] }),
    ListTables: () => ({ TableNames: ['Rebootstorm', 'my-Rebootstorm-Network1-ab'] }),
    ListSecrets: () => ({
      SecretList: [
        {
          Name: 'Rebootstorm-Key1-ab',
          Tags: [{ Key: 'aws:cloudformation:stack-name', Value: 'Other' }],
        },
      ],
    }),
  });
  expect((await destroy()).exitCode).toBe(exitCodes.asExpected);
  const { stdout } = await destroy({ stack: 'Rebootstorm-2', json: true });
  expect(JSON.parse(stdout).left).toMatchObject([{ name: 'Rebootstorm-2-Login1-ab' }]);
});

test('a log group is known by the function that CloudFormation lists', async () => {
  engine.stacks = [{ ...ours({ Login: 'Rebootstorm-LongName-1-2' }), status: 'DELETE_COMPLETE' }];
  const logGroupName = '/aws/lambda/Rebootstorm-LongName-1-2';
  engine.answers.DescribeLogGroups = () => ({ logGroups: [{ logGroupName }] });
  const { stdout } = await destroy();
  expect(stdout).toMatch(/ \$0 {2}.*LongName-1-2: known by a name that CloudFormation lists\n/);
});

test('every page of a list is read', async () => {
  engine.answers.ListQueues = (input) =>
    'NextToken' in input
      ? { QueueUrls: ['http://localhost/0/Rebootstorm-Login1-ab'] }
      : { QueueUrls: ['http://localhost/0/x'], NextToken: 'more' };
  const { stdout } = await destroy({ json: true });
  expect(JSON.parse(stdout).left).toMatchObject([{ name: 'Rebootstorm-Login1-ab' }]);
});

test('a log group that a late line makes again is found', async () => {
  engine.stacks = [ours()];
  let looks = 0;
  engine.answers.DescribeLogGroups = () => {
    looks += 1;
    return looks === 1 ? {} : { logGroups: [{ logGroupName: 'Rebootstorm-LoginLogs1-ab' }] };
  };
  const { exitCode, stdout } = await destroy();
  expect(exitCode).toBe(exitCodes.notAsExpected);
  expect(stdout).toMatch(/\nlog group\n.* {2}Rebootstorm-LoginLogs1-ab/);
});

test('what an engine does not know is said, and proves nothing against emptiness', async () => {
  const body = { __type: 'InternalFailure', message: 'not yet implemented' };
  engine.answers.ListDashboards = { status: 501, body };
  engine.answers.ListSecrets = { status: 400, body: { __type: 'UnknownOperationException' } };
  const { exitCode, stdout } = await destroy();
  expect(exitCode).toBe(exitCodes.asExpected);
  const why = 'the engine does not know it';
  expect(stdout).toContain(`not asked: Secrets Manager, secrets: ${why}`);
  expect(stdout).toContain(`not asked: CloudWatch, dashboards: ${why}`);
  expect(stdout).not.toMatch(/left of .*: .*dashboards/);
});

test('a service that refuses to tell leaves it unknown', async () => {
  const body = { __type: 'AccessDeniedException', message: 'no' };
  engine.answers.ListFunctions = { status: 403, body };
  const { exitCode, stdout } = await destroy();
  expect(exitCode).toBe(exitCodes.unknown);
  expect(stdout).toMatch(/\? of what answered, nothing is left/);
  expect(stdout).toMatch(/no answer: Lambda, functions: Lambda ListFunctions .*AccessDenied/);
});

test("somebody else's stack is left alone", async () => {
  engine.stacks = [{ ...ours(), resources: { Bucket: 'photos' } }];
  for (const onlyCheck of [false, true]) {
    const { exitCode, stderr } = await destroy({ onlyCheck });
    expect(exitCode).toBe(exitCodes.unreachable);
    expect(stderr).toMatch(/^error: stack Rebootstorm at .* is not a control plane of ours/);
  }
  expect(engine.asked).not.toContain('DeleteStack');
});

test('a stack that cannot be deleted is said with its reason', async () => {
  engine.stacks = [ours()];
  engine.onDelete = (stack) => {
    stack.status = 'DELETE_FAILED';
    stack.reason = 'LoginQueue is in use';
  };
  const { exitCode, stdout } = await destroy();
  expect(exitCode).toBe(exitCodes.notAsExpected);
  expect(stdout).toContain('✗ stack Rebootstorm is not deleted: DELETE_FAILED: LoginQueue is in');
  expect(stdout).toMatch(/\nstack\n +\$0 {2}Rebootstorm: DELETE_FAILED/);
});

test('a deletion that never ends is given up after a quarter of an hour', async () => {
  engine.stacks = [ours()];
  engine.onDelete = (stack) => {
    stack.status = 'DELETE_IN_PROGRESS';
  };
  const { stdout, passedMs } = await destroy();
  expect(stdout).toContain('is not deleted: still DELETE_IN_PROGRESS after 15 min');
  expect(passedMs).toBe(15 * 60_000);
});
