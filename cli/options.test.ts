import { CommanderError } from 'commander';
import { FAULTS_DEFAULT, FAULTS_NONE } from '#local-cloud/faults.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { idleHandlers } from '#testing/cli/idle-handlers.ts';
import type { CheckOptions } from './check/check-options.ts';
import type { CompareRunsOptions } from './compare/compare-options.ts';
import type { MonthsOptions } from './months/months-options.ts';
import { commandLine, commandsOf } from './options.ts';
import type { RedriveOptions } from './redrive/redrive-options.ts';
import type { ReplayOptions } from './replay/replay-options.ts';
import type { RunOptions } from './run/run-options.ts';
import type { StationOptions } from './station/station-options.ts';
import { withStationSweep } from './station/sweep/sweep-words.ts';
import type { StormOptions } from './storm/storm-options.ts';
import type { SwarmOptions } from './swarm/swarm-options.ts';
import type { SweepOptions } from './sweep/sweep-options.ts';
import type { ValidateOptions } from './validate/validate-options.ts';
import type { VerifyOptions } from './verify/verify-options.ts';

/** The result of parsing a command line: checked options, or the message and the exit code. */
async function parse(...words: string[]) {
  const said: string[] = [];
  const runs: RunOptions[] = [];
  const storms: StormOptions[] = [];
  const redrives: RedriveOptions[] = [];
  const checks: CheckOptions[] = [];
  const swarms: SwarmOptions[] = [];
  const sweeps: SweepOptions[] = [];
  const compares: CompareRunsOptions[] = [];
  const explained: unknown[] = [];
  const replays: ReplayOptions[] = [];
  const verifies: VerifyOptions[] = [];
  const validations: ValidateOptions[] = [];
  const months: MonthsOptions[] = [];
  const stations: StationOptions[] = [];
  const others: unknown[] = [];
  const kept =
    <Options>(list: Options[]) =>
    async (options: Options) => {
      list.push(options);
    };
  const program = commandLine('1.2.3', {
    ...idleHandlers,
    // Whatever has no list of its own is heard, too.
    ...Object.fromEntries(Object.keys(idleHandlers).map((name) => [name, kept(others)])),
    run: kept(runs),
    storm: kept(storms),
    redrive: kept(redrives),
    check: kept(checks),
    swarm: kept(swarms),
    sweep: kept(sweeps),
    compare: kept(compares),
    explainBill: kept(explained),
    replay: kept(replays),
    verify: kept(verifies),
    validate: kept(validations),
    months: kept(months),
    station: kept(stations),
  });
  for (const command of commandsOf(program)) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => said.push(text),
      writeErr: (text) => said.push(text),
    });
  }
  const error: unknown = await program.parseAsync(withStationSweep(words), { from: 'user' }).then(
    () => null,
    (reason) => reason,
  );
  if (error !== null && !(error instanceof CommanderError)) throw error;
  return {
    options: runs[0],
    storm: storms[0],
    redrive: redrives[0],
    check: checks[0],
    swarm: swarms[0],
    sweep: sweeps[0],
    compare: compares[0],
    explained: explained[0],
    replay: replays[0],
    verify: verifies[0],
    validation: validations[0],
    months: months[0],
    station: stations[0],
    other: others[0],
    exitCode: error?.exitCode ?? 0,
    said: said.join(''),
  };
}

async function accepted(...words: string[]): Promise<RunOptions> {
  const { options, said } = await parse(...words);
  if (options === undefined) throw new Error(`expected to be accepted, but: ${said}`);
  return options;
}

test('without a word the main job runs: August 2007, both policies, a fixed seed', async () => {
  const options = await accepted();
  expect(options).toMatchObject({
    scenario: scenarios['august-2007'],
    nodes: scenarios['august-2007']?.embedded.shape.nodeCount,
    policies: [{ name: 'legacy-2007' }, { name: 'resilient' }],
    seed: 2007,
    faults: { name: 'default', plan: FAULTS_DEFAULT },
    json: false,
    out: 'runs',
    color: true,
  });
  expect(await accepted('demo')).toEqual(options);
});

test('an account is as AWS has it, or as it is said to be', async () => {
  expect((await accepted('run', 'drill')).accountConcurrency).toBe(1_000);
  const small = ['run', 'drill', '--account-concurrency', '10'];
  expect((await accepted(...small)).accountConcurrency).toBe(10);
  expect((await accepted(...small, '--cloud', 'twin')).accountConcurrency).toBe(10);
});

