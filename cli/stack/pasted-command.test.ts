import { execFileSync } from 'node:child_process';
import { shippedPriceBook } from '#runner/pricing/read-price-book.ts';
import { pastedCommand, pastedWord } from './pasted-command.ts';

test('the usual stack on an engine needs no more than its endpoint', () => {
  const env = { AWS_ENDPOINT_URL: 'http://localhost:4566', AWS_SECRET_ACCESS_KEY: 'secret' };
  expect(pastedCommand(['stop', 'drill-1'], { stack: 'Rebootstorm', target: 'engine', env })).toBe(
    'AWS_ENDPOINT_URL=http://localhost:4566 npx rebootstorm stop drill-1',
  );
});

test('stack, target, prices, profile and region are those of the command that runs', () => {
  const env = { AWS_ENDPOINT_URL: '', AWS_PROFILE: 'my student', AWS_REGION: 'eu-central-1' };
  const prices = { book: shippedPriceBook('us-east-1') };
  const place = { stack: 'Mine', target: 'aws', prices, env } as const;
  expect(pastedCommand(['check', 'drill-1'], place)).toBe(
    "AWS_PROFILE='my student' AWS_REGION=eu-central-1 npx rebootstorm check drill-1 " +
      '--stack Mine --target aws --prices us-east-1',
  );
});

test.each(['plain', 'two words', "it's", '$(reboot)', '`reboot`', 'a;b', ''])(
  'a shell reads %j back as it was',
  (word) => {
    const said = execFileSync('sh', ['-c', `printf %s ${pastedWord(word)}`], { encoding: 'utf8' });
    expect(said).toBe(word);
  },
);
