// Any words on the command line: they are understood, or refused in words, and nothing else.
import { CommanderError } from 'commander';
import { commandLine, commandsOf } from '#cli/options.ts';
import { type SeededRandom, seededRandom } from '#local-cloud/seeded-random.ts';
import { below, oneOf } from './valid-messages.ts';

const words = [
  'run',
  'demo',
  'deploy',
  'storm',
  '--target',
  'aws',
  '--yes',
  '--max-cost',
  '--context',
  'redrive',
  'stop',
  'forget',
  'check',
  'destroy',
  'doctor',
  'local',
  'lab',
  '--open',
  '--port',
  '--speed',
  'waiting',
  '--only-check',
  '--all',
  '--no-wait',
  '--max-cost',
  'swarm',
  'help',
  'august-2007',
  'drill',
  'rnu',
  'sweep',
  'compare',
  'replay',
  'verify',
  'validate',
  'months',
  'calibrate',
  'diagnose',
  'likelihood',
  'sensitivity',
  'lesson',
  '--predict',
  'consumer',
  'try',
  '--poison',
  '--redrive-at',
  'station',
  'cost',
  'effects',
  'wire',
  'what-if',
  '--change',
  'no-domino',
  '--hosts',
  '--measure',
  'belowTarget',
  '--slo',
  '--fail-if',
  '--expect',
  'stuck',
  'drill:any',
  '--quiet',
  '-q',
  '--junit',
  '--github',
  'bill.total.ratio>1',
  'heal>1s',
  '--setting',
  'memoryMb=128',
  'policy',
  'challenge',
  'scenario',
  'fields',
  'init',
  '--package',
  '--extends',
  'prices',
  'list',
  'show',
  'update',
  '--region',
  'reconcile',
  '--bill',
  '--month',
  '2007-06',
  '--seeds',
  '--from',
  '--vary',
  '--set',
  'timings.leaseMs=1h',
  'sizes.headroom=null',
  'storm.nights.*.restartShare.*=x9',
  '--cloud',
  'twin',
  '--scale',
  'embedded',
  'timings.leaseMs=1h,24h',
  'nodes=80k',
  'policy=',
  '=',
  'seed=1:9:3:log',
  '80k',
  '8M',
  '1e6',
  '--nodes',
  '--policy',
  '--seed',
  '--faults',
  '--json',
  '--out',
  '--no-color',
  '--help',
  '--dry-run',
  '--engine',
  '--endpoint',
  '--run',
  '--queue',
  '--version',
  '-h',
  '-V',
  '-x',
  '--',
  '--nodes=',
  '--seed=7',
  '--__proto__',
  '--constructor',
  '--no-json',
  '--json=1',
  '-',
  '---',
  'resilient',
  'legacy-2007',
  'ghost-slots+herd',
  'herd+herd',
  'resilient,resilient',
  '+',
  ',',
  'none',
  'default',
  'crash=0.1',
  'crash=2',
  'crash=NaN',
  'crash=',
  '=1',
  'crash=0.1,,',
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u{1f4a5}',
  '../..',
  '40',
  '39',
  '-1',
  '0',
  '1e3',
  '0x40',
  '99999999999999999999',
  'NaN',
  'Infinity',
  '2007',
  'http://127.0.0.1:4566',
  'http://[::1]:1',
  'file:///x',
  'http://',
  '127.0.0.1:80',
  './p.ts',
  'x'.repeat(10_000),
  '--'.repeat(1_000),
  '%s%n',
  '$(reboot)',
  '--policy=__proto__',
] as const;

function someWords(random: SeededRandom): string[] {
  return Array.from({ length: below(random, 7) }, () => {
    const word = oneOf(random, words);
    return random() < 0.05 ? word.slice(0, below(random, word.length + 1)) : word;
  });
}

/** @returns whether the words were understood @throws whatever is no refusal in words */
async function isUnderstood(given: readonly string[]): Promise<boolean> {
  let runCount = 0;
  const run = async () => {
    runCount += 1;
  };
  const program = commandLine('1.2.3', {
    run,
    lesson: run,
    consumer: run,
    deploy: run,
    storm: run,
    stop: run,
    forget: run,
    redrive: run,
    check: run,
    destroy: run,
    doctor: run,
    local: run,
    lab: run,
    swarm: run,
    sweep: run,
    cost: run,
    effects: run,
    wire: run,
    whatIf: run,
    compare: run,
    explainBill: run,
    replay: run,
    verify: run,
    validate: run,
    station: run,
    sweepStation: run,
    months: run,
    calibrate: run,
    diagnose: run,
    likelihood: run,
    sensitivity: run,
    policy: run,
    challenge: run,
    scenario: run,
    init: run,
    prices: run,
    reconcile: run,
  });
  let said = '';
  const say = (text: string) => {
    said += text;
  };
  for (const command of commandsOf(program)) {
    command.exitOverride();
    command.configureOutput({ writeOut: say, writeErr: say });
  }
  try {
    await program.parseAsync(given, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (said === '' || runCount > 0) throw new Error(`refused unsaid: ${error.message}`);
    return false;
  }
  if (runCount !== 1) throw new Error(`understood, and ${runCount} commands ran`);
  return true;
}

test('any words are understood or refused in words', async () => {
  const random = seededRandom(2007).fork('words');
  const found: string[] = [];
  let understoodCount = 0;
  for (let tries = 0; tries < 2_000; tries += 1) {
    const given = someWords(random);
    const isFine = await isUnderstood(given).catch((error: unknown) => {
      found.push(`${JSON.stringify(given).slice(0, 300)}: ${String(error).slice(0, 300)}`);
      return false;
    });
    understoodCount += isFine ? 1 : 0;
  }
  expect(found).toEqual([]);
  expect(understoodCount).toBeGreaterThan(100);
});