test.each([
  [['--account-concurrency', '3'], /A storm needs at least 4/],
  [
    ['--account-concurrency', '10', '--cloud', 'twin', '--retries', 'aggregated'],
    /--account-concurrency needs --retries executed/,
  ],
])('%j is refused', async (words, why) => {
  const { options, said } = await parse('run', 'drill', ...words);
  expect(options).toBeUndefined();
  expect(said).toMatch(why);
});

test('every option reaches the run', async () => {
  const words = '--nodes 400 --seed 7 --faults delay=0.5 --json --out elsewhere --no-color';
  expect(await accepted('run', 'drill', ...words.split(' '))).toMatchObject({
    scenario: scenarios.drill,
    nodes: 400,
    seed: 7,
    faults: { name: 'delay=0.5', plan: { ...FAULTS_NONE, delay: 0.5 } },
    json: true,
    out: 'elsewhere',
    color: false,
  });
  expect(await accepted('--nodes', '40', '--seed', '0')).toMatchObject({ nodes: 40, seed: 0 });
});

test.each([
  ['a list', ['--policy', 'resilient,no-backpressure']],
  ['the option given twice', ['--policy', 'resilient', '--policy', 'no-backpressure']],
  [
    'the same policy twice',
    ['--policy', 'resilient,resilient,no-backpressure', '--policy=resilient'],
  ],
])('policies may be named by %s, each runs once and in order', async (_way, words) => {
  const { policies } = await accepted(...words);
  expect(policies.map(({ name }) => name)).toEqual(['resilient', 'no-backpressure']);
});

test('a plan of faults may change some of the defaults', async () => {
  const { faults } = await accepted('--faults', 'default,crash=0.01');
  expect(faults).toEqual({
    name: 'default,crash=0.01',
    plan: { ...FAULTS_DEFAULT, crash: 0.01 },
  });
});

test('a policy before the scenario does not swallow the scenario', async () => {
  const options = await accepted('run', '--policy', 'resilient', 'drill');
  expect(options).toMatchObject({ scenario: scenarios.drill, policies: [{ name: 'resilient' }] });
});

test('a run on the twin is at full scale where there is one', async () => {
  expect(await accepted('run', 'august-2007', '--cloud', 'twin', '--nodes', '80k')).toMatchObject({
    cloud: 'twin',
    scale: 'full',
    nodes: 80_000,
    retries: 'aggregated',
  });
  expect(await accepted('--cloud', 'twin')).toMatchObject({
    nodes: scenarios['august-2007']?.full?.shape.nodeCount,
  });
  const embedded = ['run', 'august-2007', '--cloud', 'twin', '--scale', 'embedded'];
  expect(await accepted(...embedded)).toMatchObject({ nodes: 1_600, retries: 'executed' });
  const chosen = [...embedded, '--retries', 'aggregated', '--nodes', '1.5e3'];
  expect(await accepted(...chosen)).toMatchObject({ nodes: 1_500, retries: 'aggregated' });
  expect(await accepted('run', 'drill', '--cloud', 'twin')).toMatchObject({ scale: 'embedded' });
  for (const [text, nodes] of [
    ['2k', 2_000],
    ['0.05M', 50_000],
    ['1e3', 1_000],
  ] as const)
    expect(await accepted('--nodes', text)).toMatchObject({ cloud: 'local', nodes });
});

test.each([
  [['--scale', 'full'], /--scale is for --cloud twin alone/],
  [['--retries', 'aggregated'], /--retries is for --cloud twin alone/],
  [['run', 'drill', '--cloud', 'twin', '--scale', 'full'], /drill has no full scale/],
  [['--cloud', 'twin', '--faults', 'none'], /--faults is for the local cloud/],
  [['--cloud', 'twn'], /No cloud is called 'twn'\. Did you mean twin\?/],
  [['--cloud', 'twin', '--nodes', '1e12'], /'1e12' is invalid\. The twin takes 40 to/],
  [['--nodes', '80k'], /takes 40 to 50,000 nodes; for more: --cloud twin/],
  [['compare', 'runs/a'], /it takes two runs at least/],
  [['sweep', 'drill', '--vary', 'seed=1', '--seeds', '2'], /--seeds and a --vary of the same/],
  [['sweep', 'drill', '--vary', 'nodes=60', '--nodes', '60'], /--nodes and a --vary of the same/],
  [['sweep', 'drill', '--vary', 'nodes=60', '--vary', 'nodes=70'], /nodes is varied twice/],
  [['sweep', 'drill', '--vary', 'nodes,seed=60'], /policy, nodes, seed, faults are varied alone/],
  [['sweep', 'drill', '--vary', 'nodes=60,7'], /7 nodes: The twin takes 40/],
  [['sweep', 'drill', '--vary', 'policy=herd,resilent'], /Did you mean resilient\?/],
  [['sweep', 'drill', '--vary', 'seed=-1'], /-1 is no seed/],
  [
    [
      'sweep',
      'drill',
      '--vary',
      'seed=1:10000:10000',
      '--vary',
      'timings.clientTimeoutMs=1s:9s:11',
    ],
    /these are 220,000 runs; confirm them with --yes/,
  ],
])('%j is refused in words', async (words, message) => {
  const { said, exitCode } = await parse(...words);
  expect(exitCode).toBe(1);
  expect(said).toMatch(message);
});

