import {
  DESTRUCTIVE_FAULT_KINDS,
  FAULT_KINDS,
  FAULTS_DEFAULT,
  FAULTS_NONE,
  FaultInjector,
  type FaultPlan,
  parseFaults,
  UnknownFaultError,
} from './faults.ts';
import { MeterBook } from './meters.ts';
import { seededRandom } from './seeded-random.ts';

test('plans are read by name or by rates', () => {
  expect(parseFaults('none')).toEqual(FAULTS_NONE);
  expect(parseFaults('default')).toEqual(FAULTS_DEFAULT);
  expect(parseFaults('crash=0.01, delay=1')).toEqual({ ...FAULTS_NONE, crash: 0.01, delay: 1 });
});

test('an unknown kind is refused with all that are known', () => {
  expect(() => parseFaults('trottle=0.1')).toThrow(/'trottle'; say none, .*, throttle, .*poison/);
  const known = ['none', 'light', 'default', 'heavy', ...FAULT_KINDS, ...DESTRUCTIVE_FAULT_KINDS];
  expect(() => parseFaults('crsh=1')).toThrow(new UnknownFaultError('crsh', known));
});

test('a plan may begin with one that has a name, and change some of its rates', () => {
  expect(parseFaults('default,crash=0.5')).toEqual({ ...FAULTS_DEFAULT, crash: 0.5 });
  expect(parseFaults(' default , crash=0 , poison=0.01 ')).toEqual({
    ...FAULTS_DEFAULT,
    crash: 0,
    poison: 0.01,
  });
  expect(parseFaults('none,crash=1')).toEqual({ ...FAULTS_NONE, crash: 1 });
});

test.each([
  ['crash=1,default', /'default' has no rate and comes first, as in default,crash=0\.01/],
  ['default,none', /'none' has no rate and comes first/],
  ['default=0.5', /'default' has no rate and comes first/],
  ['crash=0.1,delay=1,crash=0.2', /crash is named twice/],
  ['default,crash=0.1,crash=0.1', /crash is named twice/],
])('a plan that would say two things at once is refused: %s', (text, message) => {
  expect(() => parseFaults(text)).toThrow(message);
});

test('every kind can be asked for, and the default has all but those that destroy', () => {
  for (const kind of [...FAULT_KINDS, ...DESTRUCTIVE_FAULT_KINDS]) {
    expect(parseFaults(`${kind}=0.5`)).toEqual({ ...FAULTS_NONE, [kind]: 0.5 });
  }
  for (const kind of FAULT_KINDS) expect(FAULTS_DEFAULT[kind]).toBeGreaterThan(0);
  for (const kind of DESTRUCTIVE_FAULT_KINDS) expect(FAULTS_DEFAULT[kind]).toBe(0);
});

test('what one kind draws does not change what another draws', () => {
  const draws = (others: Partial<FaultPlan>) => {
    const plan = { ...FAULTS_NONE, crash: 0.5, ...others };
    const faults = new FaultInjector({ plan, random: seededRandom(9), meters: new MeterBook() });
    return Array.from({ length: 50 }, () => {
      if (faults.strikes('timeout')) faults.particular('timeout');
      if (faults.strikes('staleRead')) faults.particular('staleRead');
      return faults.strikes('crash') ? faults.particular('crash') : undefined;
    });
  };
  expect(draws({ timeout: 0.5, staleRead: 0.5 })).toEqual(draws({}));
});

test.each(['crash', 'crash=', 'crash=2', 'crash=-1', 'crash=x', 'crash=0.1=0.2'])(
  'a rate that is not from 0 to 1 is refused: %s',
  (text) => {
    expect(() => parseFaults(text)).toThrow(/crash needs a rate from 0 to 1/);
  },
);

test('faults strike at about their rate, are counted, and repeat with the seed', () => {
  const strikes = (seed: number) => {
    const meters = new MeterBook();
    const plan = { ...FAULTS_NONE, crash: 0.1 };
    const faults = new FaultInjector({ plan, random: seededRandom(seed), meters });
    const struck = Array.from({ length: 10_000 }, () => faults.strikes('crash'));
    expect(faults.strikes('delay')).toBe(false);
    return { struck, counted: meters.snapshot() };
  };
  const { struck, counted } = strikes(3);
  const count = struck.filter(Boolean).length;
  expect(count).toBeGreaterThan(850);
  expect(count).toBeLessThan(1_150);
  expect(counted).toEqual({ 'faults.crash': count });
  expect(strikes(3).struck).toEqual(struck);
});
