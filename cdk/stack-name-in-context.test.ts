import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedNode } from '#testing/cli/child-command.ts';
import { configurationIn } from './configuration-in-context.ts';
import { stackNameIn } from './stack-name-in-context.ts';
import type { Resource } from './synthesised-stack.ts';

test('a stack has its usual name unless it is given another', () => {
  expect(stackNameIn({})).toBe('Rebootstorm');
  expect(stackNameIn({ 'rebootstorm:stack': 'class-7' })).toBe('class-7');
});

test.each(['', '7th', 'a_b', 'a b', 'x'.repeat(56), 7])('%j names no stack', (name) => {
  expect(() => stackNameIn({ 'rebootstorm:stack': name })).toThrow(/cannot be the name of a stack/);
});

test('the name is no setting, and without its prefix it would be heard by nobody', () => {
  expect(configurationIn({ 'rebootstorm:stack': 'ours' })).toEqual(configurationIn({}));
  expect(() => configurationIn({ stack: 'ours' })).toThrow(/Did you mean -c rebootstorm:stack=/);
  expect(() => configurationIn({ 'rebootstorm:stak': 'ours' })).toThrow(/rebootstorm:stack=/);
});

/** What can have tags, of all that the stack has. */
const taggedTypes = [
  'AWS::DynamoDB::Table',
  'AWS::IAM::Role',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
];

test('two stacks have templates, tags and metrics of their own', () => {
  const out = mkdtempSync(join(tmpdir(), 'two-stacks-'));
  try {
    for (const name of ['ours', 'theirs']) {
      const context = { 'aws:cdk:bundling-stacks': [], 'rebootstorm:stack': name };
      const env = { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_OUTDIR: out };
      const { status, stderr } = spawnSync(pinnedNode, ['cdk/app.ts'], { encoding: 'utf8', env });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const { Resources } = JSON.parse(readFileSync(join(out, `${name}.template.json`), 'utf8'));
      const all: Resource[] = Object.values(Resources);
      const functions = all.filter(({ Type }) => Type === 'AWS::Lambda::Function');
      expect(functions).toHaveLength(7);
      for (const { Properties } of functions) {
        expect(Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME).toBe(name);
      }
      for (const { Properties } of all.filter(({ Type }) => taggedTypes.includes(Type)))
        expect(Properties.Tags).toEqual([
          { Key: 'environment', Value: 'dev' },
          { Key: 'project', Value: 'rebootstorm' },
          { Key: 'stack', Value: name },
        ]);
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}, 60_000);