test('a sweep that is meant may be large', async () => {
  const words = ['--seeds', '10000', '--vary', 'timings.clientTimeoutMs=1s:9s:11', '--yes'];
  expect((await parse('sweep', 'drill', ...words)).sweep?.grid.pointCount).toBe(220_000);
});

describe('is refused by name', () => {
  test.each(['0', '-5', '39', '50001', '1e9', '999999999999', 'abc', '12.5', '', ' ', '0x40'])(
    'the number of nodes %p',
    async (text) => {
      const { exitCode, said, options } = await parse('run', 'drill', '--nodes', text);
      expect({ exitCode, options }).toEqual({ exitCode: 1, options: undefined });
      expect(said).toContain(`'--nodes <count>' argument '${text}'`);
      expect(said).toMatch(/takes 40 to 50,000 nodes|takes a whole number/);
    },
  );

  test.each(['-1', '2147483648', '1.5', 'x', ''])('the seed %p', async (text) => {
    const { exitCode, said } = await parse('--seed', text);
    expect(exitCode).toBe(1);
    expect(said).toContain(`'--seed <number>' argument '${text}'`);
    expect(said).toMatch(/whole number/);
  });

  test.each([
    ['a policy', ['--policy', 'resilent'], /policy is called 'resilent'.*mean resilient\?/],
    ['one policy of a list', ['--policy', 'resilient,legacy'], /'legacy'.*mean legacy-2007\?/],
    ['a scenario', ['run', 'drlil'], /scenario is called 'drlil'.*mean drill\?.*august-2007/],
    ['a kind of fault', ['--faults', 'duplicates=1'], /'duplicates'.*mean duplicate\?/],
    ['a flag', ['--polcy', 'resilient'], /'--polcy'\s+\(Did you mean --policy\?\)/],
    [
      'a command',
      ['rnu', 'drill'],
      /command is called 'rnu'.*mean run\?.*demo, run, sweep, cost, effects, months, calibrate, /,
    ],
    ['the only word', ['demoo'], /command is called 'demoo'.*mean demo\?/],
  ])('%s that nobody knows, with the nearest that is known', async (_what, words, message) => {
    const { exitCode, said, options } = await parse(...words);
    expect({ exitCode, options }).toEqual({ exitCode: 1, options: undefined });
    expect(said).toMatch(message);
  });

  test.each([
    ['a rate above one', ['--faults', 'delay=7'], /delay needs a rate from 0 to 1/],
    ['a rate that is missing', ['--faults', 'delay'], /delay needs a rate from 0 to 1/],
    ['a policy without a name', ['--policy', ''], /A name is missing.*resilient/],
    ['a comma too many', ['--policy', 'resilient,'], /A name is missing/],
    ['a kind of fault named twice', ['--faults', 'delay=1,delay=0'], /delay is named twice/],
    ['no scenario', ['run'], /missing required argument 'scenario'/],
    ['a second scenario', ['run', 'drill', 'drill'], /too many arguments/],
    ['an option without its value', ['--seed'], /'--seed <number>' argument missing/],
  ])('%s', async (_what, words, message) => {
    const { exitCode, said, options } = await parse(...words);
    expect({ exitCode, options }).toEqual({ exitCode: 1, options: undefined });
    expect(said).toMatch(message);
  });
});

