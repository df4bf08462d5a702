import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { measures } from './measures.ts';
import { readThreshold } from './read-threshold.ts';

const refusal = (text: string): string => {
  try {
    readThreshold(text);
  } catch (error) {
    if (error instanceof InvalidArgumentError) return error.message;
    throw error;
  }
  throw new Error(`expected ${text} to be refused`);
};

test.each([
  ['bill.total>5', 'bill.total', 'any', '>', 5],
  ['bill.total > $5.50', 'bill.total', 'any', '>', 5.5],
  ['heal.p99>600s', 'heal', 'p99', '>', 600_000],
  ['heal<=10min', 'heal', 'any', '<=', 600_000],
  ['belowTarget.max>=1.5h', 'belowTarget', 'max', '>=', 5_400_000],
  ['worstOffline>60%', 'worstOffline', 'any', '>', 0.6],
  ['worstOffline<0.5', 'worstOffline', 'any', '<', 0.5],
  ['bill.floorRatio.p50>2', 'bill.floorRatio', 'p50', '>', 2],
])('%s is read', (text, measureName, statistic, comparison, limit) => {
  const read = readThreshold(text);
  expect(read).toMatchObject({ policy: null, measureName, statistic, comparison });
  expect(read.limit).toBeCloseTo(limit, 9);
});

test('a policy may stand before it', () => {
  expect(readThreshold('legacy-2007:heal>2h')).toMatchObject({ policy: 'legacy-2007' });
  expect(readThreshold('resilient+herd: heal>2h')).toMatchObject({ policy: 'resilient+herd' });
});

test('an unknown measure is refused with the nearest', () => {
  expect(refusal('bill.totl>5')).toMatch(
    /No measure is called bill.totl. Did you mean bill.total\?/,
  );
  expect(refusal('toString>5')).toMatch(/No measure/);
});

test('a ratio has a meaning where runs are compared, and there alone', () => {
  expect(refusal('heal.ratio>2')).toMatch(/heal has no .ratio here/);
  expect(readThreshold('heal.ratio>2', true)).toMatchObject({ statistic: 'ratio', limit: 2 });
  expect(() => readThreshold('heal.ratio>2s', true)).toThrow(/takes no unit/);
  expect(() => readThreshold('heal.p90>2s', true)).toThrow(/no .p90 here/);
});

test('an unknown statistic is refused with the nearest', () => {
  expect(refusal('heal.p95>5s')).toMatch(/heal has no .p95 here. Did you mean p9[09]\?/);
});

test('a limit has a unit of its measure, and a time always has one', () => {
  expect(refusal('heal>600')).toMatch(/its limit has no unit; it takes ms, s, min, h, d\./);
  expect(refusal('heal>600%')).toMatch(/the unit %/);
  expect(refusal('bill.total>5s')).toMatch(/the unit s; it takes \$\./);
  expect(refusal('violations>5s')).toMatch(/takes no unit/);
  expect(refusal('bill.total>$5$')).toMatch(/two units/);
});

test.each(['', 'heal', 'heal=5s', '>5', 'heal>', 'heal>-5s', 'heal>5 s s', 'a b>5'])(
  '%j is no threshold',
  (text) => {
    expect(refusal(text)).toMatch(/is no threshold|No measure/);
  },
);

test('the page names every measure', () => {
  const page = readFileSync('docs/thresholds.md', 'utf8');
  for (const name of Object.keys(measures)) expect(page).toContain(`\`${name}\``);
});

test('what is counted and metered is a measure, by its column', () => {
  expect(readThreshold('meter.sqs.requests.p90>5')).toMatchObject({
    measureName: 'meter.sqs.requests',
    statistic: 'p90',
  });
  expect(readThreshold('meter.lambda.billedMs.plan-storm>5').statistic).toBe('any');
  expect(readThreshold('count.LoginsBusy>5').measureName).toBe('count.LoginsBusy');
  expect(readThreshold('healMs>5s').measureName).toBe('heal');
  expect(refusal('meters.sqs.requests>5')).toMatch(/Did you mean meter\.sqs\.requests\?/);
  expect(refusal('count.LoginBusy>5')).toMatch(/Did you mean count\.LoginsBusy\?/);
  expect(readThreshold('meter.sqs.ReceiveMessage>5').measureName).toBe('meter.sqs.ReceiveMessage');
  expect(readThreshold('meter.faults.lostAck>5').measureName).toBe('meter.faults.lostAck');
  expect(refusal('meter.sqs.ReceiveMesage>5')).toMatch(/Did you mean meter\.sqs\.ReceiveMessage\?/);
  expect(refusal('meter.faults.lostAk>5')).toMatch(/Did you mean meter\.faults\.lostAck\?/);
  expect(refusal('meter.faults.nosuch>5')).toMatch(/No measure is called meter\.faults\.nosuch/);
  expect(refusal('meter.lambda.billedMs.logn>5')).toMatch(/no \.logn here\. Did you mean login\?/);
  expect(refusal('meter.nosuch>5')).toMatch(/No measure is called meter\.nosuch/);
});