test('help begins with what it is, has examples and the exit codes, and is no error', async () => {
  const { exitCode, said } = await parse('--help');
  expect(exitCode).toBe(0);
  expect(said).toMatch(/^Usage: rebootstorm/);
  expect(said).toMatch(/Examples:\n {2}\$ npm start[\s\S]*\nExit codes: 0 .*64 usage/);
  const ofRun = await parse('run', '--help');
  expect(ofRun.exitCode).toBe(0);
  for (const option of ['--nodes', '--policy', '--seed', '--faults', '--json', '--out'])
    expect(ofRun.said).toContain(option);
});

test('the help names the size that a run has by default', async () => {
  const { said } = await parse('--help');
  const { options } = await parse('demo');
  expect(options).toMatchObject({ nodes: august2007.embedded.shape.nodeCount });
  expect(said).toContain(`August 2007, ${formatCount(options?.nodes)} nodes`);
});

test('every example in the help is a command line that is accepted', async () => {
  const { said } = await parse('--help');
  const lines = [...said.matchAll(/\$ (?:npm start(?: --)?|npx rebootstorm)((?: \S+)*)/g)];
  expect(lines.length).toBeGreaterThanOrEqual(4);
  for (const [, words = ''] of lines) {
    const accepted = await parse(...words.split(' ').filter(Boolean));
    const { said: complaint, exitCode, ...commands } = accepted;
    if (Object.values(commands).every((options) => options === undefined))
      throw new Error(`${words}: ${exitCode}, ${complaint}`);
  }
});

test('the version is reported', async () => {
  expect(await parse('--version')).toMatchObject({ exitCode: 0, said: '1.2.3\n' });
});

describe('swarm', () => {
  test('takes a thousand seeds from the first on', async () => {
    expect((await parse('swarm')).swarm?.seeds).toEqual({ first: 1, count: 1_000 });
  });

  test('takes the first seed, and how many', async () => {
    const { swarm } = await parse('swarm', '--seed', '4711', '--seeds', '1');
    expect(swarm).toMatchObject({ seeds: { first: 4711, count: 1 } });
  });

  test('asks which is meant where --seed, which was one alone, stands by itself', async () => {
    const { swarm, said, exitCode } = await parse('swarm', '--seed', '4711');
    expect({ swarm, exitCode }).toEqual({ swarm: undefined, exitCode: 1 });
    expect(said).toMatch(/--seed 4711 --seeds 1;.*--seed 4711 --seeds 1000\./);
  });

  test('goes no further than the largest seed, so that each can be replayed', async () => {
    const last = ['--seed', '2147483646', '--seeds'];
    const { swarm: two } = await parse('swarm', ...last, '2');
    expect(two).toMatchObject({ seeds: { first: 2147483646, count: 2 } });
    const { swarm, exitCode, said } = await parse('swarm', ...last, '3');
    expect({ swarm, exitCode }).toEqual({ swarm: undefined, exitCode: 1 });
    expect(said).toMatch(/would be 2147483648.*--seed 2147483645, or --seeds 2\./);
  });

  test.each(['0', '1000001', 'x'])('refuses %s seeds', async (count) => {
    expect((await parse('swarm', '--seeds', count)).exitCode).toBe(1);
  });
});

test.each(['swarm', 'verify'])(
  '%s still understands --from, and says its name of today',
  async (name) => {
    const old = await parse(name, '--from', '7', '--seeds', '3');
    expect(old.said).toMatch(/^note: --from is called --seed now; say --seed 7\./);
    const today = await parse(name, '--seed', '7', '--seeds', '3');
    expect(today.said).toBe('');
    expect({ ...old, said: '' }).toEqual(today);
    expect((await parse(name, '--help')).said).not.toContain('--from');
  },
);

describe('a policy is named alike in every command', () => {
  const commands = [
    ['run', 'drill'],
    ['demo'],
    ['verify'],
    ['sweep', 'drill'],
    ['months'],
    ['storm'],
  ];

  test.each(commands)(
    '%s %s refuses a name that is missing, and one that nobody knows',
    async (...words) => {
      const given = words.filter((word) => word !== undefined);
      for (const [text, why] of [
        ['', /A name is missing/],
        ['resilient,', /A name is missing/],
        ['resilent', /No policy is called 'resilent'\. Did you mean resilient\?/],
        ['herd+hurd', /No hypothesis is called 'hurd'\. Did you mean herd\?/],
      ] as const) {
        const { said, exitCode, ...found } = await parse(...given, '--policy', text);
        expect(said).toMatch(why);
        expect(exitCode).toBe(1);
        expect(Object.values(found).every((options) => options === undefined)).toBe(true);
      }
    },
  );
});
